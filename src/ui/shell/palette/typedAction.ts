import { type PageAddress, readTyped } from '../../../api/index.ts';
import { isAppError } from '../../../errors/index.ts';
import { formatReference, parseAddress } from '../../../oci/index.ts';
import { ranks, type Section } from './rank.ts';

/**
 * Offers what was typed or pasted may mean, the likeliest first: a reference, a host, a link of this app, a `docker pull …` line.
 * Nearly every word is the name of an image: unless it is written as only references are, it comes after what else was found.
 */
export function typedSection(typed: string, go: (address: PageAddress) => void): Section {
  const offers = readTyped(typed).flatMap((address) => {
    const name = nameOf(address);
    return name === undefined ? [] : [{ id: `typed ${name}`, name, icon: 'image' as const, run: () => go(address) }];
  });
  return { title: 'Open', offers, most: 1, rank: rankOf(typed) };
}

const pageNames = { host: 'Repositories of', repo: 'Tags of', view: 'Page' } as const;

function nameOf(address: PageAddress): string | undefined {
  if (address.kind === 'home') return undefined;
  if (address.kind === 'other') return `${pageNames[address.name]} ${address.value}`;
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
