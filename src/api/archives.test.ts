import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { parseDigest } from '../oci/index.ts';
import { archiveQuestionUrl, parseRefused } from './archives.ts';
import { parseRoute } from './urls.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const routeOf = (url: string) => parseRoute(new URL(url, 'http://localhost'));

describe('the URL of a request about an archive', () => {
  it.each([
    { isList: true },
    { isList: false, images: undefined, ifRefused: 'keep' },
    { isList: false, images: [digest, parseDigest(`sha256:${'b'.repeat(64)}`)], ifRefused: 'nothing' },
  ] as const)('comes back from its address: %o', (question) => {
    expect(routeOf(archiveQuestionUrl(question))).toEqual({ kind: 'import', question });
  });

  it('is refused if it has an invalid digest or an unknown value of refused', () => {
    expect(() => routeOf('/-/import?refused=maybe')).toThrow(AppError);
    expect(() => routeOf('/-/import?refused=keep&image=latest')).toThrow(AppError);
  });
});

describe('parseRefused', () => {
  it('skips invalid entries, and counts the rest if there is no count', () => {
    const entry = { kind: 'cut', name: 'a', detail: '' };
    expect(parseRefused({ refused: [entry, {}, 7, { kind: 'other' }] })).toEqual({ refused: [entry], refusedCount: 1 });
    expect(parseRefused({ refused: [{ kind: 'size', name: 5 }], refusedCount: 9 })).toEqual({
      refused: [{ kind: 'size', name: '', detail: '' }],
      refusedCount: 9,
    });
    expect(parseRefused({ refused: 'no list' })).toEqual({ refused: [], refusedCount: 0 });
  });
});
