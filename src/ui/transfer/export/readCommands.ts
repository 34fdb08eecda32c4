import type { ExportPlan } from '../../../api/index.ts';
import type { NamedReference } from '../../../oci/index.ts';
import { shellLine } from '../../kit/shellQuote.ts';
import { readCommandNotes } from '../../messages/exportDialog.ts';

/** A command of another tool that reads the exported file. */
export interface ReadCommand {
  readonly tool: string;
  readonly command: string;
  readonly note?: string;
}

export interface ReadCommandOptions {
  readonly file: string;
  readonly plan: Pick<ExportPlan, 'kind' | 'isForDocker'>;
  readonly name: NamedReference | undefined;
  /** The file has only some platforms of the index. */
  readonly isPart: boolean;
  readonly referrers: boolean;
}

const registry = 'registry.example';

/**
 * Returns the commands that read the file. They follow the tools: containers/image takes the only entry of an archive if none is
 * named; crane reads a layout from a folder, and a tar only in `docker save` format; docker without the containerd image store reads
 * only `manifest.json`.
 */
export function readCommands({ file, plan, name, isPart, referrers }: ReadCommandOptions): readonly ReadCommand[] {
  const isIndex = plan.kind === 'index';
  const isImage = isIndex || plan.isForDocker;
  const tag = name?.tag ?? 'latest';
  const target = `${registry}/${name?.path ?? 'image'}:${tag}`;
  const entry = referrers && name?.tag ? `:${name.tag}` : '';
  const folder = file.replace(/\.oci\.tar$/, '');
  // Without a name, skopeo can't choose between the image and its referrers.
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
    note: isPart ? readCommandNotes.ownPlatform : readCommandNotes.replaceRegistry(registry),
  };
  return [
    ...(isOne ? [skopeo] : []),
    ...(isImage && !referrers ? [{ tool: 'podman', command: shellLine('podman', 'load', '-i', file) }] : []),
    ...(isImage
      ? [
          {
            tool: 'docker',
            command: shellLine('docker', 'load', '-i', file),
            ...(plan.isForDocker ? {} : { note: readCommandNotes.docker }),
          },
        ]
      : []),
    ...(isPart || referrers
      ? []
      : [
          {
            tool: 'crane',
            command: `${shellLine('mkdir', folder)} && ${shellLine('tar', '-xf', file, '-C', folder)} && ${shellLine('crane', 'push', folder, target)}`,
            note: readCommandNotes.crane,
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
