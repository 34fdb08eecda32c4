import { formatCount, formatSize, groupDigits } from '../kit/format.ts';

/** Text of the pane's head, tabs and buttons. */
export const paneMessages = {
  copyLink: 'Copy link',
  makeOffline: 'Make available offline…',
  offline: 'Offline…',
  back: 'Tree',
  breadcrumbs: 'Breadcrumbs',
  repository: 'Show tags',
  noRepository: 'No repository',
  pin: 'Pin',
  pinTitle: 'Pin to home',
  pinnedTitle: 'Pinned to home',
  signatureNotVerified: 'signature not verified',
  signatureNotVerifiedTitle:
    'This app doesn’t verify this signature. A matching digest shows only that the bytes are the requested ones.',

  views: 'Views',
  tabs: {
    overview: 'Overview',
    entries: 'Entries',
    layers: 'Layers',
    dockerfile: 'Dockerfile',
    config: 'Config',
    raw: 'Raw',
    commands: 'Commands',
  },
  showTab: (label: string) => `Show ${label}`,
  signature: 'Signature',
  specCheck: 'Spec check',
  loading: '…',

  noSuchNode: {
    title: 'Not found in this image',
    why: 'The link points to a part that doesn’t exist.',
    next: 'Select an item in the tree.',
  },
  invalidManifest: 'The digest matches, but the content isn’t a valid manifest:',
  rawDocument: 'Raw content',
} as const;

/** Text of the facts below the title, and of those that are folded. */
export const detailMessages = {
  details: 'Details',
  copyDigest: 'Copy digest',
  copy: 'Copy',
  digest: 'digest',
  permalink: 'Permalink',
  pinnedTagTitle: 'The digest determines what is shown. The tag may point to another digest at any time.',
  lastPointedHere: ' was last seen pointing to this digest ',
  size: 'Size',
  manifestSize: 'Manifest size',
  sizeUnknown: 'not stated',
  place: (layer: number, layers: number, step: number) => `, layer ${layer} of ${groupDigits(layers)}, step ${step}`,
  choosePlatform: 'Platform to show',
  own: 'this device',
  probablyOwn: 'probably this device',
} as const;

/** Words and tooltips of the chip that shows whether a node's content was verified. */
export const proofMessages = {
  matches: {
    word: 'digest matches',
    title: 'Hashed in this browser: digest and size match. No signature was verified.',
  },
  notStored: {
    word: 'digest matches, not stored',
    title: 'Verified but not cached.',
  },
  embedded: {
    word: 'embedded data',
    title: 'The descriptor embeds the content. Hashed in this browser: the digest matches.',
  },
  embeddedMismatch: {
    word: 'corrupt data',
    title: 'The content embedded in the descriptor doesn’t match the digest.',
  },
  stored: {
    word: 'stored',
    title: 'Stored in this browser. Verified when opened.',
  },
  notDownloaded: {
    word: 'not downloaded',
    title: 'Not downloaded. Digest and size are as stated by the manifest.',
  },
  sizeDiffers: {
    word: 'size differs',
    title: (difference: string) => `The digest matches, but the descriptor states another size: ${difference}.`,
  },
  corrupt: {
    word: 'corrupt',
    stored: 'The stored content doesn’t match its digest.',
    received: 'The content sent by the registry doesn’t match its digest.',
  },
  payload: {
    word: (word: string) => `payload ${word}`,
    title:
      'Hashed in this browser without its signatures: the digest matches. The digest does not cover the signatures.',
  },
} as const;

/** Text of the tag in a reference with a tag and a digest, and of tags that were not checked now. */
export const tagMessages = {
  checking: 'is being checked…',
  same: (isStale: boolean) => (isStale ? 'last seen pointing to this digest' : 'points to this digest'),
  other: (isStale: boolean) => (isStale ? 'last seen pointing to' : 'now points to'),
  notThis: ', not to this digest',
  deleted: (host: string) => `not found on ${host}`,
  unchecked: (why: string) => `could not be checked: ${why}`,
  unreachable: (host: string) => ` · ${host} is unreachable`,
  seen: ', seen ',
  offlineUnseen: 'you’re offline and this tag isn’t cached',
  reasons: (host: string) => ({
    unreachable: `${host} is unreachable`,
    unauthenticated: `${host} requires sign-in (401)`,
    denied: `${host} denies access (403)`,
    rate_limited: `rate limited by ${host} (429)`,
  }),

  notChecked: 'not checked now',
  notCheckedOffline: 'not checked: this device is offline',
  notCheckedServerError: (host: string) => `not checked: server error from ${host}`,
  notCheckedUnreachable: (host: string) => `not checked: ${host} is unreachable`,
} as const;

