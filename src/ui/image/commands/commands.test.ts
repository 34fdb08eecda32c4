import { describe, expect, it } from 'vitest';
import { asMediaType, mediaTypes } from '../../../oci/index.ts';
import type { CommandSubject } from './command.ts';
import { commandsOf } from './commands.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const ownerDigest = `sha256:${'b'.repeat(64)}`;
const indexDigest = `sha256:${'c'.repeat(64)}`;
const quay = { host: 'quay.io', name: 'team/app', isPlainHttp: false, base: 'https://quay.io' };
const local = { host: 'localhost:5000', name: 'team/app', isPlainHttp: true, base: 'http://localhost:5000' };

describe('commands of an index', () => {
  it('pull it by digest, copy all platforms and print its bytes', () => {
    expect(linesOf({ kind: 'index', descriptor: descriptor(mediaTypes.ociIndex) })).toEqual([
      `docker pull quay.io/team/app@${digest}`,
      `skopeo copy --all docker://quay.io/team/app@${digest} oci:app`,
      `crane manifest quay.io/team/app@${digest}`,
      `skopeo inspect --raw docker://quay.io/team/app@${digest}`,
      `oras manifest fetch quay.io/team/app@${digest}`,
      `regctl manifest get --format raw-body quay.io/team/app@${digest}`,
      `docker buildx imagetools inspect --raw quay.io/team/app@${digest}`,
      `curl -fsSL -H 'Accept: application/vnd.oci.image.index.v1+json' https://quay.io/v2/team/app/manifests/${digest}`,
    ]);
  });

  it('resolve its tag if it was opened by one', () => {
    expect(linesOf({ kind: 'index', descriptor: descriptor(mediaTypes.ociIndex), tag: '1.2' })).toContain(
      'crane digest quay.io/team/app:1.2',
    );
  });

  it('copy a Docker list into a folder, which preserves its bytes', () => {
    expect(linesOf({ kind: 'index', descriptor: descriptor(mediaTypes.dockerManifestList) })).toContain(
      `skopeo copy --all docker://quay.io/team/app@${digest} dir:app`,
    );
  });
});

