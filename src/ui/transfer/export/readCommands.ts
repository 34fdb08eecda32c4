import type { ExportPlan } from '../../../api/index.ts';
import type { NamedReference } from '../../../oci/index.ts';
import { shellLine } from '../../kit/shellQuote.ts';

/** A line that reads the file with a program of other people. */
export interface ReadCommand {
  readonly tool: string;
  readonly command: string;
  readonly note?: string;
}

export interface ReadAsked {
  readonly file: string;
  readonly plan: Pick<ExportPlan, 'kind' | 'isForDocker'>;
  readonly name: NamedReference | undefined;
  /** Not all platforms of an index are in it. */
  readonly isPart: boolean;
  readonly referrers: boolean;
}

const registry = 'registry.example';

/**
 * What reads the file, as these programs do: containers/image takes the one entry of an archive where none is named; crane reads
 * a layout from a folder, and a tar as `docker save` writes it; docker without containerd's store goes by `manifest.json` alone.
 */
export function readCommands({ file, plan, name, isPart, referrers }: ReadAsked): readonly ReadCommand[] {
  const isIndex = plan.kind === 'index';
  const isImage = isIndex || plan.isForDocker;
  const tag = name?.tag ?? 'latest';
  const target = `${registry}/${name?.path ?? 'image'}:${tag}`;
  const entry = referrers && name?.tag ? `:${name.tag}` : '';
  const folder = file.replace(/\.oci\.tar$/, '');
  // Without a name there is no telling which of several is meant.
  const isOne = !referrers || entry !== '';
  const skopeo: ReadCommand = {
    tool: 'skopeo',
    command: shellLine(
      'skopeo',
      'copy',
      ...(isIndex && !isPart ? ['--all'] : []),
      `oci-archive:${file}${entry}`,
      `docker://${target}`,
    ),
    note: isPart
      ? 'It copies the platform of this machine; name another with --override-os and --override-arch.'
      : `In the place of ${registry}, your registry.`,
  };
  return [
    ...(isOne ? [skopeo] : []),
    ...(isImage && !referrers ? [{ tool: 'podman', command: shellLine('podman', 'load', '-i', file) }] : []),
    ...(isImage
      ? [
          {
            tool: 'docker',
            command: shellLine('docker', 'load', '-i', file),
            ...(plan.isForDocker ? {} : { note: dockerNote }),
          },
        ]
      : []),
    ...(isPart || referrers
      ? []
      : [
          {
            tool: 'crane',
            command: `${shellLine('mkdir', folder)} && ${shellLine('tar', '-xf', file, '-C', folder)} && ${shellLine('crane', 'push', folder, target)}`,
            note: 'From a folder, so that the digest stays what it is.',
          },
        ]),
    ...(name?.tag
      ? [
          {
            tool: 'oras',
            command: shellLine(
              'oras',
              'copy',
              ...(referrers ? ['-r'] : []),
              '--from-oci-layout',
              `${file}:${tag}`,
              target,
            ),
          },
        ]
      : []),
  ];
}

const dockerNote = "Docker 27 or later with containerd's image store: others read one image at a time.";
