import { AppError } from '../errors/index.ts';
import type { RouteContext } from './routeContext.ts';

/** The parameters that a pattern names, percent-encoded: `{ name, digest }` for `/-/ingests/{name}/{digest}`. */
export type PathParameters<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & PathParameters<Rest>
  : unknown;

/** A row of the table. Rows of one pattern differ in their method only and have the same `parse`. */
export interface RouteRow<Pattern extends string, Target> {
  /** A row for GET answers HEAD too. */
  readonly method: 'GET' | 'POST';
  /** A path. `{name}` matches one or more segments, any other parameter one segment. */
  readonly pattern: Pattern;
  /** @throws AppError invalid_argument */
  readonly parse: (path: PathParameters<Pattern>, url: URL) => Target;
  readonly handle: (target: Target, context: RouteContext) => Response | Promise<Response>;
  /** Returns the address of the page to which a navigation is redirected; the home page by default. */
  readonly page?: (target: Target) => string;
  /** A navigation saves the answer as a file, if a page of the app has announced it. */
  readonly isFile?: boolean;
  /** The result is useless if it is lost when the worker stops. */
  readonly needsStorage?: boolean;
}

/** A row without the type of its target. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly pattern: string;
  readonly isFile: boolean;
  readonly needsStorage: boolean;
  readonly bind: (path: Readonly<Record<string, string>>, url: URL) => BoundRoute;
}

/** A row with the target of one URL. */
interface BoundRoute {
  /** The parsed path and query. */
  readonly target: unknown;
  readonly page: string;
  /** @throws AppError not_implemented if the path does not support the request's method */
  readonly answer: (context: RouteContext) => Response | Promise<Response>;
}

export type RouteMatch = BoundRoute & Pick<Route, 'pattern' | 'isFile' | 'needsStorage'>;

export function route<const Pattern extends string, Target>({
  method,
  pattern,
  parse,
  handle,
  page = () => '/',
  isFile = false,
  needsStorage = false,
}: RouteRow<Pattern, Target>): Route {
  return {
    method,
    pattern,
    isFile,
    needsStorage,
    bind: (path, url) => {
      // The expression that matched the path has a group for each parameter of the pattern.
      const target = parse(path as PathParameters<Pattern>, url);
      return { target, page: page(target), answer: (context) => handle(target, context) };
    },
  };
}

/**
 * Compiles a table. The returned function finds the route of a URL; undefined if no pattern matches its path.
 *
 * @throws AppError (the returned function) invalid_argument if the path or query is invalid, whatever the method is
 */
export function compileRoutes(routes: readonly Route[]): (method: string, url: URL) => RouteMatch | undefined {
  const paths = [...new Set(routes.map(({ pattern }) => pattern))].map((pattern) => ({
    expression: expressionOf(pattern),
    rows: routes.filter((row) => row.pattern === pattern),
  }));
  return (method, url) => {
    for (const { expression, rows } of paths) {
      const found = expression.exec(url.pathname);
      if (!found) continue;
      const supported = rows.find((row) => row.method === (method === 'HEAD' ? 'GET' : method));
      const row = supported ?? rows[0];
      if (!row) continue;
      const { pattern, isFile, needsStorage } = row;
      const bound = row.bind(found.groups ?? {}, url);
      const answer = supported ? bound.answer : () => refuseMethod(method, rows);
      return { ...bound, pattern, isFile, needsStorage, answer };
    }
    return undefined;
  };
}

const parameterExpressions: Readonly<Record<string, string>> = { name: '.+', ticket: '[\\w-]{1,64}' };

/** Patterns have no other character with a meaning in expressions than the braces of parameters. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${parameterExpressions[name] ?? '[^/]+'})`);
  return new RegExp(`^${source}$`);
}

function refuseMethod(method: string, rows: readonly Route[]): never {
  const supported = rows.flatMap((row) => (row.method === 'GET' ? ['GET', 'HEAD'] : [row.method]));
  throw new AppError('not_implemented', `method "${method}" is not supported, use ${supported.join(' or ')}`, {
    reason: 'unsupported',
    detail: { supported },
  });
}
