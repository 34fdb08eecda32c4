import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '../errors/index.ts';

/** Looks up all addresses of a name, like `dns.lookup` with `all`. */
export type LookupAll = (
  hostname: string,
  options: { readonly all: true; readonly hints?: number; readonly family?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

// IANA's special-purpose registries: this machine, its networks, cloud metadata, documentation, multicast, and tunnels that
// contain an IPv4 address. IPv4 addresses written as IPv6 count as IPv4.
const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv6');
}

/** Tells whether an address is outside the public internet; text that is not an address counts as private. */
export function isPrivateAddress(address: string): boolean {
  // A zone is an interface of this machine.
  const family = address.includes('%') ? 0 : isIP(address);
  return family === 0 || privateNetworks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Creates a look-up that fails with permission_denied if any address is private. The connection uses the checked addresses. */
export function createPublicLookup(lookup: LookupAll, isPrivate: (address: string) => boolean): LookupFunction {
  return (hostname, { all, hints, family }, callback) => {
    const options = {
      all: true,
      ...(hints ? { hints } : {}),
      ...(typeof family === 'number' ? { family } : {}),
    } as const;
    lookup(hostname, options, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? privateRefused(hostname), '');
      if (addresses.some(({ address }) => isPrivate(address))) return callback(privateRefused(hostname), '');
      if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Returns the error for a public registry that points into a private network. */
export function privateRefused(hostname: string): AppError {
  return new AppError(
    'permission_denied',
    `"${hostname}" is an address of a private network, which the gateway may not be sent to`,
    {
      reason: 'denied',
      detail: { hostname },
    },
  );
}
