import { isAppError } from '../../errors/index.ts';
import { isDigest, parseReference } from '../../oci/index.ts';
import { isHttps } from '../kit/isHttps.ts';

/** One fact that annotations or labels state about an image. */
export interface AboutRow {
  readonly term: string;
  readonly text: string;
  /** Link of the text: an https URL, or a reference that this app opens. */
  readonly url?: string;
  readonly reference?: string;
}

type Stated = Readonly<Record<string, string>>;

const oci = 'org.opencontainers.image.';
const schema = 'org.label-schema.';

/** Keys of the image-spec's annotations.md, and of its predecessor label-schema.org. */
const terms: readonly (readonly [term: string, keys: readonly string[]])[] = [
  ['Title', [`${oci}title`, `${schema}name`]],
  ['Description', [`${oci}description`, `${schema}description`]],
  ['Version', [`${oci}version`, `${schema}version`]],
  ['Revision', [`${oci}revision`, `${schema}vcs-ref`]],
  ['Source', [`${oci}source`, `${schema}vcs-url`]],
  ['Website', [`${oci}url`, `${schema}url`]],
  ['Documentation', [`${oci}documentation`, `${schema}usage`]],
  ['Licenses', [`${oci}licenses`]],
  ['Vendor', [`${oci}vendor`, `${schema}vendor`]],
  ['Authors', [`${oci}authors`]],
];

/** Keys that the rows above show. */
export const wellKnownKeys: ReadonlySet<string> = new Set([
  ...terms.flatMap(([, keys]) => keys),
  `${oci}base.name`,
  `${oci}base.digest`,
]);

/** Returns each fact once, from the first source that states it, most important first. */
export function aboutRows(...sources: readonly (Stated | undefined)[]): readonly AboutRow[] {
  const find = (key: string) =>
    sources.map((source) => (source && Object.hasOwn(source, key) ? source[key] : '')).find(Boolean);
  const source = find(`${oci}source`) ?? find(`${schema}vcs-url`) ?? '';
  const rows = terms.flatMap(([term, keys]): AboutRow[] => {
    const text = keys.map(find).find(Boolean);
    if (!text) return [];
    const url = term === 'Revision' ? commitUrl(source, text) : isHttps(text) ? text : undefined;
    return [{ term, text, ...(url === undefined ? {} : { url }) }];
  });
  return [...baseRows(find(`${oci}base.name`), find(`${oci}base.digest`)), ...rows];
}

/** Returns the base image, linked by its digest if stated, because its tag may move. */
function baseRows(name = '', digest = ''): readonly AboutRow[] {
  if (name === '' && digest === '') return [];
  const text = [name, isDigest(digest) ? digest : ''].filter(Boolean).join(' ');
  const reference = referenceOf(name, digest);
  return [{ term: 'Base image', text, ...(reference === undefined ? {} : { reference }) }];
}

function referenceOf(name: string, digest: string): string | undefined {
  try {
    const named = parseReference(name);
    if (named.domain === undefined) return undefined;
    const repository = `${named.domain}/${named.path}`;
    return isDigest(digest) ? `${repository}@${digest}` : `${repository}:${named.tag ?? 'latest'}`;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return isDigest(digest) ? digest : undefined;
  }
}

const forges: readonly (readonly [RegExp, string])[] = [
  [/^github\.com$/, '/commit/'],
  [/^(gitlab\.com|gitlab\..+)$/, '/-/commit/'],
  [/^codeberg\.org$/, '/commit/'],
  [/^bitbucket\.org$/, '/commits/'],
];

/** Returns the web page of a commit; undefined unless the source is on a known forge. */
function commitUrl(source: string, revision: string): string | undefined {
  if (!isHttps(source) || !/^[a-f0-9]{7,64}$/.test(revision)) return undefined;
  const { origin, hostname, pathname } = new URL(source);
  const repository = /^\/[^/]+\/[^/]+/.exec(pathname)?.[0]?.replace(/\.git$/, '');
  const path = forges.find(([host]) => host.test(hostname))?.[1];
  return repository && path ? `${origin}${repository}${path}${revision}` : undefined;
}
