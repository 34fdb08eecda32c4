import { type Digest, digestBytes, digestedBytes, type Manifest, mediaTypes, parseManifest } from '../oci/index.ts';

/** A manifest with the digest that a registry names it by. */
export interface ManifestFixture {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly manifest: Manifest;
}

const blobDigest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** An OCI image manifest without a mediaType: what it is has to be detected. `name` tells one from another. */
export function imageFixture(name = 'image'): Promise<ManifestFixture> {
  return fixture(mediaTypes.ociManifest, {
    schemaVersion: 2,
    config: { mediaType: mediaTypes.ociConfig, digest: blobDigest('a'), size: 2 },
    layers: [],
    annotations: { name },
  });
}

/** A Docker schema2 manifest. */
export function schema2Fixture(): Promise<ManifestFixture> {
  return fixture(mediaTypes.dockerManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.dockerManifest,
    config: { mediaType: mediaTypes.dockerConfig, digest: blobDigest('b'), size: 2 },
    layers: [],
  });
}

/** An OCI index of one image. */
export function indexFixture(): Promise<ManifestFixture> {
  return fixture(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [{ mediaType: mediaTypes.ociManifest, digest: blobDigest('c'), size: 2 }],
  });
}

/**
 * A signed schema1 manifest in libtrust's pretty form, whose signature is not a real one (`signDocument` makes those).
 * `signature` changes the document and leaves its payload, and so its digest, as they are.
 */
export async function signedSchema1Fixture(signature = 'first'): Promise<ManifestFixture> {
  const body = `{\n  "schemaVersion": 1,\n  "name": "a/b",\n  "tag": "t",\n  "architecture": "amd64",\n  "fsLayers": [{"blobSum": "${blobDigest('d')}"}],\n  "history": [{"v1Compatibility": "{}"}]`;
  const header = base64Url(JSON.stringify({ formatLength: body.length, formatTail: base64Url('\n}') }));
  const entry = JSON.stringify({ header: { alg: 'ES256' }, signature, protected: header });
  return bytesFixture(mediaTypes.dockerSchema1Signed, `${body},\n  "signatures": [${entry}]\n}`);
}

function fixture(mediaType: string, document: object): Promise<ManifestFixture> {
  return bytesFixture(mediaType, JSON.stringify(document));
}

async function bytesFixture(mediaType: string, text: string): Promise<ManifestFixture> {
  const bytes = new TextEncoder().encode(text);
  const manifest = parseManifest(mediaType, bytes);
  return { bytes, digest: await digestBytes('sha256', digestedBytes(manifest)), manifest };
}

function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
