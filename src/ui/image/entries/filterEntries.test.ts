import { describe, expect, it } from 'vitest';
import { entry, indexOf } from '../../../testing/fixtures/indexFixture.ts';
import { childNodes } from '../../tree/nodes.ts';
import { matches, searchableText } from './filterEntries.ts';

const windows = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.587', 'os.features': ['win32k'] };
const { index, node } = indexOf([
  entry(1, 'linux/amd64', { digest: `sha256:0d16f7fb${'a'.repeat(56)}` }),
  entry(2, 'linux/arm/v7', { annotations: { 'org.opencontainers.image.title': 'Nightly build' } }),
  entry(3, '', { platform: windows, annotations: { 'org.opencontainers.image.ref.name': 'ltsc2022' } }),
  entry(4, '', { artifactType: 'application/vnd.example' }),
]);
const searched = childNodes(node, index).map(searchableText);

describe('matches', () => {
  it.each([
    ['', [0, 1, 2, 3]],
    ['arm', [1]],
    ['ARM/V7', [1]],
    ['linux', [0, 1]],
    ['v7 nightly', [1]],
    ['amd64 20348', [2]],
    ['win32k', [2]],
    ['ltsc', [2]],
    ['vnd.example', [3]],
    ['0d16f7', [0]],
    ['sha256:0d', [0]],
    ['linux sha256:0d16f7fb', [0]],
    // Too short for a digest, or not a prefix.
    ['0d16', []],
    ['16f7fb', []],
    ['linux windows', []],
    ['.*', []],
  ])('finds by %j', (query, expected) => {
    expect(searched.flatMap((text, place) => (matches(text, query) ? [place] : []))).toEqual(expected);
  });
});
