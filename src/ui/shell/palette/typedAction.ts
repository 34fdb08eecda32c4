import { type PageAddress, readTyped } from '../../../api/index.ts';
import { isAppError } from '../../../errors/index.ts';
import { formatReference, parseAddress } from '../../../oci/index.ts';
import { ranks, type Section } from '../../actions/find/rank.ts';
import { paletteMessages } from '../../messages/find/palette.ts';

/**
 * Returns an action for each meaning of the typed or pasted text, the likeliest first: a reference, a host, a link of this app, a
 * `docker pull …` line. Nearly every word is a valid image name, so plain words rank below all other matches.
 */
export function typedSection(typed: string, go: (address: PageAddress) => void): Section {
  const actions = readTyped(typed).flatMap((address) => {
    const name = nameOf(address);
    return name === undefined ? [] : [{ id: `typed ${name}`, name, icon: 'image' as const, run: () => go(address) }];
  });
  return { title: paletteMessages.open, actions, maxIdle: 1, rank: rankOf(typed) };
}

function nameOf(address: PageAddress): string | undefined {
  if (address.kind === 'home') return undefined;
  if (address.kind === 'other') return paletteMessages.typed[address.name](address.value);
  try {
    return formatReference(parseAddress(address.reference));
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

function rankOf(typed: string): number {
  const text = typed.trim();
  if (/[@\s]|:\/\/|:[^/]*$/.test(text)) return ranks.reference;
  return text.includes('/') ? ranks.path : ranks.guess;
}
