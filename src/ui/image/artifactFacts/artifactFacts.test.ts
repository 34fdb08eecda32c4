import { describe, expect, it } from 'vitest';
import { asMediaType, type Descriptor, type Manifest, parseManifest } from '../../../oci/index.ts';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { documentRows, ownRows, readingsOf } from './artifactFacts.ts';
import type { FactRow } from './factRow.ts';
import { layerRows } from './layerFormat.ts';
import { readUntyped, Untyped } from './untyped.ts';

const digest = `sha256:${'cd'.repeat(32)}`;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

function part(mediaType: string, annotations: Record<string, string> = {}, size = 100) {
  return { mediaType, digest, size, annotations };
}

function manifest(config: string, layers: readonly object[], annotations: Record<string, string> = {}): Manifest {
  const document = { schemaVersion: 2, mediaType: manifestType, config: part(config), layers, annotations };
  return parseManifest(manifestType, new TextEncoder().encode(JSON.stringify(document)));
}

/** Returns the rows of the first document that a manifest's facts are read from. */
function factsOf(of: Manifest, document: unknown): Record<string, string> {
  const [first] = readingsOf(of);
  if (!first) throw new Error('nothing is read of it');
  return table(first.rowsOf(new Untyped(document)));
}

function table(rows: readonly FactRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ term, text }) => [term, text]));
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

const statement = {
  _type: 'https://in-toto.io/Statement/v1',
  predicateType: 'https://slsa.dev/provenance/v1',
  subject: [{ name: 'team/app', digest: { sha256: 'ab'.repeat(32) } }],
  predicate: {
    buildDefinition: { buildType: 'https://example.com/build', resolvedDependencies: [{}, {}] },
    runDetails: {
      builder: { id: 'https://ci.example.com' },
      metadata: { startedOn: '2026-01-01T00:00:00Z', finishedOn: '2026-01-01T00:01:05Z' },
    },
  },
};

describe('facts of', () => {
  it('a Helm chart come from its Chart.yaml', () => {
    const chart = { name: 'nginx', version: '1.2.3', appVersion: '1.27', deprecated: true, home: 'https://nginx.org' };
    expect(factsOf(manifest('application/vnd.cncf.helm.config.v1+json', []), chart)).toEqual({
      Chart: 'nginx 1.2.3, deprecated',
      'App version': '1.27',
      Home: 'https://nginx.org',
    });
  });

  it('a cosign signature are the signed digest and its unverified key and log entry', () => {
    const layer = part('application/vnd.dev.cosign.simplesigning.v1+json', {
      'dev.cosignproject.cosign/signature': 'MEQ=',
      'dev.sigstore.cosign/certificate': '-----BEGIN CERTIFICATE-----',
      'dev.sigstore.cosign/bundle': JSON.stringify({ Payload: { logIndex: 7, integratedTime: 1_700_000_000 } }),
    });
    const critical = { image: { 'docker-manifest-digest': digest }, identity: { 'docker-reference': 'team/app' } };
    const signature = manifest('application/vnd.oci.image.config.v1+json', [layer]);
    expect(factsOf(signature, { critical })).toEqual({
      'Signed digest': digest,
      'Claimed reference': 'team/app',
      Signature: artifactMessages.present,
      Key: artifactMessages.certificate,
      'Log entry': '7',
      Logged: '14 Nov 2023, 22:13 UTC',
    });
  });

  it('an attestation come from its statement, with or without an envelope', () => {
    const expected = {
      Type: 'Provenance, SLSA',
      Subject: `team/app sha256:${'ab'.repeat(32)}`,
      Builder: 'https://ci.example.com',
      Materials: '2 dependencies',
      Build: '1 Jan 2026, 00:00 UTC, in 65 s',
    };
    expect(factsOf(manifest('a/b', [part('application/vnd.in-toto+json')]), statement)).toMatchObject(expected);
    const envelope = { payloadType: 'application/vnd.in-toto+json', payload: encoded(statement), signatures: [{}] };
    const attestation = manifest('a/b', [part('application/vnd.dsse.envelope.v1+json')]);
    expect(factsOf(attestation, envelope)).toMatchObject({ ...expected, Signatures: artifactMessages.signatures(1) });
    const bundle = { verificationMaterial: { certificate: { rawBytes: 'AA==' } }, dsseEnvelope: envelope };
    expect(table(documentRows(new Untyped(bundle)))).toMatchObject({
      ...expected,
      Key: artifactMessages.certificate,
    });
  });

  it.each(['bundle+json;version=0.2', 'bundle.v0.3+json', 'BUNDLE+JSON; Version=0.1'])(
    'a Sigstore bundle are read for each spelling of its type: %s',
    (type) => {
      const bundle = { mediaType: 'x', verificationMaterial: { publicKey: { hint: 'k' } }, messageSignature: { a: 1 } };
      const signature = manifest('application/vnd.oci.empty.v1+json', [part(`application/vnd.dev.sigstore.${type}`)]);
      expect(factsOf(signature, bundle)).toEqual({ Bundle: 'x', Signature: artifactMessages.present, Key: 'k' });
    },
  );

  it('a statement name its subject by any supported digest', () => {
    for (const [name, length] of [
      ['sha512', 64],
      ['sha384', 48],
    ] as const) {
      const subject = [{ name: 'team/app', digest: { gitCommit: 'ff', [name]: 'ab'.repeat(length) } }];
      const about = documentRows(new Untyped({ ...statement, subject })).find(
        ({ term }) => term === artifactTerms.subject,
      );
      const digest = `${name}:${'ab'.repeat(length)}`;
      expect(about).toEqual({ term: artifactTerms.subject, text: `team/app ${digest}`, digest });
    }
  });

  it('an SBOM are its format and the number of its parts', () => {
    const spdx = { spdxVersion: 'SPDX-2.3', name: 'app', packages: [{}, {}, {}] };
    expect(factsOf(manifest('a/b', [part('application/spdx+json')]), spdx)).toEqual({
      Format: 'SPDX 2.3',
      Subject: 'app',
      Packages: '3 packages',
    });
    const cyclonedx = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [{}] };
    expect(table(documentRows(new Untyped(cyclonedx)))).toEqual({ Format: 'CycloneDX 1.5', Components: '1 component' });
  });

  it('a model include its family, parameters and size of weights', () => {
    const layers = [
      part('application/vnd.ollama.image.model', {}, 2_000_000_000),
      part('application/vnd.ollama.image.license'),
    ];
    const config = { model_family: 'gemma', model_type: '2B', file_type: 'Q4_0', model_format: 'gguf' };
    expect(factsOf(manifest('application/vnd.docker.container.image.v1+json', layers), config)).toEqual({
      Family: 'gemma',
      Parameters: '2B',
      Precision: 'Q4_0',
      Format: 'gguf',
      Weights: '2.0 GB in 1 file',
      Includes: 'license',
    });
  });

  it('WebAssembly and a build cache come from their configs', () => {
    const component = { os: 'wasip2', architecture: 'wasm', component: { exports: ['run'], imports: ['io', 'fs'] } };
    expect(factsOf(manifest('application/vnd.wasm.config.v0+json', []), component)).toEqual({
      Target: 'wasip2/wasm',
      Exports: 'run',
      Imports: 'io, fs',
    });
    const cache = { layers: [{}, {}], records: [{}] };
    expect(factsOf(manifest('application/vnd.buildkit.cacheconfig.v0', []), cache)).toEqual({
      Layers: '2 layers',
      Records: '1 build step',
    });
  });

  it('a Flatpak, a bottle and a SOCI index come from annotations', () => {
    const own = (annotations: Record<string, string>, layers: readonly object[] = []) =>
      table(ownRows(manifest('a/b', layers, annotations)));
    expect(own({ 'org.flatpak.ref': 'app/x', 'org.flatpak.download-size': '1500' })).toEqual({
      Flatpak: 'app/x',
      Download: '1.5 kB',
    });
    expect(own({ 'sh.brew.bottle.digest': 'ab', 'sh.brew.bottle.installed_size': 'x' })).toEqual({
      Bottle: 'sha256:ab',
    });
    const table1 = part('application/octet-stream', { 'com.amazon.soci.image-layer-digest': digest });
    expect(own({}, [table1])).toEqual({ Covers: artifactMessages.covered(1, '100 B') });
  });
});

