import type { ParentPlace } from '../../api/index.ts';
import { isConfigType, isIndexType, mediaTypes } from '../../oci/index.ts';
import { formatCount, groupDigits } from '../format.ts';
import { typeForm } from '../forms.ts';

/** What a parent is, in a word; `childType` is the media type of what it points to, which tells attestations. */
export function parentKind(place: ParentPlace | undefined, childType: string): string {
  if (!place) return 'Manifest';
  const { mediaType, artifactType } = place;
  if (isIndexType(mediaType)) return 'Index';
  if (childType === mediaTypes.inToto) return 'Attestation';
  return artifactType === '' || isConfigType(artifactType) ? 'Image' : (typeForm(artifactType)?.name ?? 'Artifact');
}

/** What a digest is in its parent: `config`, `layer 3 of 7`, `linux/amd64 entry`, `entry 2 of 4`, `subject`. */
export function placeInParent({ path, count, platform }: ParentPlace): string {
  const [group = '', index] = path.split('/');
  if (index === undefined) return path;
  if (platform && platform !== 'unknown/unknown') return `${platform} entry`;
  const noun = { manifests: 'entry', layers: 'layer' }[group] ?? 'blob';
  return `${noun} ${groupDigits(Number(index) + 1)} of ${groupDigits(count)}`;
}

/** `and 2 more repositories`; '' where there is no other. */
export function otherRepositories(count: number): string {
  return count > 1 ? ` and ${formatCount(count - 1, 'more repository', 'more repositories')}` : '';
}
