import { describe, expect, it } from 'vitest';
import { asMediaType, mediaTypes, type Platform, parseImageConfig, parseReference } from '../../oci/index.ts';
import { entryNode, type TreeNode } from './nodes.ts';
import { platformOfConfig, platformSource, platformText } from './platformFact.ts';
import { paneTitle, platformFact, referenceTitle } from './titles.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

function configOf(fields: object) {
  return parseImageConfig(new TextEncoder().encode(JSON.stringify(fields)));
}

/** Returns the steps from an index to the image and its config. */
function stepsTo(stated: Platform | undefined, kinds: readonly TreeNode['kind'][] = ['image', 'config']) {
  const image = entryNode(
    'manifests/0',
    { mediaType: mediaTypes.ociManifest, digest, size: 9n, ...(stated ? { platform: stated } : {}) },
    new Map(),
  );
  const nodes = kinds.map(
    (kind, index): TreeNode => (index === 0 ? { ...image, kind } : { ...bare(kind), path: `${kind}/${index}` }),
  );
  return [bare('index'), ...nodes].map((node) => ({ node, manifest: undefined }));
}

function bare(kind: TreeNode['kind']): TreeNode {
  const descriptor = { mediaType: asMediaType(''), digest };
  return { ...entryNode('', descriptor, new Map()), kind, name: kind };
}

const arm64 = { os: 'linux', architecture: 'arm64' };
const amd64 = { os: 'linux', architecture: 'amd64' };
const windows = { os: 'windows', architecture: 'amd64', osVersion: '10.0.1', osFeatures: ['win32k'] };

describe('the platform of a config', () => {
  it.each<[what: string, stated: Platform | undefined, config: object | undefined, title: string, fact: string]>([
    [
      'config and index state different platforms',
      arm64,
      amd64,
      'linux/amd64',
      'linux/amd64 | the index says linux/arm64',
    ],
    ['both state the same', amd64, amd64, 'linux/amd64', 'linux/amd64'],
    ['only the index states one', arm64, undefined, 'linux/arm64 by the index', 'linux/arm64 | by the index'],
    ['the config states none', arm64, {}, 'linux/arm64 by the index', 'linux/arm64 | by the index'],
    ['no index states one', undefined, amd64, 'linux/amd64', 'linux/amd64'],
    ['the index states unknown', { os: 'unknown', architecture: 'unknown' }, amd64, 'linux/amd64', 'linux/amd64'],
    [
      'only the index states a variant',
      { os: 'linux', architecture: 'arm', variant: 'v7' },
      { os: 'linux', architecture: 'arm' },
      'linux/arm/v7',
      'linux/arm/v7 | variant by the index',
    ],
    [
      'they state different variants',
      { os: 'linux', architecture: 'arm', variant: 'v7' },
      { os: 'linux', architecture: 'arm', variant: 'v6' },
      'linux/arm/v6',
      'linux/arm/v6 | the index says linux/arm/v7',
    ],
    [
      'they state different versions',
      windows,
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.2', 'os.features': ['win32k'] },
      'windows/amd64',
      'windows/amd64 10.0.2 win32k | the index says windows/amd64 10.0.1 win32k',
    ],
    [
      'they state different features',
      windows,
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.1', 'os.features': ['x'] },
      'windows/amd64',
      'windows/amd64 10.0.1 x | the index says windows/amd64 10.0.1 win32k',
    ],
    [
      'only the index states version and features',
      windows,
      { os: 'windows', architecture: 'amd64' },
      'windows/amd64',
      'windows/amd64 10.0.1 win32k | version, features by the index',
    ],
  ])('is merged if %s', (_what, stated, config, title, text) => {
    const steps = stepsTo(stated);
    const fact = platformFact(steps, config && configOf(config));
    if (!fact) throw new Error('there is a platform');
    expect(paneTitle({ steps, end: 'found', error: undefined }, fact)).toBe(`Config for ${title}`);
    expect([platformText(fact.platform), platformSource(fact).text].filter(Boolean).join(' | ')).toBe(text);
    expect(platformSource(fact).isContradicted).toBe(text.includes('the index says'));
  });

  it('has no source in the title while the config is loading', () => {
    const steps = stepsTo(arm64);
    const walk = { steps, end: 'found', error: undefined } as const;
    expect(paneTitle(walk, platformFact(steps, undefined), true)).toBe('Config for linux/arm64');
  });

  it('is undefined for a config with no platform or an unknown one', () => {
    for (const fields of [{}, { os: '', architecture: '' }, { os: 'unknown', architecture: 'unknown' }]) {
      expect(platformOfConfig(configOf(fields))).toBeUndefined();
    }
  });
});

describe('the platform of a node under an image', () => {
  it('is undefined for a referrer', () => {
    expect(platformFact(stepsTo(arm64, ['image', 'referrers', 'artifact']), undefined)).toBeUndefined();
  });

  it('is that of the subject for an attestation, and undefined below it', () => {
    const attested = stepsTo(undefined, ['attestation']);
    const own = attested.map((step, index) =>
      index === 1 ? { ...step, node: { ...step.node, platform: arm64 } } : step,
    );
    const fact = platformFact(own, undefined);
    expect(fact && platformSource(fact).text).toBe('by the index, for the attested image');
    expect(
      platformFact(stepsTo(arm64, ['attestation', 'config']), configOf({ os: 'unknown', architecture: 'unknown' })),
    ).toBeUndefined();
  });
});

describe('the title of the browser tab', () => {
  it.each([
    ['localhost:5000/team/app:1.4.3', 'localhost:5000/team/app:1.4.3'],
    [`localhost:5000/team/app@${digest}`, 'localhost:5000/team/app'],
    [`localhost:5000/team/app:1.4.3@${digest}`, 'localhost:5000/team/app@abababab…bab'],
    [digest, 'ociscope'],
  ])('for %s is %s', (reference, title) => {
    expect(referenceTitle(parseReference(reference), undefined)).toBe(title);
  });
});
