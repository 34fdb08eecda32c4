/** A tree as a link names it: the reference, the selected node and its tab (docs/design.md §2). */
export interface TreeAddress {
  readonly kind: 'tree';
  /** As written in the link; may be invalid. */
  readonly reference: string;
  /** Node path: '' is the root, `config`, `layers/2`, `manifests/0/layers/1`. */
  readonly select: string;
  /** '' if the link has none. */
  readonly tab: string;
  /** `os/arch[/variant]`: the entry of an index to open; '' if the link has none. */
  readonly platform: string;
}

/** A page of the app, as the URL's fragment names it. */
export type PageAddress =
  | { readonly kind: 'home' }
  | TreeAddress
  | { readonly kind: 'other'; readonly name: 'repo' | 'host' | 'view'; readonly value: string };

const otherPages = ['repo', 'host', 'view'] as const;

/** Reads a fragment, with or without its `#`. Never throws: an invalid reference is reported when it is opened. */
export function readPageAddress(fragment: string): PageAddress {
  const [first = '', ...rest] = fragment.replace(/^#/, '').split('&');
  const reference = decode(first).trim();
  if (reference === '') return { kind: 'home' };
  const other = otherPages.find((name) => reference.startsWith(`${name}=`));
  if (other) return { kind: 'other', name: other, value: reference.slice(other.length + 1) };
  const parameters = new Map(rest.map(readParameter));
  return {
    kind: 'tree',
    reference,
    select: (parameters.get('select') ?? '').replace(/^\/+|\/+$/g, ''),
    tab: parameters.get('tab') ?? '',
    platform: parameters.get('platform') ?? '',
  };
}

/** Returns the fragment of an address, with its `#`; '' for home. The inverse of `readPageAddress`. */
export function formatPageAddress(address: PageAddress): string {
  if (address.kind === 'home') return '';
  if (address.kind === 'other') return `#${address.name}=${encode(address.value)}`;
  const parameters = (['select', 'tab', 'platform'] as const)
    .filter((name) => address[name] !== '')
    .map((name) => `&${name}=${encode(address[name])}`);
  return `#${encode(address.reference)}${parameters.join('')}`;
}

/** Returns the address of a node in the tree of a reference. */
export function treeAddress(reference: string, select = '', tab = '', platform = ''): TreeAddress {
  return { kind: 'tree', reference, select, tab, platform };
}

function readParameter(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), decode(text.slice(equals + 1))];
}

/** Decodes what other programs escape in links; a stray `%` stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = Uint8Array.from(escaped.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}

function encode(text: string): string {
  return text.replace(/[%&#\s]/g, encodeURIComponent);
}
