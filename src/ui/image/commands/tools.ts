import { shellLine } from '../../kit/shellQuote.ts';
import type { Command, CommandGroup, Repository, Tool } from './command.ts';

/** `host/name@digest`, which every one of the tools takes. */
export function byDigest({ host, name }: Repository, digest: string): string {
  return `${host}/${name}@${digest}`;
}

/**
 * What each tool has to be told of a registry that speaks plain http. Docker and BuildKit have no flag for it: they take
 * http for loopback by themselves, and for other hosts by the daemon's settings.
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

/** A tool's verbs, what it needs to reach the registry, then the rest. */
export function toolLine(
  tool: Tool,
  { host, isPlainHttp }: Repository,
  verbs: readonly string[],
  words: readonly string[],
): string {
  return shellLine(...tool.split(' '), ...verbs, ...(isPlainHttp ? plainHttp[tool](host) : []), ...words);
}

/** Makes commands of one repository. */
export function commandMaker(repository: Repository) {
  return (
    group: CommandGroup,
    title: string,
    tool: Tool,
    verbs: readonly string[],
    words: readonly string[],
    { note, tail = '' }: { readonly note?: string /** Of the shell, quoted already. */; readonly tail?: string } = {},
  ): Command => ({
    group,
    title,
    tool,
    command: toolLine(tool, repository, verbs, words) + tail,
    ...(note === undefined ? {} : { note }),
  });
}
