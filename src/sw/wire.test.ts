import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routes } from './routes.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/WIRE.md'), 'utf8');

test('docs/WIRE.md describes each route of the table, in its order, and no other', () => {
  const described = [...text.matchAll(/^### `([A-Z]+ \/.*)`$/gm)].map(([, heading]) => heading);
  expect(described).toEqual(routes.map(({ method, pattern }) => `${method} ${pattern}`));
});
