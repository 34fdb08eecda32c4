import { formatCount, formatSize, groupDigits } from '../kit/format.ts';
import type { Theme } from '../kit/theme.ts';

/** Texts of the header, the page title and the line between tree and pane. */
export const frameMessages = {
  app: 'ociscope',
  navigation: 'App',
  registries: 'Registries',
  storage: 'Storage',
  requests: 'Requests',
  treeWidth: 'Tree width',
  loading: 'Loading',
  tagsOf: (repository: string) => `Tags · ${repository}`,
  repositoriesOf: (host: string) => `Repositories · ${host}`,
  dropFiles: 'Drop to import',
} as const;

/** Texts for a page or dialog that failed to render. */
export const renderFailureMessages = {
  title: 'Something went wrong',
  page: (message: string) => `This page couldn't be displayed: ${message}`,
  dialog: (message: string) => `This dialog couldn't be displayed: ${message}. Reload the page and try again.`,
  reload: 'Reload',
} as const;

/** Texts of the status line. */
export const statusMessages = {
  online: 'online',
  offline: 'offline',
  unreachable: (hosts: string) => `${hosts} can't be reached`,
  retrying: 'Retrying automatically. Cached content still opens.',
  quota: 'Not cached: storage is full',
  volatile: 'Nothing is cached',
  noServiceWorker: 'Offline mode unavailable',
  noServiceWorkerReason: 'Service workers need HTTPS (or localhost) and a non-private window.',
  used: (usedBytes: number, quotaBytes: number) => `${formatSize(usedBytes)} of ${formatSize(quotaBytes)} used`,
  oldVersion: 'This tab is running an old version',
  blocked: 'Close the other ociscope tab to finish updating',
  newVersion: 'A new version is available',
  reload: 'Reload',
  update: 'Reload to update',
  updating: 'Updating…',
} as const;

/** Counts of an image's documents and layers, and those of them that are stored. */
export interface StoredCounts {
  readonly documents: number;
  readonly storedDocuments: number;
  readonly layers: number;
  readonly storedLayers: number;
  /** Every document was hashed in this tab. */
  readonly isVerified: boolean;
}

/** Returns `all 2 documents and 1 of 3 layers cached, digests match`. */
export function storedCountsText(counts: StoredCounts): string {
  const { documents, storedDocuments, layers, storedLayers, isVerified } = counts;
  const total = formatCount(documents, 'document');
  const isAll = storedDocuments === documents;
  const cachedLayers = storedLayers === 0 ? '' : ` and ${storedLayers} of ${formatCount(layers, 'layer')}`;
  return `${isAll ? `all ${total}` : `${storedDocuments} of ${total}`}${cachedLayers} cached${isAll && isVerified ? ', digests match' : ''}`;
}

/** Texts of the theme button and its action. */
export const themeMessages = {
  current: (theme: Theme) => `Theme: ${theme}`,
  change: 'Change theme',
  use: (theme: Theme) => `Use ${theme} theme`,
} as const;

/** Texts of the keyboard shortcuts. */
export const shortcutMessages = {
  button: 'Shortcuts (?)',
  action: 'Show keyboard shortcuts',
  title: 'Keyboard shortcuts',
} as const;

/** Each key, or keys separated by spaces, with what it does. `palette` is replaced by the palette's own shortcut. */
export const shortcuts: readonly (readonly [keys: string, effect: string])[] = [
  ['/', 'Go to the address box'],
  ['palette', 'Search nodes, images and actions'],
  ['↑ ↓', 'Move in the tree'],
  ['← →', 'Collapse or expand a row; go to its parent or first child'],
  ['Home End', 'First and last row'],
  ['*', 'Expand all rows at this level'],
  ['a … z', 'Go to the next row that starts with the typed letters'],
  ['Enter', 'Show the row in the pane'],
  ['[ ]', 'Previous and next view'],
  ['c', 'Copy digest'],
  ['y', 'Copy link'],
  ['Esc', 'Back'],
  ['?', 'Keyboard shortcuts'],
];

/** Texts of the command palette. */
export const paletteMessages = {
  title: 'Command palette',
  input: 'Search or run a command',
  placeholder: 'Reference, node, variable, label, tag or action',
  results: 'Results',
  more: (count: number) => `${groupDigits(count)} more: type to find them`,
  noResults: 'No results. Enter a reference like docker.io/library/alpine:3.22',
  open: 'Open',
  inThisImage: 'In this image',
  variables: 'Variables',
  labels: 'Labels',
  config: 'Config',
  configFields: {
    created: 'Created',
    author: 'Author',
    os: 'OS',
    architecture: 'Architecture',
    variant: 'Variant',
    dockerVersion: 'Docker version',
  },
  tagsOf: (repository: string) => `Tags of ${repository}`,
  settings: 'Settings',
  /** Settings and what they are about, with the page that has them. */
  settingsOf: {
    registries: [
      ['Sign-ins', 'registries, credentials, password, token'],
      ['Registry servers and mirrors', 'hosts, proxy, plain HTTP, authentication'],
    ],
    storage: [
      ['Storage limit', 'cache size, quota'],
      ['Persistent storage', 'keep cached content'],
      ['Verify cached content', 'corrupt, digest'],
      ['Remove cached images', 'clear cache, free space, delete'],
      ['Transfer to another browser', 'export and import the list of images'],
    ],
  },
  pinned: 'Pinned',
  recent: 'Recent',
  actions: 'Actions',
  goTo: (page: string) => `Go to ${page}`,
  pages: { home: 'Home', registries: 'Registries', import: 'Import', storage: 'Storage', requests: 'Requests' },
  typed: {
    host: (host: string) => `Repositories of ${host}`,
    repo: (repository: string) => `Tags of ${repository}`,
    view: (name: string) => `Page ${name}`,
  },
  pin: 'Pin this image',
  unpin: 'Unpin this image',
  isPinned: 'pinned',
  share: 'Share…',
  export: 'Export…',
  save: 'Save to a file…',
  openAsRoot: 'Open as root',
  expandAll: 'Expand all',
  collapseAll: 'Collapse all',
  firstMissing: (count: number) => `only the first ${count} that aren't loaded yet`,
} as const;