describe('commands of an image', () => {
  const image = { kind: 'image', descriptor: descriptor(mediaTypes.ociManifest) } as const;

  it('name the platform that the index states, and the index', () => {
    expect(linesOf({ ...image, platform: 'linux/arm64/v8', indexDigest })).toEqual([
      `docker pull --platform linux/arm64/v8 quay.io/team/app@${digest}`,
      `skopeo copy docker://quay.io/team/app@${digest} oci:app`,
      `crane export quay.io/team/app@${digest} app.tar`,
      `crane digest --platform linux/arm64/v8 quay.io/team/app@${indexDigest}`,
      `crane manifest quay.io/team/app@${digest}`,
      `skopeo inspect --raw docker://quay.io/team/app@${digest}`,
      `oras manifest fetch quay.io/team/app@${digest}`,
      `regctl manifest get --format raw-body quay.io/team/app@${digest}`,
      `docker buildx imagetools inspect --raw quay.io/team/app@${digest}`,
      `curl -fsSL -H 'Accept: application/vnd.oci.image.manifest.v1+json' https://quay.io/v2/team/app/manifests/${digest}`,
      `crane config quay.io/team/app@${digest}`,
      `skopeo inspect --config --raw docker://quay.io/team/app@${digest}`,
      `oras manifest fetch-config quay.io/team/app@${digest}`,
      `skopeo inspect --no-tags docker://quay.io/team/app@${digest}`,
    ]);
  });

  it('use each tool’s option for plain HTTP', () => {
    expect(linesOf({ ...image, repository: local })).toEqual([
      `docker pull localhost:5000/team/app@${digest}`,
      `skopeo copy --src-tls-verify=false docker://localhost:5000/team/app@${digest} oci:app`,
      `crane export --insecure localhost:5000/team/app@${digest} app.tar`,
      `crane manifest --insecure localhost:5000/team/app@${digest}`,
      `skopeo inspect --tls-verify=false --raw docker://localhost:5000/team/app@${digest}`,
      `oras manifest fetch --plain-http localhost:5000/team/app@${digest}`,
      `regctl manifest get --host reg=localhost:5000,tls=disabled --format raw-body localhost:5000/team/app@${digest}`,
      `docker buildx imagetools inspect --raw localhost:5000/team/app@${digest}`,
      `curl -fsSL -H 'Accept: application/vnd.oci.image.manifest.v1+json' http://localhost:5000/v2/team/app/manifests/${digest}`,
      `crane config --insecure localhost:5000/team/app@${digest}`,
      `skopeo inspect --tls-verify=false --config --raw docker://localhost:5000/team/app@${digest}`,
      `oras manifest fetch-config --plain-http localhost:5000/team/app@${digest}`,
      `skopeo inspect --tls-verify=false --no-tags docker://localhost:5000/team/app@${digest}`,
    ]);
  });

  it('use only skopeo and curl for schema1, with a note about signed digests', () => {
    const commands = commandsOf(subject({ kind: 'image', descriptor: descriptor(mediaTypes.dockerSchema1Signed) }));
    expect(commands.map(({ command }) => command)).toEqual([
      `skopeo inspect --raw docker://quay.io/team/app@${digest}`,
      `curl -fsSL -H 'Accept: application/vnd.docker.distribution.manifest.v1+prettyjws' https://quay.io/v2/team/app/manifests/${digest}`,
    ]);
    expect(commands[0]?.note).toContain('its digest covers the signed content');
  });

  it('get an anonymous token first if the host issues one', () => {
    const hub = { host: 'docker.io', name: 'library/alpine', isPlainHttp: false, base: 'https://registry-1.docker.io' };
    expect(linesOf({ ...image, repository: hub })).toContain(
      [
        `TOKEN=$(curl -fsS 'https://auth.docker.io/token?service=registry.docker.io&scope=repository:library/alpine:pull' | sed -n 's/.*"token": *"\\([^"]*\\)".*/\\1/p')`,
        `curl -fsSL -H 'Accept: application/vnd.oci.image.manifest.v1+json' -H "Authorization: Bearer $TOKEN" https://registry-1.docker.io/v2/library/alpine/manifests/${digest}`,
      ].join('\n'),
    );
    const ghcr = { host: 'ghcr.io', name: 'a/b', isPlainHttp: false, base: 'https://ghcr.io' };
    expect(linesOf({ ...image, repository: ghcr }).join('\n')).toContain(
      "curl -fsS 'https://ghcr.io/token?service=ghcr.io&scope=repository:a/b:pull'",
    );
  });

  it('quote an untrusted platform and media type', () => {
    const lines = linesOf({
      ...image,
      descriptor: descriptor("x'\r\nHost: evil"),
      platform: 'linux/$(id)',
    });
    expect(lines[0]).toBe(`docker pull --platform 'linux/$(id)' quay.io/team/app@${digest}`);
    expect(lines).toContain(`curl -fsSL -H 'Accept: x'\\''Host: evil' https://quay.io/v2/team/app/manifests/${digest}`);
  });
});

