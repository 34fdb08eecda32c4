import type { Platform } from '../../oci/index.ts';
import { platformVector } from '../tree/platformVector.ts';

/** Properties of the machine as its browser reports them; undefined if it does not. */
export interface HostHints {
  /** User-agent client hint (wicg.github.io/ua-client-hints): `x86` or `arm`, '' if withheld. */
  readonly architecture?: string | undefined;
  /** Bitness of the browser, `64` or `32`. */
  readonly bitness?: string | undefined;
  /** True for a 32-bit browser on 64-bit Windows. */
  readonly wow64?: boolean | undefined;
  /** `macOS`, `Windows`, `Linux`, `Chrome OS`, `Android`. */
  readonly system?: string | undefined;
  /** navigator.platform: `MacIntel`, `Win32`, `Linux x86_64`. */
  readonly platform?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly maxTouchPoints?: number | undefined;
}

/** Platforms that the user's machine runs, the best first; empty if unknown. */
export interface HostPlatforms {
  readonly platforms: readonly Platform[];
  /** False if browsers report the same on other machines: `MacIntel` on Apple silicon, x64 on Windows on Arm. */
  readonly isSure: boolean;
}

type Cpu = Pick<Platform, 'architecture' | 'variant'>;

const unknown: HostPlatforms = { platforms: [], isSure: false };

/**
 * Returns the platforms of containers that run on the machine, in the order containerd tries them: on macOS and Windows those of
 * Linux, which run in a virtual machine, come first, then those of the system itself.
 */
export function hostPlatforms(hints: HostHints): HostPlatforms {
  const system = systemOf(hints);
  const cpu = hintedCpu(hints);
  if (!system || (cpu && hints.system === 'Android')) return unknown;
  if (cpu) return { platforms: expand(system, cpu), isSure: true };
  const reported = reportedCpu(system, hints);
  return reported ? { platforms: expand(system, reported.cpu), isSure: reported.isSure } : unknown;
}

type System = 'macos' | 'windows' | 'linux' | 'freebsd';

/** Returns undefined for systems that do not run containers, such as phones and tablets. */
function systemOf({ system = '', platform = '', userAgent = '', maxTouchPoints = 0 }: HostHints): System | undefined {
  const text = system || platform;
  if (/Android|iPhone|iPad|iPod/.test(`${text} ${userAgent}`)) return undefined;
  if (/^mac/i.test(text)) return system === '' && maxTouchPoints > 1 ? undefined : 'macos';
  if (/^win/i.test(text)) return 'windows';
  if (/^(Linux|Chrome OS|Chromium OS|CrOS)/.test(text)) return 'linux';
  return /^FreeBSD/.test(text) ? 'freebsd' : undefined;
}

function hintedCpu({ architecture, bitness, wow64 }: HostHints): Cpu | undefined {
  const is64 = bitness === '64' || wow64 === true;
  if (!is64 && bitness !== '32') return undefined;
  if (architecture === 'x86') return { architecture: is64 ? 'amd64' : '386' };
  if (architecture !== 'arm') return undefined;
  return is64 ? { architecture: 'arm64' } : { architecture: 'arm', variant: 'v7' };
}

/** Reads the older properties, in the form of uname (`Linux armv7l`), and reports whether they are reliable. */
function reportedCpu(system: System, hints: HostHints): { readonly cpu: Cpu; readonly isSure: boolean } | undefined {
  const { platform = '', userAgent = '' } = hints;
  if (system === 'macos') return { cpu: { architecture: 'arm64' }, isSure: false };
  if (system === 'windows') {
    return /Win64|WOW64|x64/.test(userAgent) ? { cpu: { architecture: 'amd64' }, isSure: false } : undefined;
  }
  const machine = / on (\S+)$/.exec(platform)?.[1] ?? platform.split(' ')[1] ?? '';
  const arm = /^armv([5-8])/.exec(machine)?.[1];
  const architecture = arm ? 'arm' : machines.get(machine);
  if (!architecture) return undefined;
  // Chromium reports x86_64 on every Linux.
  const isSure = !(architecture === 'amd64' && /Chrome\//.test(userAgent));
  return { cpu: { architecture, ...(arm ? { variant: `v${arm}` } : {}) }, isSure };
}

const machines: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['amd64', 'amd64'],
  ['i386', '386'],
  ['i686', '386'],
  ['aarch64', 'arm64'],
  ['arm64', 'arm64'],
  ['riscv64', 'riscv64'],
  ['ppc64le', 'ppc64le'],
  ['s390x', 's390x'],
  ['loongarch64', 'loong64'],
]);

function expand(system: System, cpu: Cpu): readonly Platform[] {
  const own = { windows: ['linux', 'windows'], freebsd: ['freebsd', 'linux'], macos: ['linux'], linux: ['linux'] };
  const all = own[system].flatMap((os) => platformVector({ os, ...cpu }));
  // Apple silicon has no 32-bit mode.
  return system === 'macos' ? all.filter(({ architecture }) => architecture !== 'arm') : all;
}
