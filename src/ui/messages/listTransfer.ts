import { formatCount } from '../kit/format.ts';

/** Text of the lists that move pinned and offline images to another browser. */
export const imageListMessages = {
  title: 'Transfer to another browser',
  intro: 'Export pinned and offline images as a list. Content is downloaded again there.',
  save: 'Export list',
  open: 'Import list…',
  file: 'List to import',
  empty: 'No pinned or offline images',
  saved: (count: number) => `Exporting a list of ${formatCount(count, 'image')}.`,
  chooseExported: 'Choose a file that was saved with “Export list”.',

  notAList: 'Not an ociscope list.',
  otherVersion: 'This list was written by a different version of ociscope.',
  tooManyImages: (max: number) => `A list can have up to ${formatCount(max, 'image')}.`,
  tooLarge: (size: string) => `The file is ${size}; a list can be up to 1 MB.`,

  openTitle: 'Import a list',
  images: 'Images in the list',
  noImages: 'The list has no images.',
  pinned: 'already pinned',
  invalidEntries: (count: number) => formatCount(count, 'invalid entry', 'invalid entries'),
  entry: (place: number, fault: EntryFault) => `Entry ${place}: ${entryFaults[fault]}`,
  overPinLimit: (count: number, max: number) =>
    `${formatCount(count, 'image')} can’t be pinned: the limit is ${max} pins.`,
  saveFailed: 'The lists couldn’t be saved: storage is blocked or full, or a list reached its limit.',
  makeAvailable: (count: number) => `Make ${formatCount(count, 'image')} available offline, with the same options`,
  pinAndDownload: (pins: number, downloads: number) => {
    if (pins > 0) return `Pin ${formatCount(pins, 'image')}${downloads > 0 ? `, download ${downloads}` : ''}`;
    return downloads > 0 ? `Download ${formatCount(downloads, 'image')}` : 'Nothing to pin';
  },
  imported: (pins: number, downloads: number) =>
    [
      ...(pins > 0 ? [`Pinned ${formatCount(pins, 'image')}.`] : []),
      ...(downloads > 0 ? [`${formatCount(downloads, 'image')} queued for download.`] : []),
    ].join(' '),
};

/** Reasons for which an entry of a list is invalid. */
export type EntryFault = keyof typeof entryFaults;

const entryFaults = {
  no_reference: 'no image name',
  long_reference: 'image name is too long',
  invalid_reference: 'invalid image name',
  invalid_digest: 'invalid digest',
  mismatch: 'name and digest don’t match',
};
