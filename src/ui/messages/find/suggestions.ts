import { formatCount } from '../../kit/format.ts';

/** Text of the list below the address box. */
export const suggestionMessages = {
  list: 'Suggestions',
  count: (count: number) => formatCount(count, 'suggestion'),
  pinned: 'Pinned',
  recent: 'Recent',
  repositoriesOf: (host: string) => `Repositories of ${host}`,
  tagsOf: (repository: string) => `Tags of ${repository}`,
} as const;