describe('commands of a config, layers and blobs', () => {
  const owner = { digest: ownerDigest, isImage: true };

  it('print a config by its digest or by its image', () => {
    expect(linesOf({ kind: 'config', descriptor: descriptor(mediaTypes.ociConfig), owner })).toEqual([
      `crane blob quay.io/team/app@${digest}`,
      `skopeo inspect --config --raw docker://quay.io/team/app@${ownerDigest}`,
      `oras blob fetch --output - quay.io/team/app@${digest}`,
      `regctl blob get quay.io/team/app ${digest}`,
      `curl -fsSL https://quay.io/v2/team/app/blobs/${digest}`,
    ]);
  });

  it('omit skopeo for the config of an artifact', () => {
    const lines = linesOf({
      kind: 'config',
      descriptor: descriptor(mediaTypes.ociEmpty),
      owner: { digest: ownerDigest, isImage: false },
    });
    expect(lines.join('\n')).not.toContain('skopeo');
  });

  it('download a layer and list its files', () => {
    const file = `${'a'.repeat(64)}.tar.gz`;
    expect(linesOf({ kind: 'layer', descriptor: descriptor('application/vnd.oci.image.layer.v1.tar+gzip') })).toEqual([
      `crane blob quay.io/team/app@${digest} > ${file}`,
      `oras blob fetch --output ${file} quay.io/team/app@${digest}`,
      `regctl blob get quay.io/team/app ${digest} > ${file}`,
      `crane blob quay.io/team/app@${digest} | tar -tzvf -`,
      `curl -fL -o ${file} https://quay.io/v2/team/app/blobs/${digest}`,
    ]);
  });

  it.each([
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'zstd -dc | tar -tvf -'],
    ['application/vnd.oci.image.layer.v1.tar', 'tar -tvf -'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'tar -tzvf -'],
    ['application/vnd.docker.image.rootfs.diff.tar.zstd', 'zstd -dc | tar -tvf -'],
    ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'tar -tzvf -'],
  ])('list %s with %s', (mediaType, list) => {
    expect(linesOf({ kind: 'layer', descriptor: descriptor(mediaType) })).toContain(
      `crane blob quay.io/team/app@${digest} | ${list}`,
    );
  });

  it('do not list an encrypted layer', () => {
    const lines = linesOf({
      kind: 'layer',
      descriptor: descriptor('application/vnd.oci.image.layer.v1.tar+gzip+encrypted'),
    });
    expect(lines.join('\n')).not.toContain('| tar');
  });

  it('download a foreign layer from an https URL of its descriptor', () => {
    const foreign = descriptor('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip');
    const urls = ['file:///etc/passwd', "https://mcr.example/v2/x?y=[1-9]&z='"];
    expect(linesOf({ kind: 'layer', descriptor: { ...foreign, urls } })).toContain(
      `curl -fL --globoff -o ${'a'.repeat(64)}.tar.gz 'https://mcr.example/v2/x?y=[1-9]&z='\\'''`,
    );
  });

  it('name a file by its title, without folders and quoted', () => {
    const annotations = { 'org.opencontainers.image.title': "../../it's $(id).bin" };
    expect(linesOf({ kind: 'blob', descriptor: descriptor('application/octet-stream'), annotations })).toContain(
      `oras blob fetch --output 'it'\\''s $(id).bin' quay.io/team/app@${digest}`,
    );
  });

  it('print a text blob', () => {
    expect(linesOf({ kind: 'blob', descriptor: descriptor('application/spdx+json') })).toContain(
      `oras blob fetch --output - quay.io/team/app@${digest}`,
    );
  });

  it('download all layers of the image', () => {
    expect(linesOf({ kind: 'layers', owner })).toEqual([
      `skopeo copy docker://quay.io/team/app@${ownerDigest} dir:app`,
      `crane export quay.io/team/app@${ownerDigest} app.tar`,
      `crane export quay.io/team/app@${ownerDigest} - | tar -tvf -`,
    ]);
  });
});

