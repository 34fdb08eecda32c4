import { describe, expect, it } from 'vitest';
import type { Action } from '../../actions/actions.ts';
import { findActions, type Section } from './rank.ts';

describe('nothing typed', () => {
  it('shows a few of each kind, says how many more there are, and leaves out what is empty', () => {
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

describe('what is typed', () => {
  it('finds names that begin with it first, then words that do, then what has it inside, then facts', () => {
    const offers = [{ ...offer('x'), fact: 'copied raw' }, ...names('withdraw', 'Show Raw', 'Raw text', 'Config')];
    expect(found([section('Actions', offers)], 'RAW')).toEqual(['Raw text', 'Show Raw', 'withdraw', 'x']);
  });

  it('has to have every word found, in any order', () => {
    const offers = names('linux/amd64', 'linux/arm64', 'windows/amd64');
    expect(found([section('Nodes', offers)], '64 linux')).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('finds a digest by its beginning, with and without its algorithm, and not by what is inside of it', () => {
    const node = { ...offer('linux/amd64'), prefixes: ['sha256:4de221', '4de221'] };
    const sections = [section('Actions', names('4de')), section('Nodes', [node])];
    expect(found(sections, '4de')).toEqual(['linux/amd64', '4de']);
    expect(found(sections, 'sha256:4de')).toEqual(['linux/amd64']);
    expect(found(sections, 'e221')).toEqual([]);
  });

  it('puts the kind that has the likeliest on top', () => {
    const sections = [
      section('Nodes', names('COPY app /')),
      section('Recent', names('scope')),
      section('Actions', names('Copy link')),
    ];
    expect(findActions(sections, 'cop').map(({ title }) => title)).toEqual(['Nodes', 'Actions', 'Recent']);
  });

  it('marks what was found, as one where words overlap', () => {
    const [first] = findActions([section('Nodes', [{ ...offer('linux/amd64'), fact: 'amd build' }])], 'amd md6 bui');
    expect(first?.found[0]).toMatchObject({ nameMarks: [[6, 10]], factMarks: [[4, 7]] });
  });

  it('is found where small letters have another length, unmarked at a wrong place never', () => {
    const [first] = findActions([section('Nodes', [offer('İİ layer')])], 'layer');
    expect(first?.found[0]?.nameMarks).toEqual([[3, 8]]);
  });

  it('shows no more than forty of a kind', () => {
    const many = Array.from({ length: 5000 }, (_, index) => offer(`linux/amd64 ${index} ${'x'.repeat(200)}`));
    const [first] = findActions([section('Nodes', many)], 'linux x '.repeat(40));
    expect([first?.found.length, first?.more]).toEqual([40, 4960]);
  });

  it('takes offers that were made of it as they are, at their rank', () => {
    const typed = { ...section('Open', names('docker.io/library/raw')), rank: 1 };
    expect(found([typed, section('Actions', names('Show Raw'))], 'raw')).toEqual(['Show Raw', 'docker.io/library/raw']);
    expect(found([{ ...typed, rank: 90 }, section('Actions', names('Raw'))], 'raw')[0]).toBe('docker.io/library/raw');
  });
});

function found(sections: readonly Section[], typed: string): readonly string[] {
  return findActions(sections, typed).flatMap((one) => one.found.map(({ offer: { name } }) => name));
}

function section(title: string, offers: readonly Action[], most = 5): Section {
  return { title, offers, most };
}

function names(...list: readonly string[]): readonly Action[] {
  return list.map(offer);
}

function offer(name: string): Action {
  return { id: name, name, run: () => {} };
}
