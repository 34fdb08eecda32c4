import { type Child, childrenOf } from './children.ts';
import { type Finding, maxFindings } from './finding.ts';
import type { Manifest } from './manifest.ts';
import { isAnyManifestType, isForeignLayerType, isLayerType } from './mediaType.ts';

const properties = 'descriptor.md#properties';
const indexProperties = 'image-index.md#image-index-property-descriptions';
const manifestProperties = 'manifest.md#image-manifest-property-descriptions';
const attestationStorage = 'https://docs.docker.com/build/metadata/attestations/attestation-storage/';

/**
 * What a manifest's descriptors tell, one by one and together, that no rule of a descriptor alone is about: entries of an
 * index that are no manifests, layers that stand twice or are empty, urls that lead nowhere, attestations of nothing, a
 * subject that is the manifest itself (`digest`). At most 100, in document order within a rule; one pass.
 */
export function referenceFindings(manifest: Manifest, digest: string): readonly Finding[] {
  // Its fsLayers are digests alone, which stand again for each step that left no layer.
  if (manifest.kind === 'schema1') return [];
  const children = childrenOf(manifest);
  const findings = [
    ...children.flatMap(descriptorFindings),
    ...subjectFindings(manifest, digest),
    ...listFindings(children),
  ];
  return findings.slice(0, maxFindings);
}

function descriptorFindings({ path, role, descriptor }: Child): readonly Finding[] {
  const { digest, size, mediaType, urls } = descriptor;
  const at = dotted(path);
  const isForeign = isForeignLayerType(mediaType);
  const odd = urls?.findIndex((url) => url !== '' && !/^https?:/i.test(url)) ?? -1;
  return [
    ...unless(isEveryonesAlgorithm(digest), {
      rule: 'the digest is sha256 or sha512, the algorithms that are registered',
      path: `${at}.digest`,
      section: 'descriptor.md#registered-algorithms',
    }),
    ...unless(size !== 0n || role !== 'layer' || !isLayerType(mediaType), {
      rule: 'a layer has content: even a tar of no files has 1,024 bytes',
      path: `${at}.size`,
      section: 'layer.md#distributable-format',
    }),
    ...unless(urls?.length !== 0, {
      rule: 'urls is left out where it names no place',
      path: `${at}.urls`,
      section: properties,
    }),
    ...unless(!isForeign || urls !== undefined, {
      rule: 'urls says where the layer is, since registries need not hold it',
      path: `${at}.urls`,
      section: 'layer.md#non-distributable-layers',
    }),
    ...unless(odd < 0, { rule: 'urls use http or https', path: `${at}.urls.${odd}`, section: properties }),
  ];
}

function subjectFindings({ subject }: Manifest, digest: string): readonly Finding[] {
  if (subject?.digest !== digest) return [];
  return [
    {
      rule: 'the subject is another manifest',
      path: 'subject.digest',
      section: manifestProperties,
    },
  ];
}

function listFindings(children: readonly Child[]): readonly Finding[] {
  const digests = new Set(children.map(({ descriptor }) => descriptor.digest));
  const strangers = children.filter(
    ({ role, descriptor: { mediaType } }) => role === 'manifest' && mediaType !== '' && !isAnyManifestType(mediaType),
  );
  const again = repeated(children.filter(({ role }) => role === 'layer'));
  const orphans = children.filter(({ role, descriptor: { annotations } }) => {
    const attested = role === 'manifest' ? annotations?.[attestedKey] : undefined;
    return attested !== undefined && !digests.has(attested);
  });
  return [
    ...orphans.map(({ path }) => ({
      rule: 'an attestation names an entry of the same index',
      path: `${dotted(path)}.annotations.${attestedKey}`,
      section: attestationStorage,
    })),
    ...firstOf(strangers, 'mediaType', {
      rule: `entries are manifests or indexes${countOf(strangers, 'are not')}`,
      section: indexProperties,
    }),
    ...firstOf(again, 'digest', {
      rule: `each layer stands once${countOf(again, 'stand again')}`,
      section: manifestProperties,
    }),
  ];
}

const attestedKey = 'vnd.docker.reference.digest';

/** One note for however many there are, at the first of them: a build cache is an index of nothing but layers. */
function firstOf(
  children: readonly Child[],
  key: string,
  note: Omit<Finding, 'path' | 'severity'>,
): readonly Finding[] {
  return children.slice(0, 1).map(({ path }) => ({ ...note, path: `${dotted(path)}.${key}`, severity: 'note' }));
}

function countOf({ length }: readonly Child[], words: string): string {
  return length === 1 ? '' : `; ${length} here ${words}`;
}

function repeated(children: readonly Child[]): readonly Child[] {
  const seen = new Set<string>();
  return children.filter(({ descriptor: { digest } }) => {
    const isAgain = seen.has(digest);
    seen.add(digest);
    return isAgain;
  });
}

/** Whether every reader can check it; what is no digest at all is another rule's. */
function isEveryonesAlgorithm(digest: string): boolean {
  const algorithm = digest.slice(0, Math.max(0, digest.indexOf(':')));
  return algorithm === '' || algorithm === 'sha256' || algorithm === 'sha512';
}

function dotted(path: string): string {
  return path.replaceAll('/', '.');
}

function unless(holds: boolean, note: Omit<Finding, 'severity'>): readonly Finding[] {
  return holds ? [] : [{ ...note, severity: 'note' }];
}
