import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DistributionRegistry, startDistribution } from './distributionRegistry.ts';
import { pushRealImages, type RealImage } from './realImages.ts';

let registry: DistributionRegistry;
let images: readonly RealImage[] = [];

beforeAll(async () => {
  registry = await startDistribution();
  images = await pushRealImages(registry);
}, 60_000);

afterAll(() => registry.stop());

describe('the real registry', () => {
  it('holds an image of each kind, with the layers that were built', () => {
    const kinds = images.map(({ title, layers }) => `${title}: ${layers.length}`);
    expect(kinds).toEqual([
      'OCI image: 3',
      'Docker schema2 image: 3',
      'signed Docker schema1 image: 4',
      'OCI index of two platforms: 6',
      'artifact with a subject: 1',
      ...kinds.slice(5),
    ]);
  });

  it('notes what it is asked, is gone while it pauses, and comes back at the same place', async () => {
    registry.requests.length = 0;
    await fetch(`${registry.origin}/v2/`);
    expect(registry.requests).toEqual([{ method: 'GET', path: '/v2/' }]);
    await registry.pause();
    await expect(fetch(`${registry.origin}/v2/`)).rejects.toThrow('fetch failed');
    await registry.resume();
    expect((await fetch(`${registry.origin}/v2/`)).status).toBe(200);
  });
});
