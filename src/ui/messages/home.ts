import { formatCount } from '../kit/format.ts';

export const homeMessages = {
  title: 'Look inside a container image',
  examples: 'Examples',
  openSample: 'Sample image',
  importArchive: 'Import a file…',
  /** Icon, title and text of each line that describes the app. */
  lines: [
    ['layers', 'What is in it', 'Platforms, config, layers and build steps of any image or artifact.'],
    ['signature', 'What belongs to it', 'SBOMs, provenance and signatures. Every digest is checked.'],
    ['cache', 'Again without a network', 'What you open is cached in this browser. Nothing is uploaded.'],
  ],
  pinned: 'Pinned',
  recent: 'Recent',
  showAll: (count: number) => `Show all ${count}`,
  offlineImages: (count: number) => formatCount(count, 'offline image'),
  empty: 'Images you open are listed here.',
  unpin: { one: 'Unpin', done: 'Unpinned.' },
  removeRecent: { one: 'Remove', all: 'Clear recent', done: 'Removed.' },
  undo: 'Undo',
  offline: 'Available offline',
  indexFor: (platforms: string) => `Index for ${platforms}`,
  layerSize: (size: string, platform: string) => (platform === '' ? size : `${size} (${platform})`),
  layerSizeTitle: (exactSize: string, platform: string) =>
    `Layers${platform === '' ? '' : ` for ${platform}`}: ${exactSize}`,
  opened: (time: string) => `Opened ${time}`,
} as const;

/** Words of the picture on the home page. */
export const pictureMessages = {
  index: 'Index',
  platforms: ['linux/amd64', 'linux/arm64'],
  config: 'Config',
  layers: 'Layers',
  size: '48.6 MB',
  sbom: 'SBOM',
  title: 'Image for linux/amd64',
  digest: 'sha256:4de221eb…479',
  matches: 'digest matches',
  steps: [
    ['FROM debian:13-slim', '29.8 MB'],
    ['RUN apt-get install', '12.4 MB'],
    ['COPY app /srv', '6.4 MB'],
  ],
} as const;
