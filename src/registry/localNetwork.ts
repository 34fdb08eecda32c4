import type { RegistryOptions } from './contract.ts';
import { isLoopback } from './hosts.ts';

/** Where a request goes, as local network access has it: the later, the more private. */
const spaces = ['public', 'local', 'loopback'] as const;

type Space = (typeof spaces)[number];

/** Chrome 145 and later, then the one name of 142 to 144 (wicg.github.io/local-network-access, permissions). */
const permissionNames: Record<Space, string> = {
  public: 'local-network',
  local: 'local-network',
  loopback: 'loopback-network',
};

/**
 * Whether the browser may be keeping this page from the host: `blocked` where the host's name or address says that it is
 * more private than the page, `possible` where a name may stand for anything, `no` where it is allowed or no matter.
 */
export async function localNetworkBlock(
  host: string,
  { origin, permission }: RegistryOptions,
): Promise<'blocked' | 'possible' | 'no'> {
  const [from, to] = [spaceOf(origin ? new URL(origin).host : 'localhost'), spaceOf(host)];
  const isMorePrivate = spaces.indexOf(to) > spaces.indexOf(from);
  const mayBePrivate = from === 'public' && !/^[\d.]+(:\d+)?$|^\[/.test(host);
  if (!permission || !(isMorePrivate || mayBePrivate)) return 'no';
  const state = (await permission(permissionNames[to])) ?? (await permission('local-network-access'));
  if (state !== 'prompt' && state !== 'denied') return 'no';
  return isMorePrivate ? 'blocked' : 'possible';
}

/** By name or literal address alone: a browser tells no page what a name resolves to. */
function spaceOf(host: string): Space {
  if (isLoopback(host)) return 'loopback';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const isPrivate =
    /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(name) ||
    /^\[f([cd]|e[89ab])/.test(name) ||
    name.endsWith('.local');
  return isPrivate ? 'local' : 'public';
}
