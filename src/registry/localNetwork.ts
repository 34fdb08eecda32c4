import { isLoopback } from '../oci/index.ts';
import type { RegistryOptions } from './contract.ts';

/** The address spaces of local network access, from public to private. */
const spaces = ['public', 'local', 'loopback'] as const;

type Space = (typeof spaces)[number];

/** Chrome 145 and later, then the one name of 142 to 144 (wicg.github.io/local-network-access, permissions). */
const permissionNames: Record<Space, string> = {
  public: 'local-network',
  local: 'local-network',
  loopback: 'loopback-network',
};

/** The browser may be blocking access to a host. */
export interface LocalNetworkBlock {
  /** The state of the permission. */
  readonly access: 'denied' | 'prompt';
  /** The host's name or address is certainly in a more private space than the page; other names may resolve to any address. */
  readonly isCertain: boolean;
}

/** Returns undefined if the page may reach the host or needs no permission for it. Sends nothing. */
export async function localNetworkBlock(
  host: string,
  { origin, permission }: RegistryOptions,
): Promise<LocalNetworkBlock | undefined> {
  const [from, to] = [spaceOf(origin ? new URL(origin).host : 'localhost'), spaceOf(host)];
  const isCertain = spaces.indexOf(to) > spaces.indexOf(from);
  const mayBePrivate = from === 'public' && !/^[\d.]+(:\d+)?$|^\[/.test(host);
  if (!permission || !(isCertain || mayBePrivate)) return undefined;
  const access = (await permission(permissionNames[to])) ?? (await permission('local-network-access'));
  return access === 'prompt' || access === 'denied' ? { access, isCertain } : undefined;
}

/** Returns the space of a name or literal address; browsers do not tell pages what a name resolves to. */
function spaceOf(host: string): Space {
  if (isLoopback(host)) return 'loopback';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const isPrivate =
    /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(name) ||
    /^\[f([cd]|e[89ab])/.test(name) ||
    name.endsWith('.local');
  return isPrivate ? 'local' : 'public';
}
