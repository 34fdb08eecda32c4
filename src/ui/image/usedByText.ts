import type { ParentPlace, ParentTag } from '../../api/index.ts';
import { formatFamiliar, isAttestationType, isConfigType, isIndexType } from '../../oci/index.ts';
import { formatCount, groupDigits } from '../kit/format.ts';
import { typeForm } from '../tree/forms.ts';

/** What a parent is, in a word; `childType` is the media type of what it points to, which tells attestations. */
export function parentKind(place: ParentPlace | undefined, childType: string): string {
  if (!place) return 'Manifest';
  const { mediaType, artifactType } = place;
  if (isIndexType(mediaType)) return 'Index';
  if (isAttestationType(childType)) return 'Attestation';
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

/** `2 more repositories`; '' where there is no other. */
export function moreRepositories(count: number): string {
  return count > 0 ? formatCount(count, 'more repository', 'more repositories') : '';
}

/** A tag as it is shown, and what it links to. */
export interface NamedTag {
  /** `alpine:3.20`, `ghcr.io/team/app:1.4`; of one repository the second and later ones `:latest`. */
  readonly text: string;
  /** The whole reference. */
  readonly reference: string;
}

const maxTags = 3;

/** The first tags of a parent, how many more it has, and the platform that it is for, where its index says. */
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