/** Text of the referrers fact and table. */
export const referrersMessages = {
  term: 'Referrers',
  termTitle: 'Signatures, attestations, SBOMs and other artifacts with this manifest as their subject',
  loading: 'loading…',
  unknown: 'unknown',
  notLoaded: 'not loaded yet',
  none: 'none',
  kindCount: (name: string, count: number) => `${name}${count === 1 ? '' : ` (${groupDigits(count)})`}`,
  asListed: 'as listed',
  load: (host: string) => `Check ${host}`,
  loadLabel: (host: string) => `Check ${host} for referrers`,
  checking: 'Checking…',

  kind: 'Kind',
  artifactType: 'Artifact type',
  manifest: 'Manifest',
  manifestSize: 'Manifest size',
  byList: 'according to the list',
  byTag: 'found by tag',
  unknownValue: '–',
} as const;

const maxNumbers = 8;

/** Text of the bar of layer sizes. */
export const layerMessages = {
  order: 'Order of the bar',
  orders: { size: 'By size', layers: 'In order' },
  rest: (numbers: readonly number[], bytes: bigint) => {
    const names = numbers.length > maxNumbers ? '' : `${numbers.join(', ')}: `;
    return `${names}${formatCount(numbers.length, names === '' ? 'smaller layer' : 'layer')}, ${formatSize(bytes)}`;
  },
  linked: (number: number, count: number, bytes: bigint, step: string) =>
    `Layer ${number} of ${groupDigits(count)}, ${formatSize(bytes)} ${step.slice(0, 200)}`.trim(),
  howBuilt: 'How it was built',
  hint: 'Point at a layer to see its build step.',
  base: ({ name, layers, bytes, ownBytes }: { name: string; layers: number; bytes: bigint; ownBytes: bigint }) =>
    `${formatSize(bytes)} from ${name === '' ? 'the base image' : name} (${layers === 1 ? 'layer 1' : `layers 1–${layers}`}, guessed from the history), ${formatSize(ownBytes)} own`,
} as const;

/** Text of the list of manifests that point to the selected node. */
export const usedByMessages = {
  title: 'Used by',
  scope: 'manifests seen in this browser',
  failed: (message: string) => `Lookup failed: ${message}`,
  none: 'Not referenced by any other manifest in this browser',
  contain: { title: 'Contain this', label: 'Manifests seen in this browser that contain this' },
  refer: { title: 'Refer to this', label: 'Manifests seen in this browser that refer to this' },
  showAll: (count: number) => `Show all ${groupDigits(count)}`,
  more: (count: number) => `and ${groupDigits(count)} more, stored earlier`,
  repository: 'Show tags',
  stored: (time: string) => `Stored ${time}`,
  lastSeen: (reference: string) => `${reference}, as last seen in this browser`,
  moreTags: (count: number) => ` and ${formatCount(count, 'more tag')}`,
  moreRepositories: (count: number) => formatCount(count, 'more repository', 'more repositories'),

  kinds: { manifest: 'Manifest', index: 'Index', attestation: 'Attestation', image: 'Image', artifact: 'Artifact' },
  platformEntry: (platform: string) => `${platform} entry`,
  position: (noun: string, position: number, count: number) =>
    `${noun} ${groupDigits(position)} of ${groupDigits(count)}`,
} as const;

export const pinMessages = {
  limitReached: (max: number) => `Pin limit (${max}) reached. Unpin one first.`,
  failed: (why: string | undefined) => `Couldn’t save the pin in this browser${why ? `: ${why}` : ''}`,
};
