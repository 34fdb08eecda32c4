import { shellLine, shellWord } from '../../kit/shellQuote.ts';
import { commandNotes } from '../../messages/commandsView.ts';
import { registryAddress } from '../../state/requestedUrl.ts';
import type { Command, CommandRepository } from './command.ts';

/** Token services that issue anonymous tokens for public content, as stated in the host's WWW-Authenticate header. */
const tokenServices: ReadonlyMap<string, { readonly realm: string; readonly service: string }> = new Map([
  ['docker.io', { realm: 'https://auth.docker.io/token', service: 'registry.docker.io' }],
  ['ghcr.io', { realm: 'https://ghcr.io/token', service: 'ghcr.io' }],
]);

/** A request to a repository's API, and the destination of the response. */
export interface CurlRequest {
  readonly title: string;
  /** Below `/v2/<name>/`. */
  readonly path: string;
  readonly accept?: string;
  /** File to write; printed if omitted. */
  readonly file?: string;
}

/**
 * Returns the distribution-spec request as a curl command. `-L` follows a blob's redirect; since curl 7.58 the token is not
 * sent to another host.
 */
export function curlCommand(repository: CommandRepository, { title, path, accept, file }: CurlRequest): Command {
  const { name, host, base } = repository;
  const service = base === registryAddress(host, '')?.base ? tokenServices.get(host) : undefined;
  const args = [
    ...(file === undefined ? ['curl', '-fsSL'] : ['curl', '-fL', '-o', file]),
    ...(accept === undefined ? [] : ['-H', `Accept: ${accept}`]),
  ];
  const url = shellWord(`${repository.base}/v2/${name}/${path}`);
  const line = [shellLine(...args), ...(service ? ['-H "Authorization: Bearer $TOKEN"'] : []), url].join(' ');
  const common = { group: 'curl', title, tool: 'curl' } as const;
  if (service) return { ...common, command: `${tokenLine(name, service)}\n${line}`, note: commandNotes.publicToken };
  return base.startsWith('http:')
    ? { ...common, command: line }
    : { ...common, command: line, note: commandNotes.unknownToken };
}

function tokenLine(name: string, { realm, service }: { readonly realm: string; readonly service: string }): string {
  const request = shellLine('curl', '-fsS', `${realm}?service=${service}&scope=repository:${name}:pull`);
  return `TOKEN=$(${request} | sed -n 's/.*"token": *"\\([^"]*\\)".*/\\1/p')`;
}
