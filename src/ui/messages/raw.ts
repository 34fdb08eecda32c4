import { formatCount, groupDigits } from '../kit/format.ts';

export const rawMessages = {
  region: 'Raw text',
  layout: 'Layout',
  indented: 'Indented',
  asStored: 'As stored',
  fold: 'Fold all',
  unfold: 'Unfold all',
  find: 'Find',
  findLabel: 'Find in the text',
  previousMatch: 'Previous',
  nextMatch: 'Next',
  closeFind: 'Close',
  notFound: 'Not found',
  copy: 'Copy',
  copyHex: 'Copy hex',
  download: 'Download',
  shownAsHex: 'not UTF-8 text, shown as hex',
  shownIndented: 'indented, values unchanged',
  shownAsStored: 'exactly as stored',
  /** `isCut`: there are more matches than were counted. */
  matches: (current: number, count: number, isCut: boolean) =>
    `${groupDigits(current)} of ${groupDigits(count)}${isCut ? '+' : ''}`,
  unfoldEntries: (count: number) => `Unfold ${formatCount(count, 'entry', 'entries')}`,
  /** Names the button that folds a line; `key` is the member that starts there. */
  foldLabel: (key: string | undefined, line: number, isEmbedded: boolean) =>
    `${key ? `${key}, ` : ''}line ${line}${isEmbedded ? ', opened in place' : ''}`,
  /** Names the button that opens a string in place. */
  embedLabel: (kind: 'JSON' | 'base64' | 'text', key: string | undefined) => (key ? `${kind} in ${key}` : kind),
} as const;
