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

describe('content that a descriptor carries', () => {
  it('is read from there, as it is, and said to be from there', () => {
    const fetched = readEmbedded(descriptor);
    expect(new TextDecoder().decode(fetched?.bytes)).toBe(text);
    expect(fetched).toMatchObject({ digest: descriptor.digest, cache: { hit: false, detail: 'embedded' } });
  });

  it.each([
    ['of other bytes', { data: Buffer.from('carried alone').toString('base64') }],
    ['of another length', { size: 3n }],
    ['that is no base64', { data: '***' }],
    ['by a digest that is none', { digest: 'sha256:ab' }],
  ])('%s is not', (_name, changes) => {
    expect(readEmbedded({ ...descriptor, ...changes })).toBeUndefined();
  });
});
