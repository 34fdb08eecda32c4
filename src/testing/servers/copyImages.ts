import type { RealImage } from '../fixtures/realImages.ts';
import type { FixtureRegistry } from './fixtureRegistry.ts';
import { expectOk } from './pushContent.ts';

/** Copies the content of a real registry into one that can be made to fail. */
export async function copyImages(host: string, images: readonly RealImage[], fixture: FixtureRegistry): Promise<void> {
  for (const { repository, digest, tag, mediaType, layers } of images) {
    const read = async (path: string) => {
      const url = `http://${host}/v2/${repository}/${path}`;
      const answer = await expectOk(await fetch(url, { headers: { accept: mediaType } }));
      return new Uint8Array(await answer.arrayBuffer());
    };
    const manifest = await read(`manifests/${digest}`);
    for (const reference of tag === undefined ? [digest] : [digest, tag]) {
      fixture.putManifest(repository, reference, manifest, mediaType, digest);
    }
    for (const layer of layers) fixture.putBlob(repository, await read(`blobs/${layer.digest}`));
  }
}
