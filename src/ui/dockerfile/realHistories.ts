/** A step as a real builder wrote it, and as the Dockerfile has it. */
export interface RealStep {
  /** As history has it: `created_by`, and `comment` where it matters. */
  readonly createdBy: string;
  readonly comment?: string;
  readonly author?: string;
  readonly isEmpty?: boolean;
  /** Comment lines before the step. */
  readonly remarks?: readonly string[];
  readonly keyword: string;
  readonly text: string;
}

/** The history of an image, and who is said to have built it. */
export interface RealHistory {
  readonly builder: string;
  readonly words: string;
  readonly steps: readonly RealStep[];
}

const addedFile = 'c6c23585ab140b0b320d4e99bc1b0eb544c9e96c24d90fec5e069a6d57d335ca';

/**
 * Steps as real images have them. Seen in: httpd and mysql of Docker Hub (test data of containers/image), php (of
 * go-containerregistry) and calico for the classic builder; alpine, nginx, kong and crate (docker-library/repo-info) and an
 * image of a mkosi builder for BuildKit; debian for debuerreotype; openjdk and hello-world of repo-info for Windows; the httpd
 * image of Podman's tutorials for Buildah; trustedcert-operator for kaniko and apko; kyverno for ko; `docker history` of
 * dockerTools images for Nix; rules_docker issue 2093 for Bazel; buildpacks/lifecycle `layers` for Buildpacks; etcd for
 * `crane flatten`; project-stacker/stacker for umoci.
 *
 * Made after the source of the builder: what BuildKit writes of heredocs, of a shell that SHELL has set and of a RUN in exec
 * form (moby/buildkit, dockerfile2llb/convert.go: dispatchRun, withShell, runCommandString); `#(nop)` behind PowerShell
 * (moby/moby, builder/dockerfile: withCmdComment); the plugin names of Jib (its ContainerConfigurationTemplate and
 * BuildImageStep); a quoted shell in kaniko, which writes instructions as the Dockerfile has them; a `docker commit`.
 */
