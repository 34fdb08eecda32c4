import { describe, expect, it } from 'vitest';
import type { Action } from '../actions.ts';
import { findActions, type Section } from './rank.ts';

describe('findActions without text', () => {
  it('returns a few actions of each section with the number of others, and no empty section', () => {
    const sections = [
      section('Nodes', names('a', 'b', 'c'), 2),
      section('Pinned', [], 2),
      section('Actions', names('d')),
    ];
    expect(findActions(sections, '  ').map(({ title, found, more }) => [title, found.length, more])).toEqual([
      ['Nodes', 2, 1],
      ['Actions', 1, 0],
    ]);
  });
});

describe('findActions', () => {
  it('ranks the start of a name first, then starts of words, then other positions, then facts', () => {
    const actions = [{ ...action('x'), fact: 'copied raw' }, ...names('withdraw', 'Show Raw', 'Raw text', 'Config')];
    expect(found([section('Actions', actions)], 'RAW')).toEqual(['Raw text', 'Show Raw', 'withdraw', 'x']);
  });

  it('requires every word, in any order', () => {
    const actions = names('linux/amd64', 'linux/arm64', 'windows/amd64');
    expect(found([section('Nodes', actions)], '64 linux')).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('matches only the start of a digest, with or without its algorithm', () => {
    const node = { ...action('linux/amd64'), prefixes: ['sha256:4de221', '4de221'] };
    const sections = [section('Actions', names('4de')), section('Nodes', [node])];
    expect(found(sections, '4de')).toEqual(['linux/amd64', '4de']);
    expect(found(sections, 'sha256:4de')).toEqual(['linux/amd64']);
    expect(found(sections, 'e221')).toEqual([]);
  });

  it('puts the section with the best match first', () => {
    const sections = [
      section('Nodes', names('COPY app /')),
      section('Recent', names('scope')),
      section('Actions', names('Copy link')),
    ];
    expect(findActions(sections, 'cop').map(({ title }) => title)).toEqual(['Nodes', 'Actions', 'Recent']);
  });

  it('marks matches, merging those that overlap', () => {
    const [first] = findActions([section('Nodes', [{ ...action('linux/amd64'), fact: 'amd build' }])], 'amd md6 bui');
    expect(first?.found[0]).toMatchObject({ nameMarks: [[6, 10]], factMarks: [[4, 7]] });
  });

  it('marks the right characters when lower case changes the length of a name', () => {
    const [first] = findActions([section('Nodes', [action('İİ layer')])], 'layer');
    expect(first?.found[0]?.nameMarks).toEqual([[3, 8]]);
  });

  it('returns at most 40 actions per section', () => {
    const many = Array.from({ length: 5000 }, (_, index) => action(`linux/amd64 ${index} ${'x'.repeat(200)}`));
    const [first] = findActions([section('Nodes', many)], 'linux x '.repeat(40));
    expect([first?.found.length, first?.more]).toEqual([40, 4960]);
  });

  it('keeps actions derived from the typed text, at their rank', () => {
    const typed = { ...section('Open', names('docker.io/library/raw')), rank: 1 };
    expect(found([typed, section('Actions', names('Show Raw'))], 'raw')).toEqual(['Show Raw', 'docker.io/library/raw']);
    expect(found([{ ...typed, rank: 90 }, section('Actions', names('Raw'))], 'raw')[0]).toBe('docker.io/library/raw');
  });
});

function found(sections: readonly Section[], typed: string): readonly string[] {
  return findActions(sections, typed).flatMap((one) => one.found.map(({ action: { name } }) => name));
}

function section(title: string, actions: readonly Action[], maxIdle = 5): Section {
  return { title, actions, maxIdle };
}

function names(...list: readonly string[]): readonly Action[] {
  return list.map(action);
}

function action(name: string): Action {
  return { id: name, name, run: () => {} };
}
