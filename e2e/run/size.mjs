import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const workers = ['sw.js', 'worker.js'];

/**
 * Returns the gzipped sizes of a build in bytes with their limits: the first load (the files that the document names and
 * the files that those import at once, with styles), the largest file that is loaded later, and the two workers.
 */
export function measureBuild(folder) {
  const all = readdirSync(folder, { recursive: true }).filter(
    (file) => /\.(js|css)$/.test(file) && !workers.includes(file),
  );
  const size = (file) => gzipSync(read(file), { level: 9 }).length;
  const first = firstLoad();
  const lazySizes = all.filter((file) => !first.has(file)).map(size);
  return [
    { name: 'first load', bytes: [...first].reduce((total, file) => total + size(file), 0), limitBytes: 145_000 },
    { name: 'largest lazy file', bytes: Math.max(0, ...lazySizes), limitBytes: 65_000 },
    { name: 'service worker', bytes: size('sw.js'), limitBytes: 82_000 },
    { name: 'dedicated worker', bytes: size('worker.js'), limitBytes: 105_000 },
  ];

  function firstLoad() {
    // The document preloads the pane too, which is a lazy file of its own.
    const named = [
      ...read('index.html').matchAll(/<(?:script|link rel="stylesheet")[^>]*(?:src|href)="\/([^"]+\.(?:js|css))"/g),
    ].map(([, file]) => file);
    // Every page needs the file of the page's frame, which the first script imports; other folders are loaded when they are shown.
    const main = named.filter((file) => file.endsWith('.js'));
    const own = main.flatMap((file) =>
      [...read(file).matchAll(/import\(["'`]\.\/(page-[^"'`]+\.js)/g)].map(([, name]) => file.replace(/[^/]+$/, name)),
    );
    const styles = main.flatMap((file) =>
      [...read(file).matchAll(/["'`](assets\/(?:main|page)-[^"'`]+\.css)["'`]/g)].map(([, name]) => name),
    );
    const files = new Set([...named, ...own, ...styles]);
    for (const file of files) {
      const imports = read(file).matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g);
      for (const [, name] of imports) files.add(file.replace(/[^/]+$/, name));
    }
    return files;
  }

  function read(file) {
    return readFileSync(new URL(file, folder), 'utf8');
  }
}
