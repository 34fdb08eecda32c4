import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Relative to the project's root, where every test runner starts. */
const folder = 'docs/registries';

/**
 * A configuration as `docs/registries` tells people to copy it, adapted to a test: each text is replaced wherever it
 * occurs. A text that does not occur throws, so that no test runs something else than it seems to.
 */
export async function documentedConfiguration(
  file: string,
  replacements: readonly (readonly [wanted: string, replacement: string])[],
): Promise<string> {
  let text = await readFile(resolve(folder, file), 'utf8');
  for (const [wanted, replacement] of replacements) {
    if (!text.includes(wanted)) throw new Error(`${folder}/${file} has no "${wanted}" to replace`);
    text = text.replaceAll(wanted, replacement);
  }
  return text;
}

/** Replacements that turn a documented nginx site into one for tests: a port without TLS. */
export function nginxOnPort(port: number, name: string): readonly (readonly [string, string])[] {
  return [
    ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
    [`ssl_certificate /etc/ssl/${name}.pem;`, ''],
    [`ssl_certificate_key /etc/ssl/${name}.key;`, ''],
  ];
}

/** The same for Caddy. */
export function caddyOnPort(port: number, name: string): readonly (readonly [string, string])[] {
  return [[`\n${name} {`, `\nhttp://localhost:${port} {`]];
}

/** Path of the CA file of nginx's gateway, which differs between systems. */
export const nginxTrust: readonly (readonly [string, string])[] = [
  ['proxy_ssl_verify on;', ''],
  ['proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;', ''],
];

/**
 * A host or origin of this machine with the address of `localhost`: nginx resolves names from variables through a
 * resolver, which a test does not have.
 */
export async function byAddress(hostOrOrigin: string): Promise<string> {
  const { address, family } = await lookup('localhost');
  return hostOrOrigin.replace('localhost', family === 6 ? `[${address}]` : address);
}
