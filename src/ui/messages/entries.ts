import { formatCount, groupDigits } from '../kit/format.ts';

/** `platform`: all entries are platforms. */
type EntryNoun = 'platform' | 'entry';
const plurals = { platform: 'platforms', entry: 'entries' } as const;

export const entryMessages = {
  empty: 'Empty: no entries',
  filter: (noun: EntryNoun) => `Filter ${plurals[noun]}`,
  count: (shown: number, all: number, noun: EntryNoun) =>
    shown === all
      ? formatCount(all, noun, plurals[noun])
      : `${groupDigits(shown)} of ${formatCount(all, noun, plurals[noun])}`,
  noMatches: (noun: EntryNoun, query: string) => `No ${noun} matches “${query}”`,
  showAll: 'Show all',
  platforms: 'Platforms',
  entries: 'Entries',
  otherEntries: 'Other entries',
  parts: 'Parts',
  loadSizes: 'Load sizes',
  loadSizesTitle: (count: number) =>
    `Fetch ${formatCount(count, 'manifest')} to show layers and sizes (${formatCount(count, 'request')})`,
  stop: 'Stop',
  loaded: (done: number, total: number) => `${groupDigits(done)} of ${groupDigits(total)} loaded`,
  failed: (count: number) => `${formatCount(count, 'manifest')} couldn’t be loaded`,
  unreadable: 'failed to load',
  orphans: (count: number) => `${formatCount(count, 'attestation')} for images not in this index:`,
  moreOrphans: (count: number) => `and ${groupDigits(count)} more, in the tree`,
  own: 'this device',
  ownTitle: 'Runs on this device, according to the browser',
  probablyOwn: 'probably this device',
  probablyOwnTitle: 'Probably runs on this device. The browser reports the same platform on other architectures.',
  notStated: 'not stated',
  notLoaded: 'unknown until its manifest is loaded',
  noAttestations: 'none in this index',
} as const;

/** Names and tooltips of the table columns. */
export const entryColumns = {
  platform: 'Platform',
  platformTitle: 'As the index states it, until the image’s config is loaded',
  manifest: 'Manifest',
  layers: 'Layers',
  attestations: 'Attestations',
  state: 'State',
  name: 'Name',
  kind: 'Kind',
  digest: 'Digest',
  size: 'Size',
  layersSizeTitle: 'Compressed size of all layers',
  itemSizeTitle: 'Size of the manifest or blob itself, without what it points to',
  part: 'Part',
  mediaType: 'Media type',
} as const;

export const entryKinds = {
  index: 'Index',
  image: 'Image',
  layer: 'Layer',
  config: 'Config',
  attestation: 'Attestation',
  unknown: 'Unknown',
} as const;

/** Labels of attestations in the row of their image. */
export const attestationLabels = { any: 'attestation', sbom: 'SBOM', provenance: 'provenance' } as const;
