import { describe, expect, it } from 'vitest';
import { parseDigest, parseNamedReference } from '../oci/index.ts';
import { contentFileName, exportFileName } from './exportNames.ts';
import { parseExportPlan, parseExportStatus } from './exportPlan.ts';
import type { ExportOptions } from './exports.ts';

const digest = parseDigest(`sha256:${'a1'.repeat(32)}`);
const as = parseNamedReference('alpine:3.20');

describe('file names', () => {
  it('have the name, the tag and a single platform, or the digest', () => {
    const named = (asked: Partial<ExportOptions>) =>
      exportFileName(digest, { platforms: [], referrers: false, ...asked });
    expect(named({ as })).toBe('alpine-3.20.oci.tar');
    expect(named({ as, platforms: ['linux/arm64/v8'] })).toBe('alpine-3.20-linux-arm64-v8.oci.tar');
    expect(named({ as, platforms: ['a', 'b'] })).toBe('alpine-3.20.oci.tar');
    expect(named({})).toBe('sha256-a1a1a1a1a1a1.oci.tar');
    expect(named({ as: parseNamedReference(`alpine@${digest}`) })).toBe('alpine-a1a1a1a1a1a1.oci.tar');
    expect(named({ platforms: ['../"\r\nX: y/\u202e'] })).toMatch(/^[\w.-]+\.oci\.tar$/);
    expect(named({ platforms: ['x'.repeat(1000)] }).length).toBeLessThan(170);
  });

  it.each([
    ['application/vnd.oci.image.layer.v1.tar+gzip', 'tar.gz'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'tar.gz'],
    ['application/vnd.docker.container.image.rootfs.diff+x-gtar', 'tar.gz'],
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'tar.zst'],
    ['application/vnd.oci.image.layer.v1.tar', 'tar'],
    ['application/vnd.oci.image.config.v1+json', 'json'],
    ['application/spdx+json', 'json'],
    ['text/html', 'bin'],
    ['', 'bin'],
  ])('have an extension for the media type %s', (mediaType, extension) => {
    expect(contentFileName(digest, mediaType)).toBe(`a1a1a1a1a1a1.${extension}`);
  });
});

describe('parseExportPlan and parseExportStatus', () => {
  it('read a plan without its invalid entries, and throw if it is not a plan', () => {
    const amount = { count: 1, bytes: 2 };
    const need = { total: amount, missing: amount, isPartial: false };
    const plan = {
      ...need,
      mediaType: 'a/b',
      kind: 'index',
      isForDocker: true,
      referrers: 1,
      lacking: [],
      platforms: [],
      morePlatforms: 3,
    };
    expect(parseExportPlan(plan)).toEqual(plan);
    const odd = {
      ...plan,
      lacking: [{ digest: 'x' }, { digest, role: 'layer', size: -1 }],
      platforms: [7, { platform: 'a' }],
    };
    expect(parseExportPlan(odd)).toMatchObject({ lacking: [{ digest, role: 'layer' }], platforms: [] });
    for (const none of [undefined, [], {}, { ...plan, total: 7 }, { ...plan, kind: 'x' }]) {
      expect(() => parseExportPlan(none)).toThrow(expect.objectContaining({ code: 'internal' }));
    }
  });

  it('read the status of a file, which is unknown if it is invalid', () => {
    expect(parseExportStatus({ state: 'running', done: 1, total: 2 })).toEqual({ state: 'running', done: 1, total: 2 });
    expect(parseExportStatus({ state: 'x', done: '1' })).toEqual({ state: 'unknown', done: 0, total: 0 });
  });
});
