import type { ContainerConfig } from '../oci/index.ts';

/** What a container is started with, by the names of a Dockerfile; `words` writes a list in exec form. */
export function containerRows(
  config: ContainerConfig,
  words: (list: readonly string[] | undefined) => string | undefined,
): readonly (readonly [name: string, value: string | undefined])[] {
  return [
    ['Entrypoint', words(config.entrypoint)],
    ['Cmd', words(config.cmd)],
    ['User', config.user],
    ['Workdir', config.workingDir],
    ['Ports', config.exposedPorts?.join(', ')],
    ['Volumes', config.volumes?.join(', ')],
  ];
}
