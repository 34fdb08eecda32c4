import { groupDigits } from '../kit/format.ts';

/** Text of the summary of an image. */
export const summaryMessages = {
  runs: 'Runs',
  comesFrom: 'Comes from',
  variables: 'Env',
  created: 'Created',
  digest: 'Digest',
  tag: 'Tag',
  platform: 'Platform',
  size: 'Size',
  pointsHere: ' points to this digest',
  more: (count: number) => `${groupDigits(count)} more`,
} as const;