describe('commands of referrers', () => {
  it('list them with each tool, by the referrers API and by the fallback tag', () => {
    expect(linesOf({ kind: 'referrers', owner: { digest: ownerDigest, isImage: true } })).toEqual([
      `oras discover quay.io/team/app@${ownerDigest}`,
      `regctl artifact list quay.io/team/app@${ownerDigest}`,
      `cosign tree quay.io/team/app@${ownerDigest}`,
      `curl -fsSL -H 'Accept: application/vnd.oci.image.index.v1+json' https://quay.io/v2/team/app/referrers/${ownerDigest}`,
      `curl -fsSL -H 'Accept: application/vnd.oci.image.index.v1+json' https://quay.io/v2/team/app/manifests/sha256-${'b'.repeat(64)}`,
    ]);
  });

  it('verify a signature on its subject, with placeholders and notes', () => {
    const commands = commandsOf(
      subject({
        kind: 'artifact',
        descriptor: descriptor(mediaTypes.ociManifest),
        artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
        subjectDigest: ownerDigest,
        repository: local,
      }),
    ).filter(({ tool }) => tool === 'cosign');
    expect(commands.map(({ command }) => command)).toEqual([
      `cosign verify --allow-http-registry --key cosign.pub localhost:5000/team/app@${ownerDigest}`,
      `cosign verify --allow-http-registry --certificate-identity IDENTITY --certificate-oidc-issuer ISSUER localhost:5000/team/app@${ownerDigest}`,
    ]);
    expect(commands.map(({ note }) => note)).toEqual([
      expect.stringContaining('Replace cosign.pub'),
      expect.stringContaining('Replace IDENTITY and ISSUER'),
    ]);
  });

  it('verify a bundle as an attestation or a signature, by its predicate', () => {
    const bundle = (predicate: string) =>
      linesOf({
        kind: 'artifact',
        descriptor: descriptor(mediaTypes.ociManifest),
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        subjectDigest: ownerDigest,
        annotations: { 'dev.sigstore.bundle.predicateType': predicate },
      }).find((line) => line.startsWith('cosign'));
    expect(bundle('https://slsa.dev/provenance/v1')).toBe(
      `cosign verify-attestation --type https://slsa.dev/provenance/v1 --key cosign.pub quay.io/team/app@${ownerDigest}`,
    );
    expect(bundle('https://sigstore.dev/cosign/sign/v1')).toBe(
      `cosign verify --key cosign.pub quay.io/team/app@${ownerDigest}`,
    );
  });

  it('read BuildKit’s attestations from the index', () => {
    const lines = linesOf({ kind: 'attestation', descriptor: descriptor(mediaTypes.ociManifest), indexDigest });
    expect(lines.slice(0, 2)).toEqual([
      `docker buildx imagetools inspect --format '{{ json .Provenance }}' quay.io/team/app@${indexDigest}`,
      `docker buildx imagetools inspect --format '{{ json .SBOM }}' quay.io/team/app@${indexDigest}`,
    ]);
    expect(lines.join('\n')).not.toContain('docker pull');
  });
});

describe('commands of an artifact', () => {
  it('pull its files', () => {
    const lines = linesOf({ kind: 'artifact', descriptor: descriptor(mediaTypes.ociManifest) });
    expect(lines[0]).toBe(`oras pull quay.io/team/app@${digest}`);
  });

  it('pull a chart by its version, with the + that a tag cannot have', () => {
    const chart = {
      kind: 'artifact',
      descriptor: descriptor(mediaTypes.ociManifest),
      artifactType: 'application/vnd.cncf.helm.config.v1+json',
    } as const;
    expect(linesOf({ ...chart, tag: '1.2.3_build' })[0]).toBe('helm pull oci://quay.io/team/app --version 1.2.3+build');
    expect(
      linesOf({ ...chart, repository: local, annotations: { 'org.opencontainers.image.version': '2.0.0' } })[0],
    ).toBe('helm pull --plain-http oci://localhost:5000/team/app --version 2.0.0');
    expect(linesOf(chart)[0]).toBe(`oras pull quay.io/team/app@${digest}`);
  });
});

it('returns no commands for an invalid digest', () => {
  expect(linesOf({ kind: 'layer', descriptor: { ...descriptor('x'), digest: 'sha256:../../x' } })).toEqual([]);
  expect(linesOf({ kind: 'layers' })).toEqual([]);
});

function descriptor(mediaType: string) {
  return { mediaType: asMediaType(mediaType), digest, size: 12n };
}

function subject(given: Partial<CommandSubject> & Pick<CommandSubject, 'kind'>): CommandSubject {
  return {
    repository: quay,
    descriptor: undefined,
    owner: undefined,
    indexDigest: undefined,
    platform: undefined,
    tag: undefined,
    artifactType: undefined,
    contentTypes: [],
    subjectDigest: undefined,
    annotations: {},
    ...given,
  };
}

function linesOf(given: Partial<CommandSubject> & Pick<CommandSubject, 'kind'>): readonly string[] {
  return commandsOf(subject(given)).map(({ command }) => command);
}
