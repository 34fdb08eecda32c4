import { digestEncoded } from '../oci/index.ts';
import { buildAttestation, buildImage, buildIndex, buildReferrer, formatTime } from './image.ts';
import { sampleConfig, sampleSteps } from './sampleRoot.ts';
import { createLayout, type ImageLayout, type LayoutWriter, type WrittenDescriptor } from './writeSampleLayout.ts';

const repository = 'ociscope/sample';
const version = '1.0.0';
const createdAt = new Date('2026-01-01T00:00:00Z');
const annotations = {
  'org.opencontainers.image.title': repository,
  'org.opencontainers.image.description': 'A small image to look at',
  'org.opencontainers.image.version': version,
  'org.opencontainers.image.created': formatTime(createdAt),
  'org.opencontainers.image.licenses': 'Apache-2.0',
};

/**
 * Creates the sample: an index of linux/amd64 and linux/arm64, each with a config and three layers, an attestation
 * manifest for amd64, and an SBOM that refers to the index, listed at the fallback tag too
 * (distribution-spec, "Referrers Tag Schema"). Every call returns the same bytes.
 */
export function createSampleLayout(): ImageLayout {
  const layout = createLayout(repository);
  const amd64 = buildPlatform(layout, 'amd64');
  const arm64 = buildPlatform(layout, 'arm64');
  const index = buildIndex(layout, [amd64, arm64, buildAttestation(layout, amd64, provenance(amd64))], annotations);
  layout.tag('latest', index);
  const sbom = { mediaType: 'application/spdx+json', document: spdx(index), title: 'sbom.spdx.json' };
  const referrer = buildReferrer(layout, index, sbom, {
    'org.opencontainers.image.created': formatTime(createdAt),
    'org.opencontainers.image.description': 'SBOM in SPDX 2.3',
  });
  layout.tag(`sha256-${digestEncoded(index.digest)}`, buildIndex(layout, [referrer]));
  return layout;
}

/** Returns `ociscope/sample@sha256:…`, the part after the host in a reference to the sample's index. */
export function sampleReference(layout: ImageLayout): string {
  const latest = layout.tags.get('latest');
  if (!latest) throw new Error(`${layout.repository} has no tag "latest"`);
  return `${layout.repository}@${latest.digest}`;
}

function buildPlatform(layout: LayoutWriter, architecture: string): WrittenDescriptor {
  return buildImage(layout, {
    platform: { architecture, os: 'linux' },
    steps: sampleSteps(architecture, version),
    config: sampleConfig(annotations),
    createdAt,
    annotations,
  });
}

/** https://slsa.dev/spec/v1.0/provenance, in the statement version that BuildKit writes. */
function provenance(subject: WrittenDescriptor): { readonly predicateType: string } {
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v1',
    subject: [
      {
        name: `pkg:docker/${repository}@${version}?platform=linux%2Famd64`,
        digest: { sha256: digestEncoded(subject.digest) },
      },
    ],
    predicate: {
      buildDefinition: {
        buildType: 'urn:ociscope:sample',
        externalParameters: { platform: 'linux/amd64', version },
        resolvedDependencies: [],
      },
      runDetails: {
        builder: { id: 'urn:ociscope:sample-builder' },
        metadata: { startedOn: formatTime(createdAt), finishedOn: formatTime(createdAt) },
      },
    },
  };
  return statement;
}

/** https://spdx.github.io/spdx-spec/v2.3 */
function spdx(subject: WrittenDescriptor): object {
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: repository,
    documentNamespace: `urn:ociscope:sample:${digestEncoded(subject.digest)}`,
    creationInfo: { created: formatTime(createdAt), creators: ['Tool: ociscope-sample-builder'] },
    packages: [spdxPackage('sample', repository), spdxPackage('hello', 'hello')],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-sample' },
      { spdxElementId: 'SPDXRef-sample', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-hello' },
    ],
  };
}

function spdxPackage(id: string, name: string): object {
  return {
    SPDXID: `SPDXRef-${id}`,
    name,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'Apache-2.0',
  };
}
