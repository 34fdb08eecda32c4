import { formatPageAddress, treeAddress } from './pageAddress.ts';
import { readTyped } from './typedAddress.ts';

/** Query parameters of a Web Share Target, the most specific first. */
const sharedNames = ['url', 'text', 'title'] as const;

/**
 * Returns the fragment for the query of the app's URL; undefined if the query names nothing. `image=<reference>` is used as
 * written. `image=web+oci:…` and text shared by another app (`url`, `text`, `title`) are searched for an image. `open` means
 * files that the system opens with this app. Text without an image is kept, so that the page can report it.
 */
export function fragmentOfQuery(search: string): string | undefined {
  const query = new URLSearchParams(search);
  const image = query.get('image')?.trim();
  if (image) return /^web\+oci:/i.test(image) ? fragmentOfTexts([image]) : formatPageAddress(treeAddress(image));
  const shared = sharedNames.map((name) => query.get(name)?.trim() ?? '').filter((text) => text !== '');
  if (shared.length > 0) return fragmentOfTexts(shared);
  return query.has('open') ? formatPageAddress({ kind: 'other', name: 'view', value: 'import' }) : undefined;
}

/** Tries each whole text, then its lines, then the words that can only be a link or a digest. */
function fragmentOfTexts(texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split('\n').map((line) => line.trim()));
  const words = lines.flatMap((line) => line.split(/\s+/)).filter((word) => /:\/\/|sha\d+:/.test(word));
  for (const text of [...texts, ...lines, ...words]) {
    const fragment = fragmentOfText(text);
    if (fragment !== undefined) return fragment;
  }
  return formatPageAddress(treeAddress(texts[0] ?? ''));
}

/** Reads the fragment from a link of this app, which may name a node, a tab or another page; or from a reference. */
function fragmentOfText(text: string): string | undefined {
  const [address] = readTyped(text);
  return address === undefined || address.kind === 'home' ? undefined : formatPageAddress(address);
}