export const realHistories: readonly RealHistory[] = [
  {
    builder: 'docker build',
    words: 'Built with docker build.',
    steps: [
      {
        createdBy: `/bin/sh -c #(nop) ADD file:${addedFile} in / `,
        keyword: 'ADD',
        text: 'file:c6c23585 /',
      },
      { createdBy: '/bin/sh -c #(nop)  CMD ["/bin/bash"]', isEmpty: true, keyword: 'CMD', text: '["/bin/bash"]' },
      {
        createdBy:
          '/bin/sh -c #(nop)  ENV PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        isEmpty: true,
        keyword: 'ENV',
        text: 'PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      },
      {
        createdBy: '/bin/sh -c mkdir -p "$HTTPD_PREFIX" \t&& chown www-data:www-data "$HTTPD_PREFIX"',
        keyword: 'RUN',
        text: 'mkdir -p "$HTTPD_PREFIX" \t&& chown www-data:www-data "$HTTPD_PREFIX"',
      },
      {
        createdBy:
          '/bin/sh -c apt-get update \t&& apt-get install -y --no-install-recommends \t\tlibapr1 \t\tlibssl1.0.0 \t&& rm -r /var/lib/apt/lists/*',
        keyword: 'RUN',
        text: 'apt-get update \\\n    && apt-get install -y --no-install-recommends \\\n        libapr1 \\\n        libssl1.0.0 \\\n    && rm -r /var/lib/apt/lists/*',
      },
      {
        createdBy: '/bin/sh -c ln -s usr/local/bin/docker-entrypoint.sh /entrypoint.sh # backwards compat',
        keyword: 'RUN',
        text: 'ln -s usr/local/bin/docker-entrypoint.sh /entrypoint.sh # backwards compat',
      },
      {
        createdBy:
          '/bin/sh -c #(nop) COPY multi:2cdcedabcf5a3b9ae610fab7848e94bc2f64b4d85710d55fd6f79e44dacf73d8 in /usr/local/bin/ ',
        keyword: 'COPY',
        text: 'multi:2cdcedab /usr/local/bin/',
      },
      {
        createdBy: '|1 GIT_VERSION=v3.11.3 /bin/sh -c microdnf install hostname && mkdir /licenses',
        remarks: ['# with the build argument GIT_VERSION'],
        keyword: 'RUN',
        text: 'microdnf install hostname && mkdir /licenses',
      },
      {
        createdBy: '/bin/sh -c #(nop)  EXPOSE 3306/tcp 33060/tcp',
        isEmpty: true,
        keyword: 'EXPOSE',
        text: '3306/tcp 33060/tcp',
      },
      {
        createdBy: '/bin/sh -c #(nop)  VOLUME [/var/lib/mysql]',
        isEmpty: true,
        keyword: 'VOLUME',
        text: '/var/lib/mysql',
      },
      { createdBy: '/bin/sh -c #(nop)  MAINTAINER Sômé guy', isEmpty: true, keyword: 'MAINTAINER', text: 'Sômé guy' },
      {
        createdBy: '/bin/sh -c #(nop)  ONBUILD RUN echo hello',
        isEmpty: true,
        keyword: 'ONBUILD',
        text: 'RUN echo hello',
      },
      {
        createdBy: `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "nc -z -w5 127.0.0.1 8080 || exit 1"] "1m0s" "5s" "1m0s" '\\x00'}`,
        isEmpty: true,
        keyword: 'HEALTHCHECK',
        text: '--interval=1m0s --timeout=5s --start-period=1m0s CMD nc -z -w5 127.0.0.1 8080 || exit 1',
      },
    ],
  },
  {
    builder: 'BuildKit',
    words:
      'Built with debuerreotype and BuildKit, in this order. What debuerreotype did stands in its own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: "# debian.sh --arch 'amd64' out/ 'trixie' '@1766966400'",
        comment: 'debuerreotype 0.17',
        keyword: '',
        text: "# debian.sh --arch 'amd64' out/ 'trixie' '@1766966400' (debuerreotype 0.17)",
      },
      {
        createdBy: 'ADD alpine-minirootfs-3.23.2-x86_64.tar.gz / # buildkit',
        comment: 'buildkit.dockerfile.v0',
        keyword: 'ADD',
        text: 'alpine-minirootfs-3.23.2-x86_64.tar.gz /',
      },
      {
        createdBy: 'LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'LABEL',
        text: 'maintainer="NGINX Docker Maintainers <docker-maint@nginx.com>"',
      },
      {
        createdBy: 'ARG DEBIAN_FRONTEND=noninteractive',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'ARG',
        text: 'DEBIAN_FRONTEND=noninteractive',
      },
      {
        createdBy:
          'RUN |1 DEBIAN_FRONTEND=noninteractive /bin/sh -c apt update -y && apt upgrade -y && apt install -y     aptly     bubblewrap     zstd # buildkit',
        comment: 'buildkit.dockerfile.v0',
        keyword: 'RUN',
        text: 'apt update -y \\\n    && apt upgrade -y \\\n    && apt install -y \\\n        aptly \\\n        bubblewrap \\\n        zstd',
      },
      {
        createdBy: 'SHELL [/bin/bash -o pipefail -c]',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'SHELL',
        text: '["/bin/bash", "-o", "pipefail", "-c"]',
      },
      {
        createdBy:
          'RUN |1 DEBIAN_FRONTEND=noninteractive /bin/bash -o pipefail -c curl -fsS https://example.com | sh # buildkit',
        comment: 'buildkit.dockerfile.v0',
        keyword: 'RUN',
        text: 'curl -fsS https://example.com | sh',
      },
      {
        createdBy: 'COPY --chown=1000:0 config/crate.yml /crate/config/crate.yml # buildkit',
        comment: 'buildkit.dockerfile.v0',
        keyword: 'COPY',
        text: '--chown=1000:0 config/crate.yml /crate/config/crate.yml',
      },
      {
        createdBy: 'EXPOSE map[8000/tcp:{} 8443/tcp:{}]',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'EXPOSE',
        text: '8000/tcp 8443/tcp',
      },
      {
        createdBy: `HEALTHCHECK &{["CMD-SHELL" "kong health"] "1m0s" "10s" "0s" "0s" '\\n'}`,
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'HEALTHCHECK',
        text: '--interval=1m0s --timeout=10s --retries=10 CMD kong health',
      },
      {
        createdBy:
          'HEALTHCHECK {Test:[CMD-SHELL python -c "import os; print(os.environ[\'PORT\'])"] Interval:30s Timeout:5s StartPeriod:2m0s StartInterval:0s Retries:0}',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'HEALTHCHECK',
        text: '--interval=30s --timeout=5s --start-period=2m0s CMD python -c "import os; print(os.environ[\'PORT\'])"',
      },
      {
        createdBy: 'CMD ["nginx" "-g" "daemon off;"]',
        comment: 'buildkit.dockerfile.v0',
        isEmpty: true,
        keyword: 'CMD',
        text: '["nginx", "-g", "daemon off;"]',
      },
    ],
  },
  {
    builder: 'BuildKit with heredocs',
    words: 'Built with BuildKit.',
    steps: [
      {
        createdBy: 'RUN /bin/sh -c set -e\napt-get update\napt-get install -y curl\n # buildkit',
        keyword: 'RUN',
        text: '<<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF',
      },
      {
        createdBy: 'RUN /bin/sh -c cat <<EOF > /motd\nwelcome\nEOF # buildkit',
        keyword: 'RUN',
        text: '<<EOF_\ncat <<EOF > /motd\nwelcome\nEOF\nEOF_',
      },
      {
        createdBy: 'RUN /bin/sh -c /dev/pipes/EOF # buildkit',
        remarks: ['# a script of the Dockerfile that the history does not have'],
        keyword: 'RUN',
        text: '/dev/pipes/EOF',
      },
      {
        createdBy: 'RUN |1 TARGETARCH=amd64 /mnt/busybox rm -rf /usr/share/doc # buildkit',
        remarks: ['# with the build argument TARGETARCH'],
        keyword: 'RUN',
        text: '/mnt/busybox rm -rf /usr/share/doc',
      },
    ],
  },
  {
    builder: 'docker build for Windows',
    words: 'Built with docker build.',
    steps: [
      { createdBy: 'Apply image 10.0.20348.2700', keyword: '', text: '# Apply image 10.0.20348.2700' },
      { createdBy: 'Install update 10.0.20348.2762', keyword: '', text: '# Install update 10.0.20348.2762' },
      {
        createdBy: 'cmd /S /C #(nop) COPY file:9fca1d3c77d0758894ceeb7952e49e3b465b238dc4943832e9436b0ce84d8ae0 in C: ',
        keyword: 'COPY',
        text: 'file:9fca1d3c C:',
      },
      { createdBy: 'cmd /S /C echo hello', keyword: 'RUN', text: 'echo hello' },
      {
        createdBy:
          "cmd /S /C #(nop)  SHELL [powershell -Command $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';]",
        isEmpty: true,
        keyword: 'SHELL',
        text: `["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]`,
      },
      {
        createdBy:
          "powershell -Command $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; #(nop)  ENV JAVA_HOME=C:\\openjdk-8",
        isEmpty: true,
        keyword: 'ENV',
        text: 'JAVA_HOME=C:\\openjdk-8',
      },
      {
        createdBy:
          "powershell -Command $ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; $newPath = ('{0}\\bin;{1}' -f $env:JAVA_HOME, $env:PATH); \tWrite-Host ('Updating PATH: {0}' -f $newPath); \tsetx /M PATH $newPath",
        keyword: 'RUN',
        text: "$newPath = ('{0}\\bin;{1}' -f $env:JAVA_HOME, $env:PATH); \tWrite-Host ('Updating PATH: {0}' -f $newPath); \tsetx /M PATH $newPath",
      },
    ],
  },
  {
    builder: 'Buildah',
    words: 'Built with Buildah.',
    steps: [
      {
        createdBy: '/bin/sh -c dnf install -y httpd && dnf clean all -y ',
        comment: 'FROM docker.io/library/fedora:latest',
        remarks: ['# FROM docker.io/library/fedora:latest'],
        keyword: 'RUN',
        text: 'dnf install -y httpd && dnf clean all -y',
      },
      {
        createdBy:
          '/bin/sh -c #(nop) COPY file:846c7ee0fa97be3c73c8d2fb0dd482f31c2ec12d7e74ad2323e6c5bde9ef68ad in /var/www/html ',
        comment: 'FROM 97ad0fd6a1a3',
        keyword: 'COPY',
        text: 'file:846c7ee0 /var/www/html',
      },
      {
        createdBy: '/bin/sh -c #(nop) CMD ["/usr/sbin/httpd", "-DFOREGROUND"]',
        comment: 'FROM f737afe7b188',
        isEmpty: true,
        keyword: 'CMD',
        text: '["/usr/sbin/httpd", "-DFOREGROUND"]',
      },
    ],
  },
  {
    builder: 'kaniko',
    words:
      'Built with apko and kaniko, in this order. What apko did stands in its own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: 'apko',
        comment: 'This is an apko single-layer image',
        author: 'apko',
        keyword: '',
        text: '# apko (This is an apko single-layer image)',
      },
      { createdBy: 'COPY manager .', author: 'kaniko', keyword: 'COPY', text: 'manager .' },
      {
        createdBy: 'RUN addgroup -S nonroot && adduser -S nonroot -G nonroot',
        author: 'kaniko',
        keyword: 'RUN',
        text: 'addgroup -S nonroot && adduser -S nonroot -G nonroot',
      },
      {
        createdBy: 'RUN /bin/bash -c "echo a && echo b"',
        author: 'kaniko',
        keyword: 'RUN',
        text: '/bin/bash -c "echo a && echo b"',
      },
    ],
  },
  {
    builder: 'ko',
    words: 'Built with ko. What ko did stands in its own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: 'ko build ko://github.com/kyverno/kyverno/cmd/kyverno',
        comment: 'kodata contents, at $KO_DATA_PATH',
        author: 'ko',
        keyword: '',
        text: '# ko build ko://github.com/kyverno/kyverno/cmd/kyverno (kodata contents, at $KO_DATA_PATH)',
      },
      {
        createdBy: 'ko build ko://github.com/kyverno/kyverno/cmd/kyverno',
        comment: 'go build output, at /ko-app/kyverno',
        author: 'ko',
        keyword: '',
        text: '# ko build ko://github.com/kyverno/kyverno/cmd/kyverno (go build output, at /ko-app/kyverno)',
      },
    ],
  },
  {
    builder: 'Jib',
    words: 'Built with Jib. What Jib did stands in its own words: no Dockerfile is behind it.',
    steps: [
      { createdBy: 'jib', author: 'Jib', keyword: '', text: '# jib' },
      {
        createdBy: 'jib-maven-plugin:3.4.0',
        comment: 'dependencies',
        author: 'Jib',
        keyword: '',
        text: '# jib-maven-plugin:3.4.0 (dependencies)',
      },
      {
        createdBy: 'jib-gradle-plugin:3.4.0',
        comment: 'classes',
        author: 'Jib',
        keyword: '',
        text: '# jib-gradle-plugin:3.4.0 (classes)',
      },
    ],
  },
  {
    builder: 'Nix',
    words: 'Built with Nix. What Nix did stands in its own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: '',
        comment: "store paths: ['/nix/store/b3x2ic2rzl7a8ip7v1r662n53ynr3117-app-1.0.0']",
        keyword: '',
        text: "# store paths: ['/nix/store/b3x2ic2rzl7a8ip7v1r662n53ynr3117-app-1.0.0']",
      },
      { createdBy: 'nix', comment: 'Unpacked file trees', keyword: '', text: '# nix (Unpacked file trees)' },
    ],
  },
  {
    builder: 'Bazel',
    words:
      'Built with Bazel and docker build, in this order. What Bazel did stands in its own words: no Dockerfile is behind it.',
    steps: [
      { createdBy: 'bazel build ...', author: 'Bazel', keyword: '', text: '# bazel build ...' },
      {
        createdBy: '/bin/sh -c #(nop) ADD file:8e81116368669ed3dd361bc898d61bff249f524139a239fdaf3ec46869a39921 in / ',
        keyword: 'ADD',
        text: 'file:8e811163 /',
      },
    ],
  },
  {
    builder: 'Cloud Native Buildpacks',
    words:
      'Built with Cloud Native Buildpacks. What Cloud Native Buildpacks did stands in its own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: "Layer: 'launch-layer', Created by buildpack: cacher_buildpack@cacher_v1",
        keyword: '',
        text: "# Layer: 'launch-layer', Created by buildpack: cacher_buildpack@cacher_v1",
      },
      { createdBy: 'Application Slice: 4', keyword: '', text: '# Application Slice: 4' },
      { createdBy: 'Buildpacks Process Types', keyword: '', text: '# Buildpacks Process Types' },
    ],
  },
  {
    builder: 'crane',
    words:
      'Built with crane and umoci, in this order. What crane and umoci did stands in their own words: no Dockerfile is behind it.',
    steps: [
      {
        createdBy: 'crane flatten sha256:9795186cd4d9720cb833e3ee623fafa358060e7567fbb9480cb43d75dbac6f8b',
        comment: `[{"created":"2025-02-11T07:43:24.594606925Z"${' '.repeat(300)}}]`,
        keyword: '',
        text: '# crane flatten sha256:9795186cd4d9720cb833e3ee623fafa358060e7567fbb9480cb43d75dbac6f8b',
      },
      { createdBy: 'stacker umoci repack', keyword: '', text: '# stacker umoci repack' },
      { createdBy: 'BusyBox 1.37.0 (glibc), Debian 12', keyword: '', text: '# BusyBox 1.37.0 (glibc), Debian 12' },
      { createdBy: 'bash', comment: 'my change', keyword: '', text: '# bash (my change)' },
    ],
  },
];
