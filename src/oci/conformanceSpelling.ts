import type { Checker } from './conformanceChecker.ts';
import type { DocumentKind } from './documentKind.ts';
import { dottedPath } from './dottedPath.ts';
import { foldKey } from './goDecode.ts';

const goNames = 'https://pkg.go.dev/encoding/json#Unmarshal';
const iJsonNumbers = 'https://www.rfc-editor.org/rfc/rfc7493#section-2.2';

interface Shape {
  /** Names by their folded form. */
  readonly names: ReadonlyMap<string, string>;
  /** The shapes of nested objects, alone or in a list, by name. */
  readonly under: ReadonlyMap<string, Shape>;
}

const platform = shapeOf('architecture os os.version os.features variant');
const descriptor = shapeOf('mediaType digest size urls annotations data artifactType platform', { platform });
const manifest = shapeOf(
  'schemaVersion mediaType artifactType config layers manifests blobs subject annotations fsLayers history signatures',
  { config: descriptor, layers: descriptor, manifests: descriptor, blobs: descriptor, subject: descriptor },
);
const image = shapeOf('created author architecture variant os os.version os.features config rootfs history', {
  config: shapeOf('User ExposedPorts Env Entrypoint Cmd Volumes WorkingDir Labels StopSignal ArgsEscaped'),
});

/** Notes names that only readers that fold case, such as Go's, take for a known name. One pass. */
export function noteNames(checker: Checker, kind: DocumentKind): void {
  if (kind === 'config' || kind === 'docker-config') note(checker, 0, image);
  else if (kind === 'descriptor') note(checker, 0, descriptor);
  else if (kind !== 'json' && kind !== 'layout') note(checker, 0, manifest);
}

/** Notes integers beyond 2^53 − 1, which readers that use doubles round, and numbers that do not fit a double at all. */
export function noteNumbers(checker: Checker): void {
  const { document } = checker;
  for (let row = 0; row < document.count && !checker.isFull; row++) {
    if (document.kind(row) !== 'number') continue;
    const text = document.literal(row);
    const value = Math.abs(Number(text));
    if (value === Number.POSITIVE_INFINITY || (value > Number.MAX_SAFE_INTEGER && /^-?\d+$/.test(text))) {
      const rule = 'an integer is at most 9007199254740991 (2^53 − 1), or some readers round it';
      checker.note(rule, dottedPath(document, row), iJsonNumbers);
    }
  }
}

function note(checker: Checker, row: number, { names, under }: Shape): void {
  const { document } = checker;
  for (const [key, value] of document.members(row)) {
    if (checker.isFull) return;
    const name = names.get(foldKey(key));
    if (name === undefined) continue;
    if (name !== key) {
      const rule = `the name is spelled ${JSON.stringify(name)}: Go reads ${JSON.stringify(key)} as the same, others do not`;
      checker.note(rule, dottedPath(document, value), goNames);
    }
    const inner = under.get(name);
    if (!inner) continue;
    for (const object of document.kind(value) === 'array' ? document.elements(value) : [value]) {
      note(checker, object, inner);
    }
  }
}

function shapeOf(names: string, under: Readonly<Record<string, Shape>> = {}): Shape {
  return {
    names: new Map(names.split(' ').map((name) => [foldKey(name), name])),
    under: new Map(Object.entries(under)),
  };
}
