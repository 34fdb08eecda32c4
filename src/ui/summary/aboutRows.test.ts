import { describe, expect, it } from 'vitest';
import { aboutRows } from './aboutRows.ts';

const oci = 'org.opencontainers.image.';
const digest = `sha256:${'ab'.repeat(32)}`;

describe('aboutRows', () => {
  it('lists each fact once, from annotations before labels', () => {
    const rows = aboutRows({ [`${oci}version`]: '2' }, undefined, { [`${oci}version`]: '1', [`${oci}vendor`]: 'Team' });
    expect(rows).toEqual([
      { term: 'Version', text: '2' },
      { term: 'Vendor', text: 'Team' },
    ]);
  });

  it('links the base image by its digest, else by its tag', () => {
    expect(aboutRows({ [`${oci}base.name`]: 'alpine:3.22', [`${oci}base.digest`]: digest })).toEqual([
      { term: 'Base image', text: `alpine:3.22 ${digest}`, reference: `docker.io/library/alpine@${digest}` },
    ]);
    expect(aboutRows({ [`${oci}base.name`]: 'ghcr.io/a/b' })[0]?.reference).toBe('ghcr.io/a/b:latest');
    expect(aboutRows({ [`${oci}base.name`]: 'Not A Name' })).toEqual([{ term: 'Base image', text: 'Not A Name' }]);
  });

  it.each([
    ['https://github.com/a/b.git', 'https://github.com/a/b/commit/0123456'],
    ['https://github.com/a/b/tree/main/c', 'https://github.com/a/b/commit/0123456'],
    ['https://gitlab.com/a/b', 'https://gitlab.com/a/b/-/commit/0123456'],
    ['https://example.com/a/b', undefined],
    ['http://github.com/a/b', undefined],
    ['https://github.com', undefined],
  ])('links a revision of %s to %s', (source, url) => {
    const rows = aboutRows({ [`${oci}source`]: source, [`${oci}revision`]: '0123456' });
    expect(rows.find(({ term }) => term === 'Revision')?.url).toBe(url);
  });

  it('links https URLs only, and reads nothing from the prototype', () => {
    expect(aboutRows({ [`${oci}url`]: 'javascript:alert(1)' })).toEqual([
      { term: 'Website', text: 'javascript:alert(1)' },
    ]);
    expect(aboutRows({})).toEqual([]);
  });
});
