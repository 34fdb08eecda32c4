import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mediaTypes, parseDigest } from '../oci/index.ts';
import {
  createRegistryStage,
  type DistributionRegistry,
  pushRealImages,
  type RealImage,
  startDistribution,
} from '../testing/index.ts';

let distribution: DistributionRegistry;
let images: readonly RealImage[] = [];
beforeAll(async () => {
  distribution = await startDistribution();
  images = await pushRealImages(distribution);
}, 60_000);
afterAll(() => distribution.stop());

async function push(repository: string, reference: string, bytes: BodyInit, mediaType: string): Promise<void> {
  const url = `${distribution.origin}/v2/${repository}/manifests/${reference}`;
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': mediaType }, body: bytes });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status} ${await answer.text()}`);
}

describe('the real CNCF Distribution', () => {
  it("lists any requested part of a repository's tags", async () => {
    const { registry } = createRegistryStage();
    const place = { host: distribution.host, name: 'real/oci' };
    const page = await registry.tags(place, { n: 1 });
    expect(page.names).toEqual(['latest']);
    const after = page.next === undefined ? { names: [] } : await registry.tags(place, { n: 1, last: page.next });
    expect(after).toMatchObject({ names: [] });
    expect(after).not.toHaveProperty('next');
  });

  it('lists its repositories in pages', async () => {
    const { registry } = createRegistryStage();
    const names: string[] = [];
    let last: string | undefined;
    do {
      const page = await registry.repositories(distribution.host, { n: 2, ...(last === undefined ? {} : { last }) });
      names.push(...page.names);
      last = page.next;
    } while (last !== undefined);
    expect(names).toEqual(['real/index', 'real/oci', 'real/schema1', 'real/schema2']);
  });

  it('returns the digest of a tag by HEAD', async () => {
    const { registry } = createRegistryStage();
    for (const { repository, digest, title } of images.slice(0, 3)) {
      distribution.requests.length = 0;
      const resolved = await registry.resolve({ host: distribution.host, name: repository }, 'latest');
      expect(resolved.digest, title).toBe(digest);
      expect(distribution.requests.map(({ method }) => method)).toEqual(['HEAD']);
    }
  });

  it("has no referrers API: lists the referrers tag and cosign's tags", async () => {
    const [subject] = images;
    const artifact = images.find(({ title }) => title === 'artifact with a subject');
    if (!subject || !artifact) throw new Error('no images were pushed');
    const { registry } = createRegistryStage();
    const place = { host: distribution.host, name: subject.repository };
    const of = parseDigest(subject.digest);
    expect(await registry.referrers(place, of)).toEqual([]);
    const tag = subject.digest.replace(':', '-');
    const entry = { mediaType: mediaTypes.ociManifest, digest: subject.digest, size: 7, artifactType: 'application/a' };
    const index = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [entry] });
    await push(subject.repository, tag, index, mediaTypes.ociIndex);
    const { bytes } = await registry.manifest(place, parseDigest(artifact.digest));
    await push(subject.repository, `${tag}.sig`, bytes as BodyInit, mediaTypes.ociManifest);
    expect(await registry.referrers(place, of)).toMatchObject([
      { digest: subject.digest, artifactType: 'application/a' },
      {
        digest: artifact.digest,
        artifactType: 'application/spdx+json',
        annotations: { 'org.opencontainers.image.ref.name': `${tag}.sig` },
      },
    ]);
    expect(await registry.referrers(place, of, { artifactType: 'application/b' })).toEqual([]);
  });
});
