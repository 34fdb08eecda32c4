import { packTar, type TarHeader } from 'modern-tar';
import { type Digest, digestBytes, mediaTypes } from '../oci/index.ts';

/** An entry of a made archive. */
export interface MadeEntry {
  readonly name: string;
  readonly content?: Uint8Array | string;
  readonly type?: TarHeader['type'];
  readonly linkname?: string;
  readonly pax?: Record<string, string>;
}

/** An image of one layer as files of a layout. */
export interface MadeImage {
  readonly digest: Digest;
  readonly size: number;
  readonly layer: Digest;
  readonly config: Digest;
  readonly entries: readonly MadeEntry[];
}

const encoder = new TextEncoder();

/** A tar of these entries, as they are given: nothing of it need make sense. */
export async function makeTar(entries: readonly MadeEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  return packTar(
    entries.map(({ name, content = '', type = 'file', ...rest }) => {
      const body = typeof content === 'string' ? encoder.encode(content) : content;
      return { header: { name, type, size: body.length, mtime: new Date(0), ...rest }, body };
    }),
  );
}

export async function makeImage(layer: Uint8Array): Promise<MadeImage> {
  const layerBlob = await blob(layer);
  const config = await blob(
    json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [layerBlob.digest] },
    }),
  );
  const manifest = await blob(
    json({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: mediaTypes.ociConfig, digest: config.digest, size: config.content.length },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar',
          digest: layerBlob.digest,
          size: layerBlob.content.length,
        },
      ],
    }),
  );
  return {
    digest: manifest.digest,
    size: manifest.content.length,
    layer: layerBlob.digest,
    config: config.digest,
    entries: [layerBlob, config, manifest],
  };
}

/** What says that these are the images of a layout. Behind the blobs, as skopeo writes it. */
export function layoutEntries(images: readonly { readonly digest: string; readonly size: number }[]): MadeEntry[] {
  const manifests = images.map(({ digest, size }, at) => ({
    mediaType: mediaTypes.ociManifest,
    digest,
    size,
    annotations: { 'org.opencontainers.image.ref.name': `name-${at}` },
  }));
  return [
    { name: 'index.json', content: json({ schemaVersion: 2, manifests }) },
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
  ];
}

/** The same images as docker saved them before version 25: no manifests, layers by name, the last one by a link. */
export function dockerSaveEntries({ entries: [layer, config] }: MadeImage): MadeEntry[] {
  return [
    { name: 'aa/layer.tar', content: layer?.content ?? '' },
    { name: 'bb/layer.tar', type: 'symlink', linkname: '../aa/layer.tar' },
    { name: 'config.json', content: config?.content ?? '' },
    {
      name: 'manifest.json',
      content: json([{ Config: 'config.json', RepoTags: ['team/app:1'], Layers: ['bb/layer.tar'] }]),
    },
  ];
}

async function blob(
  content: Uint8Array,
): Promise<MadeEntry & { readonly content: Uint8Array; readonly digest: Digest }> {
  const digest = await digestBytes('sha256', content);
  return { name: `blobs/${digest.replace(':', '/')}`, content, digest };
}

function json(document: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(document));
}
