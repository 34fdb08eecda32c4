import { shellLine } from '../../kit/shellQuote.ts';
import type { Command, CommandGroup, CommandRepository, Tool } from './command.ts';

/** Returns `host/name@digest`, which every tool accepts. */
export function byDigest({ host, name }: CommandRepository, digest: string): string {
  return `${host}/${name}@${digest}`;
}

/**
 * Options for a plain HTTP registry. Docker and BuildKit have no flag: they use HTTP for loopback automatically, and for
 * other hosts by the daemon's settings.
 */
const plainHttp: Readonly<Record<Tool, (host: string) => readonly string[]>> = {
  docker: () => [],
  'docker buildx': () => [],
  crane: () => ['--insecure'],
  skopeo: () => ['--tls-verify=false'],
  oras: () => ['--plain-http'],
  regctl: (host) => ['--host', `reg=${host},tls=disabled`],
  helm: () => ['--plain-http'],
  cosign: () => ['--allow-http-registry'],
  curl: () => [],
};

/** Returns a command line: the tool, its verbs, options to reach the registry, then its other arguments. */
export function toolLine(
  tool: Tool,
  { host, isPlainHttp }: CommandRepository,
  verbs: readonly string[],
  args: readonly string[],
): string {
  return shellLine(...tool.split(' '), ...verbs, ...(isPlainHttp ? plainHttp[tool](host) : []), ...args);
}

/** Returns a function that creates commands for one repository. */
export function commandMaker(repository: CommandRepository) {
  return (
    group: CommandGroup,
    title: string,
    tool: Tool,
    verbs: readonly string[],
    args: readonly string[],
    {
      note,
      tail = '',
    }: { readonly note?: string /** Shell text to append, already quoted. */; readonly tail?: string } = {},
  ): Command => ({
    group,
    title,
    tool,
    command: toolLine(tool, repository, verbs, args) + tail,
    ...(note === undefined ? {} : { note }),
  });
}
