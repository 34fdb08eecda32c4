import { groupDigits } from '../../kit/format.ts';

/** Texts of the command palette. */
export const paletteMessages = {
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
