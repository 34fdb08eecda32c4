/** image-spec image-index.md, `platform`; every field as stated, '' where the document has none. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
}

/** `os/arch[/variant]`, as docker and containerd write it. */
export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter((part) => part).join('/');
}

const textKeys = [
  ['os', 'os'],
  ['architecture', 'architecture'],
  ['variant', 'variant'],
  ['osVersion', 'os.version'],
] as const;

/** A field in which two platforms differ, by its name in image-index.md, with the text of each. */
export interface PlatformDifference {
  readonly name: string;
  readonly stated: string;
  readonly actual: string;
}

/** Lists the fields that both state and that differ. `unknown` states nothing; the order of features does not matter. */
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

/** Undefined where a platform says nothing: left out, empty, or BuildKit's `unknown/unknown`. */
export function knownPlatform(platform: Platform | undefined): Platform | undefined {
  return platform && (isStated(platform.os) || isStated(platform.architecture)) ? platform : undefined;
}

function isStated(text: string): boolean {
  return text !== '' && text !== 'unknown';
}

function featureList(platform: Platform | undefined): string {
  return [...new Set(platform?.osFeatures)].sort().join(', ');
}
