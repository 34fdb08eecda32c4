/** A platform (image-spec image-index.md); every field as stated, '' if absent. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
}

/** Formats a platform as `os/arch[/variant]`, as docker and containerd do. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter((part) => part).join('/');
}

const textKeys = [
  ['os', 'os'],
  ['architecture', 'architecture'],
  ['variant', 'variant'],
  ['osVersion', 'os.version'],
] as const;

/** A field that differs between two platforms: its name in image-index.md, and both values. */
export interface PlatformDifference {
  readonly name: string;
  readonly stated: string;
  readonly actual: string;
}

/** Lists the fields that both state with different values. `unknown` counts as not stated; the order of features is ignored. */
export function platformDifferences(
  stated: Platform | undefined,
  actual: Platform | undefined,
): readonly PlatformDifference[] {
  const texts = textKeys.map(([key, name]) => ({ name, stated: stated?.[key] ?? '', actual: actual?.[key] ?? '' }));
  const features = { name: 'os.features', stated: featureList(stated), actual: featureList(actual) };
  return [...texts, features].filter(
    (each) => isStated(each.stated) && isStated(each.actual) && each.stated !== each.actual,
  );
}

/** Returns the platform; undefined if it is absent, empty, or BuildKit's `unknown/unknown`. */
export function knownPlatform(platform: Platform | undefined): Platform | undefined {
  return platform && (isStated(platform.os) || isStated(platform.architecture)) ? platform : undefined;
}

function isStated(text: string): boolean {
  return text !== '' && text !== 'unknown';
}

function featureList(platform: Platform | undefined): string {
  return [...new Set(platform?.osFeatures)].sort().join(', ');
}
