import { formatCount, formatSize } from '../kit/format.ts';
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

/** Text of the button that opens the command palette. */
export const paletteButtonMessages = { title: 'Command palette' } as const;
