import { mediaTypeEssence } from '../../../oci/index.ts';

/** URL of the version of the image-spec that the app links to. */
export const imageSpec = 'https://github.com/opencontainers/image-spec/blob/v1.1.1';
const schema2 = 'https://distribution.github.io/distribution/spec/manifest-v2-2/';
const schema1 = 'https://distribution.github.io/distribution/spec/deprecated-schema-v1/';
const cosign = 'https://github.com/sigstore/cosign/blob/main/specs';

const pages: ReadonlyMap<string, string> = new Map([
  ['application/vnd.oci.descriptor.v1+json', `${imageSpec}/descriptor.md`],
  ['application/vnd.oci.layout.header.v1+json', `${imageSpec}/image-layout.md#oci-layout-file`],
  ['application/vnd.oci.image.index.v1+json', `${imageSpec}/image-index.md`],
  ['application/vnd.oci.image.manifest.v1+json', `${imageSpec}/manifest.md`],
  ['application/vnd.oci.image.config.v1+json', `${imageSpec}/config.md`],
  ['application/vnd.oci.empty.v1+json', `${imageSpec}/manifest.md#guidance-for-an-empty-descriptor`],
  [
    'application/vnd.oci.artifact.manifest.v1+json',
    'https://github.com/opencontainers/image-spec/blob/v1.1.0-rc2/artifact.md',
  ],
  ['application/vnd.docker.distribution.manifest.v2+json', `${schema2}#image-manifest`],
  ['application/vnd.docker.distribution.manifest.list.v2+json', `${schema2}#manifest-list`],
  ['application/vnd.docker.container.image.v1+json', `${schema2}#media-types`],
  ['application/vnd.docker.distribution.manifest.v1+json', schema1],
  ['application/vnd.docker.distribution.manifest.v1+prettyjws', schema1],
  ['application/vnd.in-toto+json', 'https://github.com/in-toto/attestation/blob/main/spec/README.md'],
  ['application/vnd.dsse.envelope.v1+json', 'https://github.com/secure-systems-lab/dsse/blob/master/envelope.md'],
  ['application/vnd.dev.cosign.simplesigning.v1+json', `${cosign}/SIGNATURE_SPEC.md`],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', `${cosign}/BUNDLE_SPEC.md`],
  ['application/vnd.cncf.helm.config.v1+json', 'https://helm.sh/docs/topics/registries/'],
  ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'https://helm.sh/docs/topics/registries/'],
]);

/** Returns the URL of a media type's specification; undefined for an unknown type. */
export function pageOfMediaType(stated: string): string | undefined {
  const mediaType = mediaTypeEssence(stated);
  const page = pages.get(mediaType);
  if (page !== undefined) return page;
  if (mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.')) {
    return `${imageSpec}/layer.md#non-distributable-layers`;
  }
  if (mediaType.startsWith('application/vnd.oci.image.layer.v1.tar')) return `${imageSpec}/layer.md`;
  if (mediaType.startsWith('application/vnd.docker.image.rootfs.')) return `${schema2}#media-types`;
  return undefined;
}
