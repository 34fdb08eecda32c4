import { posix } from 'node:path';
import { readSource, type SourceFacts } from './architecture.source.ts';

/** Source text by path from the project's root, such as `src/oci/digest.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** The rooms that each room may import (docs/ARCHITECTURE.md). */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  oci: ['errors'],
  layers: ['oci', 'errors'],
  content: ['oci', 'errors'],
  registry: ['oci', 'errors'],
  distribution: ['content', 'registry', 'oci', 'errors'],
  graph: ['content', 'oci', 'errors'],
  library: ['graph', 'distribution', 'content', 'oci', 'errors'],
  archive: ['graph', 'content', 'oci', 'errors'],
  api: ['oci', 'errors'],
  sw: ['api', 'archive', 'library', 'graph', 'distribution', 'registry', 'content', 'oci', 'errors'],
  client: ['api', 'oci', 'errors'],
  ui: ['client', 'api', 'oci', 'errors'],
  sample: ['oci', 'errors'],
  gateway: ['registry', 'errors'],
  build: [],
  testing: [
    'ui',
    'gateway',
    'sample',
    'client',
    'sw',
    'api',
    'archive',
    'library',
    'graph',
    'distribution',
    'registry',
    'content',
    'layers',
    'oci',
    'errors',
  ],
  // main.ts puts the page together.
  main: ['ui', 'client', 'api', 'oci', 'errors'],
};

/** The rooms inside `ui`, each with the other rooms of `ui` that it may import. A room imports any file of these. */
const allowedInUi: Readonly<Record<string, readonly string[]>> = (() => {
  const base = ['kit', 'messages', 'state', 'tree'];
  const image = [...base, 'summary', 'errors', 'saved', 'actions', 'offline'];
  const pages = [...image, 'image', 'transfer'];
  return {
    kit: [],
    tree: ['kit'],
    messages: ['kit'],
    summary: ['kit', 'messages', 'tree'],
    state: ['kit', 'messages', 'tree'],
    start: ['kit', 'messages', 'state', 'summary', 'tree'],
    errors: ['kit', 'messages', 'state'],
    saved: ['kit', 'messages', 'state'],
    actions: [...base, 'errors', 'saved'],
    offline: [...base, 'errors', 'saved', 'actions'],
    image,
    transfer: [...base, 'errors', 'saved', 'actions'],
    pages,
    shell: [...pages, 'pages', 'start'],
    // Puts the page together for main.ts.
    index: ['start', 'shell', 'image'],
  };
})();

const nodeRooms: ReadonlySet<string> = new Set(['sample', 'gateway', 'testing', 'build']);
const compositionRoots: ReadonlySet<string> = new Set(['src/main.ts', 'src/sw/index.ts']);
/** `createMemoryStore()` and `openIndexedDbStore()` work without options: their defaults are in this one file. */
const defaultsFile = 'src/content/storeGlobals.ts';
const vagueName = /^(utils?|common|shared|misc|helpers?|types)(\.|$)/i;
const testFile = /\.test\.tsx?$|^src\/architecture\./;

/** Returns every broken rule as a sentence: the file, what it names, and what to do instead. */
export function findViolations(texts: Sources): readonly string[] {
  const sources = new Map([...texts].map(([file, text]) => [file, readSource(file, text)]));
  const edges = resolveEdges(sources);
  return [
    ...edges.flatMap(checkEdge),
    ...findCircles(edges),
    ...[...sources.keys()].flatMap(checkName),
    ...[...sources].flatMap(([file, source]) => checkGlobals(file, source)),
  ];
}

interface Edge {
  readonly file: string;
  /** As written. */
  readonly specifier: string;
  /** Path from the project's root if the specifier is relative. */
  readonly target: string | undefined;
}

function resolveEdges(sources: ReadonlyMap<string, SourceFacts>): readonly Edge[] {
  return [...sources].flatMap(([file, { specifiers }]) =>
    specifiers.map((specifier) => {
      const path = specifier.split('?')[0] ?? '';
      const target = path.startsWith('.') ? posix.join(posix.dirname(file), path) : undefined;
      return { file, specifier, target };
    }),
  );
}

function checkEdge({ file, specifier, target }: Edge): readonly string[] {
  const room = roomOf(file);
  const isTest = testFile.test(file);
  const edge = `${file} imports "${specifier}"`;
  if (target === undefined) {
    if (!specifier.startsWith('node:') || isTest || nodeRooms.has(room)) return [];
    return [
      `${edge}: browsers do not have Node modules. Use a web API, or move this to ${[...nodeRooms].join(' or ')}.`,
    ];
  }
  if (isTest && !target.startsWith('src/')) return [];
  const other = roomOf(target);
  if (other === room) return room === 'ui' && !isTest ? checkUiEdge(edge, file, target) : [];
  if (!(other in allowedImports) || !target.startsWith('src/')) {
    return [`${edge}: that is not a room of src. Create a room for the code, or pass the value in.`];
  }
  if (other === 'testing') {
    return isTest
      ? []
      : [`${edge}: testing is for tests only. Move what production needs into the room it belongs to.`];
  }
  const allowed = [...(allowedImports[room] ?? []), ...(isTest ? ['sample'] : [])];
  if (!allowed.includes(other)) {
    const may = allowed.length > 0 ? `may import only ${allowed.join(', ')}` : 'may import no other room';
    return [`${edge}: ${room} ${may}. Take what it needs as an option, declared as an interface in ${room}.`];
  }
  // Fixtures render single parts of the page.
  if (target === `src/${other}/index.ts` || (room === 'testing' && other === 'ui')) return [];
  return [`${edge}: other rooms see only src/${other}/index.ts. Export the name there and import that.`];
}

function checkUiEdge(edge: string, file: string, target: string): readonly string[] {
  const [room, other] = [roomOf(file.slice('src/'.length)), roomOf(target.slice('src/'.length))];
  const allowed = allowedInUi[room];
  if (!allowed) return [`${file}: ui has no room "${room}". Move it into one, or give the room a row in the rules.`];
  if (room === other || allowed.includes(other)) return [];
  return [`${edge}: in ui, ${room} may import only ${allowed.join(', ') || 'no other room'}.`];
}

/** The folder below src, or `main` for the page's entry; a file beside it is its own. */
function roomOf(path: string): string {
  const [, folder = '', ...rest] = path.split('/');
  return rest.length > 0 ? folder : folder.replace(/\..*$/, '');
}

function findCircles(edges: readonly Edge[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of edges) if (target) targets.set(file, [...(targets.get(file) ?? []), target]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const circle = [...path.slice(start), file].join(' → ');
      circles.push(`${circle}: files import each other in a circle. Move what both need into a file of its own.`);
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

function checkName(file: string): readonly string[] {
  const vague = file.split('/').find((part) => vagueName.test(part));
  return vague ? [`${file}: "${vague}" does not describe its content. Name the file for what it exports.`] : [];
}

/** Reports globals of the browser outside the composition roots, which pass them on as options. */
function checkGlobals(file: string, source: SourceFacts): readonly string[] {
  if (compositionRoots.has(file) || file === defaultsFile || testFile.test(file) || nodeRooms.has(roomOf(file)))
    return [];
  return source.globals.map(
    (name) => `${file} reads the global ${name}: only ${[...compositionRoots].join(' and ')} do. Take it as an option.`,
  );
}
