import { type PageAddress, readTyped } from '../../api/index.ts';
import { isAppError } from '../../errors/index.ts';
import { formatReference, parseAddress } from '../../oci/index.ts';
import { ranks, type Section } from './rank.ts';

/**
 * The way to what was typed or pasted: a reference, a link of this app, a `docker pull …` line. Nearly every word is the name
 * of an image: unless it is written as only references are, it comes after what else was found.
 */
export function typedSection(typed: string, go: (address: PageAddress) => void): Section {
  const address = readTyped(typed);
  const name = nameOf(address);
  const offers = name === undefined ? [] : [{ id: 'typed', name, icon: 'image' as const, run: () => go(address) }];
  return { title: 'Open', offers, most: 1, rank: rankOf(typed) };
}

function nameOf(address: PageAddress): string | undefined {
  if (address.kind === 'home') return undefined;
  if (address.kind === 'other') return `${address.name} ${address.value}`;
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
