import { isSchema1Type, mediaTypeEssence, mediaTypes } from './mediaType.ts';

/** What a document is judged as; `json` is any other JSON document. */
export type DocumentKind =
  | 'manifest'
  | 'index'
  | 'config'
  | 'descriptor'
  | 'layout'
  | 'docker-manifest'
  | 'docker-index'
  | 'docker-config'
  | 'schema1'
  | 'artifact'
  | 'json';

const kinds = new Map<string, DocumentKind>([
  [mediaTypes.ociManifest, 'manifest'],
  [mediaTypes.ociIndex, 'index'],
  [mediaTypes.ociConfig, 'config'],
  [mediaTypes.dockerManifest, 'docker-manifest'],
  [mediaTypes.dockerManifestList, 'docker-index'],
  [mediaTypes.dockerConfig, 'docker-config'],
  [mediaTypes.ociArtifactManifest, 'artifact'],
]);

/** What a document of a media type is judged as; undefined where it need not be JSON. */
export function documentKind(mediaType: string): DocumentKind | undefined {
  if (isSchema1Type(mediaType)) return 'schema1';
  const essence = mediaTypeEssence(mediaType);
  return kinds.get(essence) ?? (/[+/]json$/.test(essence) ? 'json' : undefined);
}
