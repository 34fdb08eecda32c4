import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const workers = ['sw.js', 'aside.js'];

/**
 * Sizes of a build in gzipped bytes with their limits: what the document names and what those import at once, styles too
 * (first load), everything the page may load, and the workers.
 */
export function measureBuild(folder) {
  const all = readdirSync(folder, { recursive: true }).filter(
    (file) => /\.(js|css)$/.test(file) && !workers.includes(file),
  );
  const sum = (files) => files.reduce((total, file) => total + gzipSync(read(file), { level: 9 }).length, 0);
  return [
    { name: 'first load', bytes: sum([...firstLoad()]), limitBytes: 110_000 },
    { name: 'everything of the page', bytes: sum(all), limitBytes: 290_000 },
    { name: 'service worker', bytes: sum(['sw.js']), limitBytes: 72_000 },
    { name: 'worker of a page', bytes: sum(['aside.js']), limitBytes: 94_000 },
  ];

  function firstLoad() {
    const named = [...read('index.html').matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
    // What the first script loads by itself, every page needs, but for the readers of schema1 and of embedded content, which few images have, and of queries, which few links have.
    const main = named.filter((file) => file.endsWith('.js'));
    const own = main.flatMap((file) =>
      [...read(file).matchAll(/import\(["'`]\.\/(?!(?:schema1Document|embedded|arrival)-)([^"'`]+\.js)/g)].map(
        ([, name]) => file.replace(/[^/]+$/, name),
      ),
    );
    const styles = main.flatMap((file) =>
      [...read(file).matchAll(/["'`](assets\/(?!later-)[^"'`]+\.css)["'`]/g)].map(([, name]) => name),
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
