import type { Descriptor } from './descriptor.ts';
import type { Finding } from './finding.ts';
import type { ImageConfig } from './imageConfig.ts';
import { isSchema1Type, mediaTypeEssence } from './mediaType.ts';
import { type Platform, platformDifferences } from './platform.ts';

/** The known properties of the content that a descriptor points to. */
export interface DescriptorTarget {
  /** In bytes. Undefined for schema1, whose stated size may or may not include the signatures. */
  readonly length: number | undefined;
  /** A manifest's media type. */
  readonly mediaType?: string;
  /** A manifest's artifact type, as `artifactTypeOf` returns it. */
  readonly artifactType?: string;
  /** The platform in an image's config. */
  readonly platform?: Platform;
}

/** Reports how a descriptor contradicts the content that it points to. Paths begin with `at`, the descriptor's: `layers.2`. */
export function targetFindings(descriptor: Descriptor, target: DescriptorTarget, at: string): readonly Finding[] {
  const { size, mediaType, artifactType, platform } = descriptor;
  const findings: Finding[] = [];
  const add = (key: string, rule: string, section = 'descriptor.md#properties') =>
    findings.push({ rule: `${key} is ${rule}`, path: `${at}.${key}`, section });
  if (size !== undefined && target.length !== undefined && size !== BigInt(target.length)) {
    add('size', `${target.length}, the length of the content`);
  }
  if (mediaType !== '' && target.mediaType !== undefined && !isSameType(mediaType, target.mediaType)) {
    add('mediaType', `${target.mediaType}, what the content is`, 'media-types.md#media-type-conflicts');
  }
  if (artifactType && target.artifactType !== undefined && spelled(artifactType) !== spelled(target.artifactType)) {
    add(
      'artifactType',
      target.artifactType === '' ? 'left out, as in the manifest' : `${target.artifactType}, as in the manifest`,
    );
  }
  for (const { name, actual } of platformDifferences(platform, target.platform)) {
    add(`platform.${name}`, `${actual}, as in the config`, platformSection);
  }
  return findings;
}

const platformSection = 'image-index.md#image-index-property-descriptions';

/** Reports, for display with a config, how the index entry that leads to it states another platform. */
export function statedPlatformFindings(stated: Platform | undefined, config: Platform): readonly Finding[] {
  return platformDifferences(stated, config).map(({ name, stated: other, actual }) => ({
    rule: `in the index entry that leads here, platform.${name} is ${actual}, as in this config, not ${other}`,
    path: '',
    section: platformSection,
  }));
}

/** Reports that a manifest in the list of referrers of `listedFor` has another subject. */
export function listedSubjectFindings(subject: Descriptor | undefined, listedFor: string): readonly Finding[] {
  if (subject?.digest === listedFor) return [];
  return [
    {
      rule: `subject is ${listedFor}, whose list of referrers leads here`,
      path: subject ? 'subject.digest' : 'subject',
      section: 'manifest.md#image-manifest-property-descriptions',
    },
  ];
}

/** Compares media types by essence; both names of schema1 are equal. */
function isSameType(stated: string, actual: string): boolean {
  return mediaTypeEssence(stated) === mediaTypeEssence(actual) || (isSchema1Type(stated) && isSchema1Type(actual));
}

/** Normalises the spelling of an artifact type, parameters included: a sigstore bundle's version is a parameter. */
function spelled(type: string): string {
  return type
    .replace(/\s*;\s*/g, ';')
    .trim()
    .toLowerCase();
}

/** Reports, for display with the manifest or the config, that the two have different numbers of layers. */
export function layerCountFindings(
  of: 'manifest' | 'config',
  layers: readonly Descriptor[],
  { diffIds, history }: Pick<ImageConfig, 'diffIds' | 'history'>,
): readonly Finding[] {
  const section = 'config.md#properties';
  const steps = history.filter(({ emptyLayer }) => !emptyLayer).length;
  const findings: Finding[] = [];
  if (diffIds.length !== layers.length) {
    findings.push(
      of === 'config'
        ? { rule: `diff_ids has ${counted(layers.length)}, one for each layer`, path: 'rootfs.diff_ids', section }
        : { rule: `layers has ${counted(diffIds.length)}, one for each diffID of the config`, path: 'layers', section },
    );
  }
  if (history.length > 0 && steps !== layers.length) {
    findings.push(
      of === 'config'
        ? {
            rule: `history has ${counted(layers.length)} that made a layer, one for each layer; ${steps} say so`,
            path: 'history',
            section,
            severity: 'note',
          }
        : {
            rule: `layers has ${counted(steps)}, one for each step of the config’s history that made a layer`,
            path: 'layers',
            section,
            severity: 'note',
          },
    );
  }
  return findings;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}
