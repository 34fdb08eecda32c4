import { describe, expect, it } from 'vitest';
import { formatPlatform } from '../../oci/index.ts';
import { type HostHints, hostPlatforms } from './hostPlatforms.ts';

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const firefoxWindows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const firefoxLinux = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile';
const arm = ['linux/arm/v8', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5'];

const cases: readonly (readonly [string, HostHints, readonly string[], boolean])[] = [
  [
    'Chromium on a Mac with Apple silicon',
    { system: 'macOS', architecture: 'arm', bitness: '64', platform: 'MacIntel' },
    ['linux/arm64'],
    true,
  ],
  [
    'Chromium on a Mac with Intel',
    { system: 'macOS', architecture: 'x86', bitness: '64', platform: 'MacIntel' },
    ['linux/amd64', 'linux/386'],
    true,
  ],
  [
    'Chromium on Windows',
    { system: 'Windows', architecture: 'x86', bitness: '64', platform: 'Win32' },
    ['linux/amd64', 'linux/386', 'windows/amd64', 'windows/386'],
    true,
  ],
  [
    'a Chromium of 32 bits on Windows of 64',
    { system: 'Windows', architecture: 'x86', bitness: '32', wow64: true },
    ['linux/amd64', 'linux/386', 'windows/amd64', 'windows/386'],
    true,
  ],
  [
    'Chromium on Windows on Arm',
    { system: 'Windows', architecture: 'arm', bitness: '64' },
    ['linux/arm64', ...arm, 'windows/arm64', ...arm.map((name) => name.replace('linux', 'windows'))],
    true,
  ],
  ['Chromium on Linux', { system: 'Linux', architecture: 'x86', bitness: '64' }, ['linux/amd64', 'linux/386'], true],
  [
    'a Chromebook of 32 bits',
    { system: 'Chrome OS', architecture: 'arm', bitness: '32' },
    ['linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5'],
    true,
  ],
  [
    'Chromium without hints, as on plain HTTP',
    { platform: 'Linux x86_64', userAgent: chrome },
    ['linux/amd64', 'linux/386'],
    false,
  ],
  ['Firefox on Linux', { platform: 'Linux x86_64', userAgent: firefoxLinux }, ['linux/amd64', 'linux/386'], true],
  ['Firefox on Linux on Arm', { platform: 'Linux aarch64', userAgent: firefoxLinux }, ['linux/arm64', ...arm], true],
  [
    'Firefox on a Raspberry Pi of 32 bits',
    { platform: 'Linux armv7l' },
    ['linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5'],
    true,
  ],
  ['Firefox on RISC-V', { platform: 'Linux riscv64' }, ['linux/riscv64'], true],
  ['a Firefox of 32 bits on Linux of 64', { platform: 'Linux i686 on x86_64' }, ['linux/amd64', 'linux/386'], true],
  ['FreeBSD', { platform: 'FreeBSD amd64' }, ['freebsd/amd64', 'freebsd/386', 'linux/amd64', 'linux/386'], true],
  // Both report Intel on every Mac, and x64 on every Windows.
  ['Safari on a Mac', { platform: 'MacIntel', userAgent: safari, maxTouchPoints: 0 }, ['linux/arm64'], false],
  [
    'Firefox on Windows',
    { platform: 'Win32', userAgent: firefoxWindows },
    ['linux/amd64', 'linux/386', 'windows/amd64', 'windows/386'],
    false,
  ],
  ['Windows of 32 bits', { platform: 'Win32', userAgent: 'Mozilla/5.0 (Windows NT 10.0; rv:140.0)' }, [], false],
  [
    'an iPad, which reports that it is a Mac',
    { platform: 'MacIntel', userAgent: safari, maxTouchPoints: 5 },
    [],
    false,
  ],
  ['an Android phone', { system: 'Android', architecture: 'arm', bitness: '64', userAgent: android }, [], false],
  ['an Android phone without hints', { platform: 'Linux aarch64', userAgent: android }, [], false],
  ['an iPhone', { platform: 'iPhone', userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1)' }, [], false],
  ['a browser that withholds its hints', { system: 'Linux', architecture: '', bitness: '', platform: '' }, [], false],
  ['an unknown machine', { platform: 'Linux vax' }, [], false],
  ['nothing', {}, [], false],
];

describe('hostPlatforms', () => {
  it.each(cases)('%s', (_name, hints, platforms, isSure) => {
    const found = hostPlatforms(hints);
    expect(found.platforms.map(formatPlatform)).toEqual(platforms);
    expect(found.isSure).toBe(isSure);
  });
});
