import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asMediaType, type Descriptor } from '../../../oci/index.ts';
import { readEmbedded } from './embedded.ts';

const text = 'carried along';
const descriptor: Descriptor = {
  mediaType: asMediaType('text/plain'),
  digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
  size: BigInt(text.length),
  data: Buffer.from(text).toString('base64'),
};

describe('readEmbedded', () => {
  it('returns the embedded bytes, marked as embedded', () => {
    const fetched = readEmbedded(descriptor);
    expect(new TextDecoder().decode(fetched?.bytes)).toBe(text);
    expect(fetched).toMatchObject({ digest: descriptor.digest, cache: { hit: false, detail: 'embedded' } });
  });

  it.each([
    ['bytes with another digest', { data: Buffer.from('carried alone').toString('base64') }],
    ['bytes of another length', { size: 3n }],
    ['invalid base64', { data: '***' }],
    ['an invalid digest', { digest: 'sha256:ab' }],
  ])('returns undefined for %s', (_name, changes) => {
    expect(readEmbedded({ ...descriptor, ...changes })).toBeUndefined();
  });
});
