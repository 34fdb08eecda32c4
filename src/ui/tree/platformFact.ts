import {
  formatPlatform,
  type ImageConfig,
  knownPlatform,
  type Platform,
  platformDifferences,
} from '../../oci/index.ts';

/** The platform of an image, and who says so. */
export interface PlatformFact {
  /** The config's fields, and the index's where the config leaves one out. */
  readonly platform: Platform;
  /** As the config says; undefined where none is here, or it says nothing. */
  readonly own: Platform | undefined;
  /** As the index entry says; undefined where none leads here. */
  readonly stated: Platform | undefined;
  /** It is that of the image which an attestation is about. */
  readonly isAttested: boolean;
}

/** The platform that an image config states; undefined where it states none. */
export function platformOfConfig(config: ImageConfig | undefined): Platform | undefined {
  if (!config) return undefined;
  const { os, architecture, variant, osVersion, osFeatures } = config;
  return knownPlatform({
    os,
    architecture,
    ...(variant ? { variant } : {}),
    ...(osVersion ? { osVersion } : {}),
    ...(osFeatures ? { osFeatures } : {}),
  });
}

/** Returns the platform of a config, completed from the index unless that states another architecture. */
export function mergePlatform(own: Platform | undefined, stated: Platform | undefined): Platform | undefined {
  const known = knownPlatform(stated);
  if (!own || !known || platformDifferences(known, own).length > 0) return own ?? known;
  return { ...known, ...own, os: own.os || known.os, architecture: own.architecture || known.architecture };
}

/** `linux/arm64 by the index`, with the version and features that it states. */
export function statedWords(stated: Platform | undefined): string {
  return stated ? `${platformText(stated)} by the index` : '';
}

/** `windows/amd64 10.0.20348 win32k`. */
export function platformText(platform: Platform): string {
  return [formatPlatform(platform), platform.osVersion, ...(platform.osFeatures ?? [])].filter(Boolean).join(' ');
}

/** Returns the source of a platform as text, and if the sources contradict each other; '' if the config states everything. */
export function platformSource({ platform, own, stated, isAttested }: PlatformFact): {
  readonly text: string;
  readonly isContradicted: boolean;
} {
  if (isAttested) return { text: 'by the index, of what this attests', isContradicted: false };
  if (!own) return { text: 'by the index', isContradicted: false };
  if (platformDifferences(stated, own).length > 0) {
    return { text: `the index says ${stated ? platformText(stated) : ''}`, isContradicted: true };
  }
  const added = names.flatMap(([key, name]) => (own[key]?.length || !platform[key]?.length ? [] : [name]));
  return { text: added.length > 0 ? `${added.join(', ')} by the index` : '', isContradicted: false };
}

const names = [
  ['os', 'OS'],
  ['architecture', 'architecture'],
  ['variant', 'variant'],
  ['osVersion', 'version'],
  ['osFeatures', 'features'],
] as const;
