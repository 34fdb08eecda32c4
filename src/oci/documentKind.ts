import { isSchema1Type, mediaTypeEssence, mediaTypes } from './mediaType.ts';

/** The specification that a document is checked against; `json` is any other JSON document. */
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

/** Returns the kind of document of a media type; undefined if the type is not JSON. */
export function documentKind(mediaType: string): DocumentKind | undefined {
  if (isSchema1Type(mediaType)) return 'schema1';
  const essence = mediaTypeEssence(mediaType);
  return kinds.get(essence) ?? (/[+/]json$/.test(essence) ? 'json' : undefined);
}
