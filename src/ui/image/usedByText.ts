import type { ParentPlace, ParentTag } from '../../api/index.ts';
import { formatFamiliar, isAttestationType, isConfigType, isIndexType } from '../../oci/index.ts';
import { usedByMessages } from '../messages/pane.ts';
import { typeForm } from '../tree/forms.ts';

const { kinds } = usedByMessages;

/** Returns the kind of a parent. `childType` is the media type of the content it points to, which identifies attestations. */
export function parentKind(place: ParentPlace | undefined, childType: string): string {
  if (!place) return kinds.manifest;
  const { mediaType, artifactType } = place;
  if (isIndexType(mediaType)) return kinds.index;
  if (isAttestationType(childType)) return kinds.attestation;
  return artifactType === '' || isConfigType(artifactType)
    ? kinds.image
    : (typeForm(artifactType)?.name ?? kinds.artifact);
}

/** Returns the position of a digest in its parent: `config`, `layer 3 of 7`, `linux/amd64 entry`, `entry 2 of 4`, `subject`. */
export function placeInParent({ path, count, platform }: ParentPlace): string {
  const [group = '', index] = path.split('/');
  if (index === undefined) return path;
  if (platform && platform !== 'unknown/unknown') return usedByMessages.platformEntry(platform);
  const noun = { manifests: 'entry', layers: 'layer' }[group] ?? 'blob';
  return usedByMessages.position(noun, Number(index) + 1, count);
}

/** Returns `2 more repositories`, or '' for 0. */
export function moreRepositories(count: number): string {
  return count > 0 ? usedByMessages.moreRepositories(count) : '';
}

/** A tag's label and the reference that it links to. */
export interface NamedTag {
  /** `alpine:3.20`, `ghcr.io/team/app:1.4`; of one repository the second and later ones `:latest`. */
  readonly text: string;
  /** Host, repository and tag. */
  readonly reference: string;
}

const maxTags = 3;

/** Returns the first tags of a parent, the number of others, and its platform if its index states one. */
export function namesOf(tags: readonly ParentTag[]): {
  readonly names: readonly NamedTag[];
  readonly more: number;
  readonly platform: string | undefined;
} {
  const shown = tags.slice(0, maxTags);
  const names = shown.map(({ host, name, tag }, position): NamedTag => {
    const before = shown[position - 1];
    const isSame = before?.host === host && before.name === name;
    const text = isSame ? `:${tag}` : formatFamiliar({ domain: host, path: name, tag });
    return { text, reference: `${host}/${name}:${tag}` };
  });
  const platform = tags.find(({ platform }) => platform && platform !== 'unknown/unknown')?.platform;
  return { names, more: tags.length - shown.length, platform };
}