describe('a layer', () => {
  const facts = (mediaType: string, more: Partial<Descriptor> = {}) =>
    table(layerRows({ mediaType: asMediaType(mediaType), digest, ...more }));
  const tar = 'application/vnd.oci.image.layer.v1.tar';

  it.each([
    [tar, { Format: artifactMessages.uncompressed }],
    [`${tar}+gzip`, { Format: 'tar, gzip' }],
    [`${tar}+zstd`, { Format: 'tar, zstd' }],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', { Format: 'tar, gzip' }],
    [`${tar}+gzip+encrypted`, { Format: 'tar, gzip', Encrypted: artifactMessages.encryptedUnknown }],
    ['application/octet-stream', {}],
  ])('%s has a format', (mediaType, expected) => {
    expect(facts(mediaType)).toEqual(expected);
  });

  it('has key schemes, a table of contents and foreign URLs', () => {
    const annotations = {
      'org.opencontainers.image.enc.keys.jwe': 'x',
      'containerd.io/snapshot/stargz/toc.digest': digest,
    };
    expect(facts(`${tar}+gzip+encrypted`, { annotations })).toMatchObject({
      Encrypted: 'with jwe keys',
      eStargz: artifactMessages.tableOfContents(digest),
    });
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    expect(facts(foreign, { urls: ['https://a.example'] })).toMatchObject({
      [artifactTerms.availableFrom]: artifactMessages.foreign(1),
    });
  });
});

describe('hostile documents', () => {
  it.each([
    null,
    7,
    'x',
    [],
    {},
    { predicateType: {}, subject: 'x', predicate: [] },
    JSON.parse('{"__proto__":{"predicateType":"x"}}'),
  ])('of any shape yield no facts and do not throw: %j', (document) => {
    for (const type of [
      'application/vnd.in-toto+json',
      'application/vnd.dsse.envelope.v1+json',
      'application/spdx+json',
    ])
      expect(() => factsOf(manifest('a/b', [part(type)]), document)).not.toThrow();
    expect(Object.keys(factsOf(manifest('application/vnd.cncf.helm.config.v1+json', []), document))).toEqual([]);
  });

  it('are limited to four, each under a million bytes', () => {
    const many = Array.from({ length: 500 }, () => part('application/vnd.in-toto+json'));
    expect(readingsOf(manifest('a/b', many))).toHaveLength(4);
    expect(readingsOf(manifest('a/b', [part('application/spdx+json', {}, 1_000_000)]))).toEqual([]);
  });

  it('yield no value if they are not JSON', () => {
    expect(readUntyped(new TextEncoder().encode('{')).value).toBeUndefined();
  });
});
