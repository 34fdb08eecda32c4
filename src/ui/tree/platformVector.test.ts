import { describe, expect, it } from 'vitest';
import { formatPlatform, type Platform } from '../../oci/index.ts';
import { choosePlatform, platformVector } from './platformVector.ts';

describe('platformVector of', () => {
  // As containerd/platforms, compare_test.go has it.
  it.each([
    ['linux/amd64', ['linux/amd64', 'linux/386']],
    ['linux/amd64/v1', ['linux/amd64', 'linux/386']],
    ['linux/amd64/v3', ['linux/amd64/v3', 'linux/amd64/v2', 'linux/amd64', 'linux/386']],
    ['linux/arm/v7', ['linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5']],
    ['linux/arm', ['linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5']],
    ['linux/arm/v6', ['linux/arm/v6', 'linux/arm/v5']],
    ['linux/arm64', ['linux/arm64', 'linux/arm/v8', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5']],
    ['linux/aarch64/v8', ['linux/arm64', 'linux/arm/v8', 'linux/arm/v7', 'linux/arm/v6', 'linux/arm/v5']],
    ['windows/amd64', ['windows/amd64', 'windows/386']],
    ['linux/s390x', ['linux/s390x']],
    // Hostile: a huge version.
    ['linux/amd64/v99999999999', 8],
  ])('lists the platforms that %s runs', (name, expected) => {
    const vector = platformVector(platform(name)).map(formatPlatform);
    if (typeof expected === 'number') expect(vector.length).toBeLessThan(expected + 4);
    else expect(vector).toEqual(expected);
  });
});

describe('choosePlatform', () => {
  const accepted = platformVector(platform('linux/arm64'));

  it('returns the best accepted platform, regardless of its spelling and position', () => {
    expect(choose(['linux/amd64', 'linux/arm/v7', 'linux/arm64/v8'])).toBe(2);
    expect(choose(['linux/arm/v6', 'linux/arm/v7', 'linux/amd64'])).toBe(1);
    expect(choose(['Linux/AArch64'])).toBe(0);
  });

  it('returns the first of equal platforms', () => {
    expect(choose(['linux/amd64', 'linux/arm64', 'linux/arm64'])).toBe(1);
  });

  it('returns -1 if no platform is accepted', () => {
    expect(choose(['linux/amd64', 'windows/arm64', 'linux/arm64/v9'])).toBe(-1);
    expect(choosePlatform([undefined], accepted)).toBe(-1);
    expect(choosePlatform([platform('linux/amd64')], [])).toBe(-1);
  });

  function choose(names: readonly string[]): number {
    return choosePlatform(names.map(platform), accepted);
  }
});

function platform(name: string): Platform {
  const [os = '', architecture = '', variant] = name.split('/');
  return { os, architecture, ...(variant ? { variant } : {}) };
}
