import { parseSync } from 'vite';

/** The facts about a source file that the rules need. */
export interface SourceFacts {
  /** Modules that it refers to, as written: import, export from, import type, import(), import types and new URL(…, import.meta.url). */
  readonly specifiers: readonly string[];
  /** Globals of the browser that it reads, each once: `fetch`, `Date.now`, `new Date()`, `self` and others. */
  readonly globals: readonly string[];
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const browserGlobals: ReadonlySet<string> = new Set(['self', 'globalThis', 'indexedDB', 'caches', 'fetch']);
/** Keys of a node that hold a name, not a reference to a value. */
const nameKeys: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  Property: ['key'],
  MethodDefinition: ['key'],
  PropertyDefinition: ['key'],
  TSPropertySignature: ['key'],
  TSMethodSignature: ['key'],
  JSXAttribute: ['name'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
};

/** Reads a TypeScript file with a real parser. @throws Error with the file and the syntax error */
export function readSource(file: string, text: string): SourceFacts {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const specifiers: string[] = [];
  const found = new Set<string>();
  const bound = new Set<string>();
  if (!isNode(program)) throw new Error(`${file}: the parser returned no program`);
  visit(program, (node, isName, isBinding) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) specifiers.push(specifier);
    const clock = clockOf(node);
    if (clock) found.add(clock);
    if (node.type !== 'Identifier' || typeof node.name !== 'string' || isName) return;
    if (isBinding) bound.add(node.name);
    else if (browserGlobals.has(node.name)) found.add(node.name);
  });
  return { specifiers, globals: [...found].filter((name) => !bound.has(name)) };
}

function specifierOf(node: Node): string | undefined {
  const { type, source } = node;
  if (type === 'NewExpression') return workerSpecifierOf(node);
  const named = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  return named.includes(type) ? textOf(type === 'TSImportType' ? (source ?? node.argument) : source) : undefined;
}

function workerSpecifierOf({ callee, arguments: list }: Node): string | undefined {
  const [path, base] = Array.isArray(list) ? list : [];
  if (!isNode(callee) || callee.name !== 'URL' || !isNode(base) || base.type !== 'MemberExpression') return undefined;
  return isNode(base.object) && base.object.type === 'MetaProperty' ? textOf(path) : undefined;
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'TSLiteralType') return textOf(node.literal);
  return typeof node.value === 'string' ? node.value : undefined;
}

function clockOf({ type, object, property, callee, arguments: list }: Node): string | undefined {
  if (type === 'MemberExpression' && isNode(object) && isNode(property) && property.name === 'now') {
    return object.name === 'Date' || object.name === 'performance' ? `${object.name}.now` : undefined;
  }
  const isToday = type === 'NewExpression' && isNode(callee) && callee.name === 'Date';
  return isToday && Array.isArray(list) && list.length === 0 ? 'new Date()' : undefined;
}

type Visitor = (node: Node, isName: boolean, isBinding: boolean) => void;

/** Visits every node but those of `typeof` types, which read nothing. */
function visit(node: Node, visitor: Visitor, isName = false, isBinding = false): void {
  visitor(node, isName, isBinding);
  if (node.type === 'TSTypeQuery') return;
  for (const [key, value] of Object.entries<unknown>(node)) {
    const names = nameKeys[node.type]?.includes(key) === true && node.computed !== true;
    for (const child of Array.isArray(value) ? value : [value]) {
      // A shorthand property reads or binds the value of its name.
      if (isNode(child)) visit(child, visitor, names && node.shorthand !== true, binds(node, key, isBinding));
    }
  }
}

/** Tells whether a child declares names: parameters, and the left side of declarations and their patterns. */
function binds({ type }: Node, key: string, isBinding: boolean): boolean {
  if (key === 'params') return true;
  if (type === 'VariableDeclarator' || type === 'FunctionDeclaration') return key === 'id';
  if (type === 'AssignmentPattern') return isBinding && key === 'left';
  if (type === 'Property') return isBinding && key === 'value';
  return isBinding && (type.endsWith('Pattern') || type === 'RestElement' || type === 'TSParameterProperty');
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
