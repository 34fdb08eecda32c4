import { formatCount } from '../kit/format.ts';

export const homeMessages = {
  title: 'Look inside a container image',
  lead: 'Inspect manifests, configs and layers by digest. Everything you open is cached in this browser and opens without a network.',
  openSample: 'Open the sample image',
  importArchive: 'Import an archive…',
  pinned: 'Pinned',
  recent: 'Recent',
  offlineImages: (count: number) => formatCount(count, 'offline image'),
  empty: 'Images you open are listed here.',
  trySample: 'Try the sample image first.',
  unpin: { one: 'Unpin', done: 'Unpinned.' },
  removeRecent: { one: 'Remove', all: 'Clear recent', done: 'Removed.' },
  undo: 'Undo',
  offline: 'available offline',
  tagDigest: 'Digest the tag pointed to',
  tags: 'Tags of this repository',
};

export const addressMessages = {
  label: 'Image reference',
  placeholder: 'docker.io/library/alpine:3.22, host/name@sha256:…, or a digest',
  suggestions: 'Suggestions',
  suggested: (count: number) => formatCount(count, 'suggestion'),
  pinned: 'Pinned',
  recent: 'Recent',
  repositoriesOf: (host: string) => `Repositories of ${host}`,
  tagsOf: (repository: string) => `Tags of ${repository}`,
};
