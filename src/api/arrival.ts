import { formatPageAddress, treeAddress } from './pageAddress.ts';
import { readTyped } from './typedAddress.ts';

/** What another app shares; the address first, since a title says least. */
const sharedNames = ['url', 'text', 'title'] as const;

/**
 * Returns the fragment for the query of an address; undefined if it names nothing. `image=<reference>` is taken as
 * written, `image=web+oci:…` and what another app shared (`url`, `text`, `title`) by the image that is named in it, and `open`
 * means files that the system opens with this app. A text that names no image is kept, so that the page can say so.
 */
export function fragmentOfQuery(search: string): string | undefined {
  const query = new URLSearchParams(search);
  const image = query.get('image')?.trim();
  if (image) return /^web\+oci:/i.test(image) ? fragmentOfTexts([image]) : formatPageAddress(treeAddress(image));
  const shared = sharedNames.map((name) => query.get(name)?.trim() ?? '').filter((text) => text !== '');
  if (shared.length > 0) return fragmentOfTexts(shared);
  return query.has('open') ? formatPageAddress({ kind: 'other', name: 'view', value: 'import' }) : undefined;
}

/** Each text as a whole, then its lines, then the words of it that can be nothing but a link or a digest. */
function fragmentOfTexts(texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split('\n').map((line) => line.trim()));
  const words = lines.flatMap((line) => line.split(/\s+/)).filter((word) => /:\/\/|sha\d+:/.test(word));
  for (const text of [...texts, ...lines, ...words]) {
    const fragment = fragmentOfText(text);
    if (fragment !== undefined) return fragment;
  }
  return formatPageAddress(treeAddress(texts[0] ?? ''));
}

/** A link of this app says more than which image: the node and the tab, or another page. */
function fragmentOfText(text: string): string | undefined {
  const [address] = readTyped(text);
  return address === undefined || address.kind === 'home' ? undefined : formatPageAddress(address);
}
