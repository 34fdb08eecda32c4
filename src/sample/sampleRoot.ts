import type { BuildStep } from './image.ts';
import type { TarEntry } from './tar.ts';

const passwd = `root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
`;
const group = 'root:x:0:\nnobody:x:65534:\n';
const motd = 'This file is deleted by the third layer: look there for its whiteout.\n';
const readme = `ociscope/sample

A small image to look at. Three layers: a base, a program, and one that only deletes.
This file is in the first layer and is deleted by the third.
`;

/** Architectures with another name in systemd's os-release(5) than in GOARCH. */
const osReleaseArchitectures: Readonly<Record<string, string>> = { amd64: 'x86-64', arm64: 'arm64' };

/** The Dockerfile of the sample, step by step: a static root, a program, a clean-up that leaves whiteouts. */
export function sampleSteps(architecture: string, version: string): readonly BuildStep[] {
  return [
    { createdBy: 'COPY rootfs/ / # buildkit', entries: baseEntries(architecture, version) },
    {
      createdBy: 'COPY --chmod=0755 hello /usr/local/bin/hello # buildkit',
      entries: [
        { path: 'usr/' },
        { path: 'usr/local/' },
        { path: 'usr/local/bin/' },
        { path: 'usr/local/bin/hello', mode: 0o755, content: program(architecture) },
      ],
    },
    {
      createdBy: 'RUN /mnt/busybox rm -rf /usr/share/doc /etc/motd # buildkit',
      entries: [
        { path: 'etc/' },
        { path: 'etc/.wh.motd', content: '' },
        { path: 'usr/' },
        { path: 'usr/share/' },
        { path: 'usr/share/.wh.doc', content: '' },
      ],
    },
    { createdBy: 'ENV GREETING=hello' },
    { createdBy: 'EXPOSE [8080/tcp]' },
    { createdBy: 'VOLUME [/data]' },
    { createdBy: 'USER nobody' },
    { createdBy: 'ENTRYPOINT ["/usr/local/bin/hello"]' },
    { createdBy: 'CMD ["--world"]' },
  ];
}

/** The image config's `config` after these steps. */
export function sampleConfig(labels: Readonly<Record<string, string>>): object {
  return {
    User: 'nobody',
    ExposedPorts: { '8080/tcp': {} },
    Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'GREETING=hello'],
    Entrypoint: ['/usr/local/bin/hello'],
    Cmd: ['--world'],
    Volumes: { '/data': {} },
    WorkingDir: '/',
    Labels: labels,
  };
}

function baseEntries(architecture: string, version: string): readonly TarEntry[] {
  return [
    { path: 'data/' },
    { path: 'etc/' },
    { path: 'etc/group', content: group },
    { path: 'etc/motd', content: motd },
    { path: 'etc/os-release', linkTo: '../usr/lib/os-release' },
    { path: 'etc/passwd', content: passwd },
    { path: 'root/', mode: 0o700 },
    { path: 'tmp/', mode: 0o1777 },
    { path: 'usr/' },
    { path: 'usr/lib/' },
    { path: 'usr/lib/os-release', content: osRelease(architecture, version) },
    { path: 'usr/share/' },
    { path: 'usr/share/doc/' },
    { path: 'usr/share/doc/sample/' },
    { path: 'usr/share/doc/sample/README', content: readme },
  ];
}

function osRelease(architecture: string, version: string): string {
  return `NAME="ociscope sample"
ID=ociscope-sample
VERSION_ID=${version}
PRETTY_NAME="ociscope sample ${version}"
ARCHITECTURE=${osReleaseArchitectures[architecture] ?? architecture}
`;
}

function program(architecture: string): string {
  return `#!/bin/sh
# Stands where a program compiled for linux/${architecture} would be. The image has no shell to run it with:
# it is made to be looked at.
echo "\${GREETING:-hello} from ociscope/sample on linux/${architecture}"
`;
}
