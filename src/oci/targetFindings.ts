import type { Descriptor } from './descriptor.ts';
import type { Finding } from './finding.ts';
import type { ImageConfig } from './imageConfig.ts';
import { isSchema1Type, mediaTypeEssence } from './mediaType.ts';
import { type Platform, platformDifferences } from './platform.ts';

/** What a descriptor points to, as far as it is known. */
export interface DescriptorTarget {
  /** Undefined where it cannot be held against a size: of schema1, whose signatures some count and some do not. */
  readonly length: number | undefined;
  /** What it is, of a manifest. */
  readonly mediaType?: string;
  /** As `artifactTypeOf` gives it, of a manifest. */
  readonly artifactType?: string;
  /** What its config says, of an image. */
  readonly platform?: Platform;
}

/** Where a descriptor does not match what it points to. Paths begin with `at`, the descriptor's own: `layers.2`. */
export function targetFindings(descriptor: Descriptor, target: DescriptorTarget, at: string): readonly Finding[] {
  const { size, mediaType, artifactType, platform } = descriptor;
  const findings: Finding[] = [];
  const tell = (key: string, rule: string, section = 'descriptor.md#properties') =>
    findings.push({ rule: `${key} is ${rule}`, path: `${at}.${key}`, section });
  if (size !== undefined && target.length !== undefined && size !== BigInt(target.length)) {
    tell('size', `${target.length}, the length of the content`);
  }
  if (mediaType !== '' && target.mediaType !== undefined && !isSameType(mediaType, target.mediaType)) {
    tell('mediaType', `${target.mediaType}, what the content is`, 'media-types.md#media-type-conflicts');
  }
  if (artifactType && target.artifactType !== undefined && spelled(artifactType) !== spelled(target.artifactType)) {
    tell(
      'artifactType',
      target.artifactType === '' ? 'left out, as in the manifest' : `${target.artifactType}, as in the manifest`,
    );
  }
  for (const { name, actual } of platformDifferences(platform, target.platform)) {
    tell(`platform.${name}`, `${actual}, as in the config`, platformSection);
  }
  return findings;
}

const platformSection = 'image-index.md#image-index-property-descriptions';

/** Reports where an index entry states another platform than the config that it leads to, seen from that config. */
export function statedPlatformFindings(stated: Platform | undefined, config: Platform): readonly Finding[] {
  return platformDifferences(stated, config).map(({ name, stated: said, actual }) => ({
    rule: `in the index entry that leads here, platform.${name} is ${actual}, as in this config, not ${said}`,
    path: '',
    section: platformSection,
  }));
}

/** Reports where an entry in a list of referrers of `listedFor` leads to a manifest with another subject. */
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

/** Compares by essence. Signed schema1 goes by both of its names. */
function isSameType(stated: string, actual: string): boolean {
  return mediaTypeEssence(stated) === mediaTypeEssence(actual) || (isSchema1Type(stated) && isSchema1Type(actual));
}

/** An artifact type in one spelling, with its parameters: a bundle's version is one. */
function spelled(type: string): string {
  return type
    .replace(/\s*;\s*/g, ';')
    .trim()
    .toLowerCase();
}

/** Where a manifest and its config do not count the same layers, told of the one or of the other. */
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
            rule: `history has ${counted(layers.length)} that left a layer, one for each layer; ${steps} say so`,
            path: 'history',
            section,
            severity: 'note',
          }
        : {
            rule: `layers has ${counted(steps)}, one for each step of the config’s history that left a layer`,
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
