import { describe, expect, it } from 'vitest';
import { asMediaType, parseDigest, parseManifest } from '../../oci/index.ts';
import { holdsSignature } from './forms.ts';
import { childNodes, describe as describeNode, entryNode, rootNode, type TreeNode } from './nodes.ts';
import { cosignTagOf, referrerNodes } from './referrerNodes.ts';

const digest = parseDigest(`sha256:${'ab'.repeat(32)}`);
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';
const tar = 'application/vnd.oci.image.layer.v1.tar+gzip';
const imageConfig = 'application/vnd.oci.image.config.v1+json';

function root(document: object, mediaType = manifestType) {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return rootNode({
    descriptor: { mediaType: asMediaType(mediaType), digest, size: BigInt(bytes.length) },
    manifest: parseManifest(mediaType, bytes),
  });
}

function part(mediaType: string, annotations: Record<string, string> = {}) {
  return { mediaType, digest, size: 10, annotations };
}

function manifest(config: string, layers: readonly object[], more: object = {}) {
  return root({ schemaVersion: 2, mediaType: manifestType, config: part(config), layers, ...more });
}

const plain = [part(tar)];

describe('the name of a manifest', () => {
  it.each([
    ['Image', 'image', 'image', manifest(imageConfig, plain)],
    ['Image', 'image', 'image', manifest('application/octet-stream', plain)],
    ['Image', 'image', 'image', manifest(imageConfig, [])],
    ['Helm chart', 'artifact', 'chart', manifest('application/vnd.cncf.helm.config.v1+json', plain)],
    ['Build cache, BuildKit', 'artifact', 'cache', manifest('application/vnd.buildkit.cacheconfig.v0', plain)],
    ['WebAssembly', 'artifact', 'wasm', manifest('application/vnd.wasm.config.v0+json', [part('application/wasm')])],
    ['SOCI index', 'artifact', 'artifact', manifest('application/vnd.amazon.soci.index.v1+json', [])],
    ['Model, Ollama', 'artifact', 'model', manifest(imageConfig, [part('application/vnd.ollama.image.model')])],
    ['Model, GGUF', 'artifact', 'model', manifest('application/vnd.docker.ai.model.config.v0.1+json', [])],
    ['Singularity image', 'artifact', 'artifact', manifest('application/vnd.sylabs.sif.config.v1+json', [])],
    ['Files, ORAS', 'artifact', 'artifact', manifest('application/vnd.unknown.config.v1+json', [])],
    ['Artifact', 'artifact', 'artifact', manifest('application/vnd.unheard.of+json', plain)],
    [
      'Signature, cosign',
      'artifact',
      'signature',
      manifest(imageConfig, [part('application/vnd.dev.cosign.simplesigning.v1+json')]),
    ],
    [
      'Attestation, cosign',
      'artifact',
      'attestation',
      manifest(imageConfig, [part('application/vnd.dsse.envelope.v1+json')]),
    ],
    [
      'Sigstore bundle',
      'artifact',
      'signature',
      manifest('application/vnd.oci.empty.v1+json', [], {
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      }),
    ],
    ['Image', 'image', 'image', manifest(`${imageConfig.toUpperCase()}; a=b`, [part(`${tar}; a=b`)])],
    [
      'Artifact',
      'artifact',
      'artifact',
      manifest('application/vnd.oci.empty.v1+json', [], { artifactType: 'application/vnd.example.type' }),
    ],
    [
      'SBOM, CycloneDX',
      'artifact',
      'sbom',
      manifest('application/vnd.oci.empty.v1+json', [], { artifactType: 'application/vnd.cyclonedx+json' }),
    ],
    ['Flatpak', 'image', 'artifact', manifest(imageConfig, plain, { annotations: { 'org.flatpak.ref': 'app/x' } })],
    [
      'Homebrew bottle',
      'image',
      'artifact',
      manifest(imageConfig, plain, { annotations: { 'com.github.package.type': 'homebrew_bottle' } }),
    ],
  ])('is %s, with the kind %s and the icon %s', (name, kind, icon, node) => {
    expect(node).toMatchObject({ name, kind, icon });
  });

  it.each([
    'application/vnd.dev.sigstore.bundle+json;version=0.2',
    'application/vnd.dev.sigstore.bundle+json; version="0.3"',
    'Application/VND.dev.Sigstore.Bundle.v0.3+JSON',
    ' application/vnd.dev.sigstore.bundle.v0.3+json ',
  ])('is Sigstore bundle for any spelling: %j', (artifactType) => {
    const node = manifest('application/vnd.oci.empty.v1+json', [], { artifactType });
    expect(node).toMatchObject({ name: 'Sigstore bundle', kind: 'artifact', icon: 'signature' });
  });

  it('Attestation, with its statements, if BuildKit attached it to a platform', () => {
    const statement = (predicate: string) =>
      part('application/vnd.in-toto+json', { 'in-toto.io/predicate-type': predicate });
    const layers = [statement('https://spdx.dev/Document'), statement('https://slsa.dev/provenance/v1')];
    expect(manifest(imageConfig, layers)).toMatchObject({
      kind: 'attestation',
      name: 'Attestation',
      note: 'SBOM, SPDX · Provenance, SLSA',
    });
  });

  it('by its platform if its index states one', () => {
    const entry = {
      mediaType: asMediaType(manifestType),
      digest,
      size: 1n,
      platform: { os: 'wasip1', architecture: 'wasm' },
    };
    const bytes = new TextEncoder().encode(
      JSON.stringify({ schemaVersion: 2, config: part(imageConfig), layers: plain }),
    );
    const node = describeNode(entryNode('manifests/0', entry, new Map()), parseManifest(manifestType, bytes));
    expect(node).toMatchObject({ kind: 'image', name: 'wasip1/wasm' });
  });
});

