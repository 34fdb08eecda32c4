import type { Platform } from '../../oci/index.ts';

type Matched = Pick<Platform, 'os' | 'architecture' | 'variant'>;

/** Normalizes aliases such as `aarch64`, `arm64/v8` and `arm` as containerd does (containerd/platforms v1.0.0, database.go). */
export function normalizePlatform({ os, architecture, variant = '' }: Matched): Required<Matched> {
  const named = os.toLowerCase();
  const [arch, kind] = normalizeCpu(architecture.toLowerCase(), variant.toLowerCase());
  return { os: named === 'macos' ? 'darwin' : named, architecture: arch, variant: kind };
}

function normalizeCpu(architecture: string, variant: string): readonly [string, string] {
  switch (architecture) {
    case 'i386':
      return ['386', ''];
    case 'x86_64':
    case 'x86-64':
    case 'amd64':
      return ['amd64', variant === 'v1' ? '' : variant];
    case 'aarch64':
    case 'arm64':
      return ['arm64', variant === '8' || variant === 'v8' ? '' : variant];
    case 'armhf':
      return ['arm', 'v7'];
    case 'armel':
      return ['arm', 'v6'];
    case 'arm':
      return ['arm', variant === '' ? 'v7' : variant.replace(/^(?=[5-8]$)/, 'v')];
    default:
      return [architecture, variant];
  }
}

/**
 * Returns the platforms whose images a machine runs, best first (containerd/platforms v1.0.0, `Only`): arm/v7 falls back to
 * v6 and v5, arm64 to arm/v8 and below, amd64/v3 to v2, v1 and 386. Minor versions of arm64 (v8.2, v9) are left out, because
 * browsers don't report them.
 */
export function platformVector(platform: Matched): readonly Required<Matched>[] {
  const own = normalizePlatform(platform);
  const { os, architecture, variant } = own;
  const version = Number(/^v(\d+)$/.exec(variant)?.[1] ?? 0);
  switch (architecture) {
    case 'amd64':
      return [own, ...below(own, version, 1), { os, architecture: '386', variant: '' }];
    case 'arm':
      return [own, ...below(own, version, 5)];
    case 'arm64':
      return [own, ...platformVector({ os, architecture: 'arm', variant: 'v8' })];
    default:
      return [own];
  }
}

/** Returns the index of the offered platform that comes first among the accepted ones; -1 if none is accepted. */
export function choosePlatform(offered: readonly (Platform | undefined)[], accepted: readonly Matched[]): number {
  const keys = offered.map((platform) => platform && keyOf(normalizePlatform(platform)));
  for (const platform of accepted) {
    const found = keys.indexOf(keyOf(normalizePlatform(platform)));
    if (found >= 0) return found;
  }
  return -1;
}

function below(platform: Required<Matched>, version: number, least: number): readonly Required<Matched>[] {
  const count = Math.max(0, Math.min(version, 9) - least);
  return Array.from({ length: count }, (_, index) => {
    const variant = `v${Math.min(version, 9) - 1 - index}`;
    return normalizePlatform({ ...platform, variant });
  });
}

function keyOf({ os, architecture, variant }: Required<Matched>): string {
  return `${os}/${architecture}/${variant}`;
}
