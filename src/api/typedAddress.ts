import { isAppError } from '../errors/index.ts';
import { type Address, formatFamiliar, formatReference, parseAddresses, parseReference } from '../oci/index.ts';
import { type PageAddress, readPageAddress, treeAddress } from './pageAddress.ts';

/**
 * Returns the addresses that a typed or pasted text may mean, the most likely first: an image, a repository's tags, a registry's
 * repositories, or the target of a link of this app. Empty if it means none.
 */
export function readTyped(text: string): readonly PageAddress[] {
  try {
    return parseAddresses(text).map((address) => pageOf(address, text.trim()));
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}

function pageOf(address: Address, typed: string): PageAddress {
  switch (address.kind) {
    case 'link':
      return readPageAddress(address.fragment);
    case 'registry':
      return { kind: 'other', name: 'host', value: address.host };
    case 'repository':
      return { kind: 'other', name: 'repo', value: `${address.domain}/${address.path}` };
    case 'image': {
      const full = formatReference(address.reference);
      // As typed, or in Docker's short form, unless that means something else: docker.io/a.b/c is not a.b/c.
      return treeAddress([typed, formatFamiliar(address.reference)].find((short) => isShortFor(short, full)) ?? full);
    }
  }
}

function isShortFor(short: string, full: string): boolean {
  try {
    return formatReference(parseReference(short)) === full;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}
