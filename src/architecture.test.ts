import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findViolations } from './architecture.rules.ts';
import { readSource } from './architecture.source.ts';

const root = join(import.meta.dirname, '..');

test('the sources follow the rules', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(20);
  const sources = new Map(files.map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]));
  expect(findViolations(sources)).toEqual([]);
});

describe('findViolations reports', () => {
  test.each([
    [
      'a room that its row does not list',
      { 'src/oci/a.ts': "import { b } from '../content/index.ts';" },
      /src\/oci\/a\.ts imports "\.\.\/content\/index\.ts": oci may import only errors\. Take/,
    ],
    [
      'a type that crosses',
      { 'src/ui/a.tsx': "import type { Store } from '../content/index.ts';" },
      /ui may import only/,
    ],
    ['a dynamic import', { 'src/client/a.ts': "const m = await import('../sw/index.ts');" }, /client may import only/],
    ['a re-export', { 'src/api/a.ts': "export * from '../registry/index.ts';" }, /api may import only/],
    [
      'a worker that is named by URL',
      { 'src/ui/a.ts': "new Worker(new URL('../sw/index.ts', import.meta.url))" },
      /ui may import only/,
    ],
    [
      'a file behind the index',
      { 'src/content/a.ts': "import { b } from '../oci/digest.ts';" },
      /Export the name there/,
    ],
    [
      'production on testing',
      { 'src/sw/a.ts': "import { b } from '../testing/index.ts';" },
      /testing is for tests only/,
    ],
    [
      'a room of the page that its row does not list',
      { 'src/ui/kit/a.tsx': "import { b } from '../state/b.ts';" },
      /in ui, kit may import only no other room/,
    ],
    ['a file loose in ui', { 'src/ui/a.tsx': "import './kit/b.css';" }, /ui has no room "a"/],
    ['a folder that is not a room', { 'src/sw/a.ts': "import '../stuff/b.ts';" }, /not a room of src/],
    ['an import from outside src', { 'src/sw/a.ts': "import '../../e2e/run/b.mjs';" }, /not a room of src/],
    ['Node in a browser room', { 'src/oci/a.ts': "import { createHash } from 'node:crypto';" }, /do not have Node/],
    [
      'a circle',
      {
        'src/oci/a.ts': "import './b.ts';",
        'src/oci/b.ts': "export { c } from './c.ts'",
        'src/oci/c.ts': "import './a.ts'",
      },
      /a\.ts → src\/oci\/b\.ts → src\/oci\/c\.ts → src\/oci\/a\.ts: /,
    ],
    ['a file named types', { 'src/oci/types.ts': '' }, /"types\.ts" does not describe/],
    ['a folder named utils', { 'src/ui/utils/a.ts': '' }, /"utils" does not describe/],
    ['the clock', { 'src/registry/a.ts': 'const now = Date.now();' }, /reads the global Date\.now/],
    ['today', { 'src/content/a.ts': 'const now = new Date();' }, /reads the global new Date\(\)/],
    ['the network', { 'src/client/a.ts': "const answer = await fetch('/v2/');" }, /reads the global fetch/],
    ['the network handed on', { 'src/client/a.ts': 'createClient({ fetch });' }, /reads the global fetch/],
    ['the way around', { 'src/api/a.ts': 'globalThis.crypto' }, /reads the global globalThis/],
    ['the database', { 'src/content/a.ts': 'open(self.indexedDB ?? indexedDB)' }, /reads the global self/],
  ])('%s', (_, files, message) => {
    const violations = findViolations(new Map(Object.entries(files)));
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.join('\n')).toMatch(message);
  });
});

test('findViolations accepts allowed imports and globals', () => {
  const sources = new Map(
    Object.entries({
      'src/oci/index.ts': "export { a } from './a.ts';",
      'src/oci/a.ts': "import { b } from '../errors/index.ts'; import { sha } from 'hash-wasm';",
      'src/sw/index.ts':
        "import { a } from '../oci/index.ts'; self.addEventListener('fetch', () => fetch(Date.now()));",
      'src/main.ts':
        "import { App } from './ui/index.ts'; import './main.css'; start({ fetch, now: () => Date.now() });",
      'src/ui/kit/a.tsx': "import './a.css'; import icon from './icon.svg?raw';",
      'src/registry/a.ts':
        'export function createA({ fetch, now }: Options) { return options.fetch(now(), fetch(new Date(0))); }',
      'src/registry/b.ts': 'interface Options { readonly fetch: typeof fetch; readonly self: string }',
      'src/content/a.test.ts':
        "import { suite } from '../testing/contentStoreSuite.ts'; import 'node:fs'; const x = Date.now();",
      'src/sample/a.ts': "import { createHash } from 'node:crypto';",
    }),
  );
  expect(findViolations(sources)).toEqual([]);
});

test('readSource ignores imports in comments, strings, templates and regular expressions', () => {
  const source = [
    "// import './comment.ts'",
    "/* export * from './block.ts' */",
    `const text = "import './string.ts'";`,
    "const template = `import './template.ts' \u0024{import('./hole.ts')} export * from './rest.ts'`;",
    "const pattern = /['\"`]import '.\\/regex.ts'/; const half = size / 2; await import('./after.ts');",
    "const jsx = <p title='x'>don't</p>;",
    "import type { A } from './type.ts';",
    "export type { B } from './exportType.ts';",
    "import def, * as all from './namespace.ts';",
    "export const from = 'nothing'; export default 'nothing';",
    "object.import('./method.ts'); import.meta.env;",
    "export { c as default } from './renamed.ts';",
  ].join('\n');
  expect(readSource('a.tsx', source).specifiers).toEqual([
    './hole.ts',
    './after.ts',
    './type.ts',
    './exportType.ts',
    './namespace.ts',
    './renamed.ts',
  ]);
});
