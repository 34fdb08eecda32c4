import { expect, it } from 'vitest';
import { AppError } from '../errors/index.ts';
import { formatError } from './errorBody.ts';
import { parseJobLine } from './jobLines.ts';

it.each([
  { progress: { done: 5, total: 9 } },
  { progress: { done: { count: 1, bytes: 2 } } },
  { item: { digest: 'x' } },
  { result: null },
  { error: formatError(new AppError('resource_exhausted', 'full', { reason: 'quota', detail: { bytes: 1 } })) },
])('parses %j', (line) => {
  expect(parseJobLine(JSON.stringify(line))).toEqual(line);
});

it.each(['', ' ', '{', 'null', '7', '[]', '{}', '{"error":{}}', '{"stored":true}', '{"progress":{"do'])(
  'returns undefined for %j',
  (text) => {
    expect(parseJobLine(text)).toBeUndefined();
  },
);
