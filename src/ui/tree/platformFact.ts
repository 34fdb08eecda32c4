import {
  formatPlatform,
  type ImageConfig,
  knownPlatform,
  type Platform,
  platformDifferences,
} from '../../oci/index.ts';

/** The platform of an image and the documents that state it. */
export interface PlatformFact {
  /** The config's fields, completed from the index. */
  readonly platform: Platform;
  /** The platform in the config; undefined if the config is not loaded or states none. */
  readonly own: Platform | undefined;
  /** The platform in the index entry; undefined without an index. */
  readonly stated: Platform | undefined;
  /** True if it is the platform of the image that an attestation is about. */
  readonly isAttested: boolean;
}

/** Returns the platform in an image config; undefined if it states none. */
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

/** Returns `linux/arm64 by the index`, with the stated version and features; '' without a platform. */
export function statedText(stated: Platform | undefined): string {
  return stated ? `${platformText(stated)} by the index` : '';
}

/** Returns the platform with its version and features: `windows/amd64 10.0.20348 win32k`. */
export function platformText(platform: Platform): string {
  return [formatPlatform(platform), platform.osVersion, ...(platform.osFeatures ?? [])].filter(Boolean).join(' ');
}

/** Returns the source of a platform as text, and if the sources contradict each other; '' if the config states everything. */
export function platformSource({ platform, own, stated, isAttested }: PlatformFact): {
  readonly text: string;
  readonly isContradicted: boolean;
} {
  if (isAttested) return { text: 'by the index, for the attested image', isContradicted: false };
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