describe('the name of an index', () => {
  const index = (manifests: readonly object[], more: object = {}) =>
    root({ schemaVersion: 2, mediaType: indexType, manifests, ...more }, indexType);

  it.each([
    ['Index', 'index', index([part(manifestType)])],
    ['Index', 'index', index([])],
    ['Build cache, BuildKit', 'cache', index([part(tar), part('application/vnd.buildkit.cacheconfig.v0')])],
    ['Homebrew bottle', 'artifact', index([part(manifestType, { 'sh.brew.bottle.digest': 'ab' })])],
  ])('is %s, with the icon %s', (name, icon, node) => {
    expect(node).toMatchObject({ kind: 'index', name, icon });
  });
});

describe('a document pushed as a manifest', () => {
  const mistaken = (document: object, mediaType = manifestType) => root(document, mediaType);

  it.each([
    ['Config', 'config', mistaken({ architecture: 'arm64', os: 'linux', config: {}, rootfs: {} })],
    ['In-toto statement', 'blob', mistaken({ predicateType: 'x', subject: [] }, indexType)],
    ['SBOM, SPDX', 'blob', mistaken({ spdxVersion: 'SPDX-2.3' }, indexType)],
    ['Unknown document', 'blob', mistaken({ schemaVersion: 99 }, indexType)],
    ['Image', 'image', mistaken({ schemaVersion: 2, layers: [] })],
  ])('is shown by its own kind: %s', (name, kind, node) => {
    expect(node).toMatchObject({ name, kind });
  });

  it('has no child nodes', () => {
    const bytes = new TextEncoder().encode('{"architecture":"arm64","os":"linux","config":{}}');
    const manifest = parseManifest(manifestType, bytes);
    const descriptor = { mediaType: asMediaType(manifestType), digest, size: 3n };
    expect(childNodes(rootNode({ descriptor, manifest }), manifest)).toEqual([]);
  });

  it('is named by its bytes if there is no manifest', () => {
    const node = (text: string) =>
      rootNode({
        descriptor: { mediaType: asMediaType(''), digest, size: 3n },
        manifest: undefined,
        bytes: new TextEncoder().encode(text),
      });
    expect(node('{"bomFormat":"CycloneDX"}')).toMatchObject({ name: 'SBOM, CycloneDX', kind: 'blob', opens: false });
    expect(node('[1]')).toMatchObject({ name: 'Unknown document' });
    expect(node('{"__proto__":{"spdxVersion":1}}')).toMatchObject({ name: 'Unknown document' });
    expect(node('\u0000')).toMatchObject({ name: 'Unknown content', content: 'blob' });
  });
});

