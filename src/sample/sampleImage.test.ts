import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mediaTypes, parseDigest, parseManifest } from '../oci/index.ts';
import { createSampleLayout, sampleReference } from './sampleImage.ts';

const layout = createSampleLayout();

function read(digest: string): { mediaType: string; bytes: Uint8Array } {
  const blob = layout.blobs.get(parseDigest(digest));
  if (!blob) throw new Error(`${digest} is not in the layout`);
  return blob;
}

function readJson(digest: string) {
  return JSON.parse(new TextDecoder().decode(read(digest).bytes));
}

const [, top = ''] = sampleReference(layout).split('@');
const index = readJson(top);

describe('the sample image', () => {
  test('has the same digests at every build, on every machine', () => {
    expect([...createSampleLayout().blobs.keys()]).toEqual([...layout.blobs.keys()]);
    expect([...layout.blobs.keys()]).toMatchInlineSnapshot(`
      [
        "sha256:638f3991e13d965ae385a7c2c98ad289927bbcd3eb27095c218c31f79dd0f534",
        "sha256:10d4fe10c05e12a34ba246735610237f06b96aef9afb115c9b49ae654cb9a985",
        "sha256:71334bbaa7a159d01c3761f58d5d8f21acc4526127330aa735972b3d10bdbcc3",
        "sha256:895bacf2e9047509ffa821e8277db8e28b94d6aa3d1bef009bef02f1744f18fe",
        "sha256:4d37037b0273498cffc46edea04286737a77f04fd31e413af34e634b1e6388fb",
        "sha256:e64653040551bdfb4cb86c7985ccaf72d919141333efa38ee1eae1d78f8674a8",
        "sha256:1a99fd3ef5e13ecfa9ec2db8bd30be6176bfba84ee277605b9cad530020567ae",
        "sha256:f4e9f89d7e8856e97d3b80b7ff70d3a34aa9d745e6d75c3ef2c31da64b7f29ed",
        "sha256:07e9ba4e7b2ebc83e2c87919f0f59421af5539059bca5369eb1b7bdd50ec6a70",
        "sha256:ce4a31d87392bb9c18f0bbc19be41db2cf40a222e08f1f71e17988b6bfe790b0",
        "sha256:ff27db2888f49a81d04e49dc41c5e75d4a001813149c7104776b4c4e7891ce68",
        "sha256:0299428cd8b5198e377cb0465a5bff32dd6bf2a1d3f9dba96816042ca4f471a0",
        "sha256:a4d52cb7dea8cc5a45fada033c83dd0d9ffb23920cf384064b7c15f296769713",
        "sha256:bc6b140bbdb6b1f6a5279b64f51c1c71d35f202b9007be27bec74095bb5c1346",
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "sha256:bf39d920f65ce10582423b7dc61774323dfd302ed188ebc2225ef93892f383cd",
        "sha256:5d81bb9e674710178c5808498a7df13433c7f0d3152ee498707f22d775f9674e",
      ]
    `);
  });

  test('has correct digests and sizes', () => {
    let seen = 0;
    for (const [digest, { bytes }] of layout.blobs) {
      expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest);
    }
    for (const [, { mediaType, bytes }] of layout.blobs) {
      if (mediaType !== mediaTypes.ociIndex && mediaType !== mediaTypes.ociManifest) continue;
      for (const descriptor of parseManifest(mediaType, bytes).references()) {
        const target = read(descriptor.digest);
        expect(BigInt(target.bytes.length)).toBe(descriptor.size);
        expect(target.mediaType).toBe(descriptor.mediaType);
        seen++;
      }
    }
    expect(seen).toBe(3 + 2 * 4 + 2 + 2 + 1);
  });

  test('has for each of two platforms a config, three layers, matching diffIDs and a history', () => {
    const images = index.manifests.slice(0, 2);
    expect(images.map((entry: { platform: object }) => entry.platform)).toEqual([
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux' },
    ]);
    for (const { digest, platform } of images) {
      const manifest = readJson(digest);
      const config = readJson(manifest.config.digest);
      expect(config).toMatchObject(platform);
      const sums = manifest.layers.map((layer: { digest: string }) =>
        createHash('sha256')
          .update(gunzipSync(read(layer.digest).bytes))
          .digest('hex'),
      );
      expect(sums).toHaveLength(3);
      expect(config.rootfs.diff_ids).toEqual(sums.map((sum: string) => `sha256:${sum}`));
      expect(config.history.filter((line: { empty_layer?: boolean }) => !line.empty_layer)).toHaveLength(3);
    }
  });

  test('has an attestation of amd64, as BuildKit writes it', () => {
    const [amd64, , attestation] = index.manifests;
    expect(attestation.platform).toEqual({ architecture: 'unknown', os: 'unknown' });
    expect(attestation.annotations).toEqual({
      'vnd.docker.reference.digest': amd64.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    });
    const [layer] = readJson(attestation.digest).layers;
    expect(layer.mediaType).toBe('application/vnd.in-toto+json');
    const statement = readJson(layer.digest);
    expect(statement.predicateType).toBe(layer.annotations['in-toto.io/predicate-type']);
    expect(`sha256:${statement.subject[0].digest.sha256}`).toBe(amd64.digest);
  });

  test('has an SBOM that refers to the index and is listed at the fallback tag', () => {
    const fallback = layout.tags.get(top.replace(':', '-'));
    const [entry] = readJson(fallback?.digest ?? '').manifests;
    const referrer = readJson(entry.digest);
    expect(entry.artifactType).toBe('application/spdx+json');
    expect(referrer.artifactType).toBe('application/spdx+json');
    expect(referrer.subject.digest).toBe(top);
    expect(readJson(referrer.layers[0].digest)).toMatchObject({ spdxVersion: 'SPDX-2.3' });
  });
});
