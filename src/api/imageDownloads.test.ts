import { describe, expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { downloadImageUrl } from './imageDownloads.ts';
import { parseRoute } from './urls.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const where = { host: 'localhost:5000', name: 'team/app' };
const read = (path: string) => parseRoute(new URL(path, 'https://scope.example'));

describe('downloadImageUrl', () => {
  it('is parsed to the same options', () => {
    const options = { layers: true, referrers: false, platforms: ['linux/arm/v7', 'a&b=c'] };
    const whole = { kind: 'keep-whole', digest, ...options };
    expect(read(downloadImageUrl(where, digest, options))).toEqual({ ...whole, repository: where, purpose: 'keep' });
    expect(read(downloadImageUrl(undefined, digest, options, 'measure'))).toEqual({
      ...whole,
      repository: undefined,
      purpose: 'measure',
    });
    const least = { layers: false, referrers: true };
    expect(read(downloadImageUrl(where, digest, least))).toEqual({
      kind: 'keep-whole',
      digest,
      repository: where,
      ...least,
      purpose: 'keep',
    });
  });

  it.each(['/-/keep/latest', '/-/keep/Team/App/sha256:1?ns=x', `/-/keep/team/app/${digest}?ns=a/b`])(
    'is refused if it is %s',
    (path) => {
      expect(() => read(path)).toThrow(AppError);
    },
  );
});
