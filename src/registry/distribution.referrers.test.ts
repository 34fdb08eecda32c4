import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseDigest } from '../oci/index.ts';
import { createRegistryStage, type DistributionRegistry, pushSmallImage, startDistribution } from '../testing/index.ts';

let distribution: DistributionRegistry;
beforeAll(async () => {
  distribution = await startDistribution();
});
afterAll(() => distribution.stop());

/** Node's fetch with a browser's view: answers without CORS headers are hidden. */
async function fetchUnderCors(input: Request | string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init);
  if (init?.mode === 'no-cors' || answer.headers.has('access-control-allow-origin')) return answer;
  throw new TypeError('Failed to fetch');
}

it('requests the absent referrers route of CNCF Distribution 2 once, and lists no referrers', async () => {
  const names = ['one', 'two', 'three'];
  const images = await Promise.all(names.map((name) => pushSmallImage(distribution.host, name)));
  distribution.requests.length = 0;
  const { registry } = createRegistryStage({ fetch: fetchUnderCors, origin: 'https://app.example' });
  const list = () =>
    Promise.all(
      images.map(({ digest }, at) =>
        registry.referrers({ host: distribution.host, name: names[at] ?? '' }, parseDigest(digest)),
      ),
    );
  expect(await list()).toEqual([[], [], []]);
  expect(await list()).toEqual([[], [], []]);
  const toRoute = distribution.requests.filter(({ path }) => path.includes('/referrers/'));
  expect(toRoute.map(({ method }) => method)).toEqual(['GET', 'HEAD']);
  // Three cosign tags and the referrers tag for each image, each time.
  expect(distribution.requests).toHaveLength(2 + 2 * 3 * 4);
});