describe('a part of a manifest', () => {
  it('is marked if it is encrypted or foreign', () => {
    const names = (mediaType: string) =>
      entryNode('manifests/0', { ...part(mediaType), mediaType: asMediaType(mediaType), size: 1n }, new Map());
    expect(names(`${tar}+encrypted`)).toMatchObject({ kind: 'layer', icon: 'lock', note: 'encrypted' });
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    expect(names(foreign)).toMatchObject({ kind: 'layer', icon: 'cloud', note: 'foreign layer' });
  });
});

describe('an entry whose type differs from its manifest’s', () => {
  const stated = { mediaType: asMediaType(manifestType), digest, size: 1n };
  const read = (node: TreeNode, more: object, config = 'application/vnd.oci.empty.v1+json') => {
    const document = { schemaVersion: 2, mediaType: manifestType, config: part(config), layers: [], ...more };
    const bytes = new TextEncoder().encode(JSON.stringify(document));
    return describeNode(node, parseManifest(manifestType, bytes)).name;
  };
  const referrer = (artifactType: string, tag?: string) => {
    const annotations = tag === undefined ? {} : { 'org.opencontainers.image.ref.name': tag };
    const group = entryNode('referrers', stated, new Map());
    const [node] = referrerNodes(group, [{ ...stated, artifactType, annotations }]);
    if (!node) throw new Error('one referrer has one node');
    return node;
  };
  const empty = 'application/vnd.oci.empty.v1+json';
  const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';

  it.each([
    ['the type of its config, as some tools list bundles', empty, { artifactType: bundle }, 'Sigstore bundle'],
    ['another kind', 'application/spdx+json', { artifactType: bundle }, 'Sigstore bundle'],
    ['another unknown type', 'application/spdx+json', { artifactType: 'a/b' }, 'a/b'],
    ['a type and it has none', 'application/spdx+json', {}, 'Artifact'],
  ])('is named by its own type if the list states %s', (_what, artifactType, more, name) => {
    expect(referrer(artifactType).name).not.toBe(name);
    expect(read(referrer(artifactType), more)).toBe(name);
    const entry = entryNode('manifests/0', { ...stated, artifactType }, new Map());
    expect(read(entry, more)).toBe(name);
  });

  it('keeps the name from its cosign tag if it states no type itself', () => {
    const tag = `sha256-${'ab'.repeat(32)}.sig`;
    const found = referrer('application/vnd.dev.cosign.artifact.sig.v1+json', tag);
    expect(read(found, {}, imageConfig)).toBe('Signature, cosign');
    expect(read(found, { artifactType: bundle }, imageConfig)).toBe('Sigstore bundle');
  });

  it.each([
    ['sha256-of-a.sig', undefined],
    ['1.4.3', undefined],
    [`sha256-${'ab'.repeat(32)}.exe`, undefined],
    [`sha256-${'ab'.repeat(32)}.att`, `sha256-${'ab'.repeat(32)}.att`],
  ])('was found by a cosign tag only if the tag has that form: %s', (tag, expected) => {
    expect(cosignTagOf(referrer('a/b', tag).descriptor)).toBe(expected);
  });
});

describe('holdsSignature', () => {
  const cosign = 'application/vnd.dev.cosign.simplesigning.v1+json';
  const holds = (config: string, layers: readonly string[], more: object = {}) => {
    const document = { schemaVersion: 2, config: part(config), layers: layers.map((type) => part(type)), ...more };
    return holdsSignature(parseManifest(manifestType, new TextEncoder().encode(JSON.stringify(document))));
  };

  it('returns true for cosign, Notary and Helm signatures, and false for an SBOM or image', () => {
    expect(holds(imageConfig, [cosign])).toBe(true);
    expect(holds(imageConfig, ['application/vnd.dsse.envelope.v1+json'])).toBe(true);
    expect(holds('application/vnd.cncf.notary.signature', ['application/jose+json'])).toBe(true);
    expect(holds(imageConfig, [], { artifactType: 'application/vnd.dev.sigstore.bundle+json;version=0.2' })).toBe(true);
    expect(
      holds('application/vnd.cncf.helm.config.v1+json', ['application/vnd.cncf.helm.chart.provenance.v1.prov']),
    ).toBe(true);
    expect(holds(imageConfig, [tar])).toBe(false);
    expect(holds(imageConfig, ['application/vnd.in-toto+json'])).toBe(false);
    expect(holds(imageConfig, ['application/spdx+json'])).toBe(false);
  });
});
