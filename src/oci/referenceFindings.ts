import { type Child, childrenOf } from './children.ts';
import { type Finding, maxFindings } from './finding.ts';
import type { Manifest } from './manifest.ts';
import { isAnyManifestType, isForeignLayerType, isLayerType } from './mediaType.ts';

const properties = 'descriptor.md#properties';
const indexProperties = 'image-index.md#image-index-property-descriptions';
const manifestProperties = 'manifest.md#image-manifest-property-descriptions';
const attestationStorage = 'https://docs.docker.com/build/metadata/attestations/attestation-storage/';

/**
 * Reports problems of a manifest's descriptors that `checkDocument` does not: entries of an index that are not manifests,
 * duplicate or empty layers, unusable urls, attestations without an image, a subject that is the manifest itself (`digest`). At
 * most 100, in document order within a rule; one pass.
 */
export function referenceFindings(manifest: Manifest, digest: string): readonly Finding[] {
  // Its fsLayers are only digests, and the empty layer is repeated for each step that made no layer.
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
    ...unless(isRegisteredAlgorithm(digest), {
      rule: 'the digest is sha256 or sha512, the algorithms that are registered',
      path: `${at}.digest`,
      section: 'descriptor.md#registered-algorithms',
    }),
    ...unless(size !== 0n || role !== 'layer' || !isLayerType(mediaType), {
      rule: 'a layer is not empty: even a tar without files has 1,024 bytes',
      path: `${at}.size`,
      section: 'layer.md#distributable-format',
    }),
    ...unless(urls?.length !== 0, {
      rule: 'urls is left out if it is empty',
      path: `${at}.urls`,
      section: properties,
    }),
    ...unless(!isForeign || urls !== undefined, {
      rule: 'urls says where to download the layer, since registries need not have it',
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
  const others = children.filter(
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
    ...firstOf(others, 'mediaType', {
      rule: `entries are manifests or indexes${countOf(others, 'are not')}`,
      section: indexProperties,
    }),
    ...firstOf(again, 'digest', {
      rule: `each layer is listed once${countOf(again, 'are repeated')}`,
      section: manifestProperties,
    }),
  ];
}

const attestedKey = 'vnd.docker.reference.digest';

/** Returns one note for all children, at the first of them: a build cache is an index of layers only. */
function firstOf(
  children: readonly Child[],
  key: string,
  note: Omit<Finding, 'path' | 'severity'>,
): readonly Finding[] {
  return children.slice(0, 1).map(({ path }) => ({ ...note, path: `${dotted(path)}.${key}`, severity: 'note' }));
}

function countOf({ length }: readonly Child[], text: string): string {
  return length === 1 ? '' : `; ${length} here ${text}`;
}

function repeated(children: readonly Child[]): readonly Child[] {
  const seen = new Set<string>();
  return children.filter(({ descriptor: { digest } }) => {
    const isAgain = seen.has(digest);
    seen.add(digest);
    return isAgain;
  });
}

/** Tells whether a digest's algorithm is registered; text that is not a digest breaks another rule. */
function isRegisteredAlgorithm(digest: string): boolean {
  const algorithm = digest.slice(0, Math.max(0, digest.indexOf(':')));
  return algorithm === '' || algorithm === 'sha256' || algorithm === 'sha512';
}

function dotted(path: string): string {
  return path.replaceAll('/', '.');
}

function unless(holds: boolean, note: Omit<Finding, 'severity'>): readonly Finding[] {
  return holds ? [] : [{ ...note, severity: 'note' }];
}
