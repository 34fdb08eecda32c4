import { shellLine, shellWord } from '../../kit/shellQuote.ts';
import { registryAddress } from '../../state/requestedUrl.ts';
import type { Command, Repository } from './command.ts';

/** Where hosts give a token to anyone, for what is public, and what they call themselves (their 401's WWW-Authenticate). */
const tokenServices: ReadonlyMap<string, { readonly realm: string; readonly service: string }> = new Map([
  ['docker.io', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io' }],
  ['ghcr.io', { realm: 'https://ghcr.io/token', service: 'ghcr.io' }],
]);

const privateNote = 'The first line gets a token for what is public. For what is private add -u NAME to it.';
const unknownNote = 'Where the answer is 401, its WWW-Authenticate header says where to get a token.';

/** What to ask of a repository's API, and what to do with the answer. */
export interface CurlRequest {
  readonly title: string;
  /** Below `/v2/<name>/`. */
  readonly path: string;
  readonly accept?: string;
  /** A file to write; else it is printed. */
  readonly file?: string;
}

/**
 * The distribution-spec's own request. `-L` follows the redirect of a blob, and curl gives a token to no other host
 * (curl 7.58 and later).
 */
export function curlCommand(repository: Repository, { title, path, accept, file }: CurlRequest): Command {
  const { name, host, base } = repository;
  const service = base === registryAddress(host, '')?.base ? tokenServices.get(host) : undefined;
  const words = [
    ...(file === undefined ? ['curl', '-fsSL'] : ['curl', '-fL', '-o', file]),
    ...(accept === undefined ? [] : ['-H', `Accept: ${accept}`]),
  ];
  const url = shellWord(`${repository.base}/v2/${name}/${path}`);
  const line = [shellLine(...words), ...(service ? ['-H "Authorization: Bearer $TOKEN"'] : []), url].join(' ');
  const common = { group: 'By HTTP', title, tool: 'curl' } as const;
  if (service) return { ...common, command: `${tokenLine(name, service)}\n${line}`, note: privateNote };
  return base.startsWith('http:') ? { ...common, command: line } : { ...common, command: line, note: unknownNote };
}

function tokenLine(name: string, { realm, service }: { readonly realm: string; readonly service: string }): string {
  const ask = shellLine('curl', '-fsS', `${realm}?service=${service}&scope=repository:${name}:pull`);
  return `TOKEN=$(${ask} | sed -n 's/.*"token": *"\\([^"]*\\)".*/\\1/p')`;
}
