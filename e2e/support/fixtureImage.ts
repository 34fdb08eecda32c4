import { createHash } from 'node:crypto';
import type { FixtureRegistry } from '../../src/testing/servers/fixtureRegistry.ts';

/** Puts an image without layers, with a digest that no other test has, into `team/app` of the fixture. */
export function putImage(
  fixture: FixtureRegistry,
  author: string,
  tag = 'latest',
): { manifest: string; config: string } {
  const text = JSON.stringify({ architecture: 'amd64', os: 'linux', author, rootfs: { type: 'layers', diff_ids: [] } });
  const config = fixture.putBlob('team/app', Buffer.from(text));
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: text.length },
    layers: [],
  });
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  for (const reference of [digest, tag]) fixture.putManifest('team/app', reference, Buffer.from(manifest));
  return { manifest: digest, config };
}
