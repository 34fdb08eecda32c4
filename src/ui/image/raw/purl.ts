/** The parts of a package URL, decoded (package-url/purl-spec, PURL-SPECIFICATION.rst). */
export interface Purl {
  readonly type: string;
  /** '' if there is no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** Parses a package URL; returns undefined for any other text. */
export function parsePurl(text: string): Purl | undefined {
  const [, type, rest = ''] = /^pkg:\/{0,2}([A-Za-z][A-Za-z0-9.+-]*)\/([^#]+)/.exec(text) ?? [];
  if (type === undefined) return undefined;
  const [address = '', query = ''] = rest.split('?', 2);
  const at = address.lastIndexOf('@');
  // The `@` of an npm scope is at the start of a segment.
  const hasVersion = at > 0 && address[at - 1] !== '/';
  const path = (hasVersion ? address.slice(0, at) : address).replace(/^\/+|\/+$/g, '');
  const parts = path.split('/').map(decode);
  const version = hasVersion ? decode(address.slice(at + 1)) : '';
  const name = parts.at(-1);
  if (!name || version === undefined || parts.includes(undefined)) return undefined;
  return {
    type: type.toLowerCase(),
    namespace: parts.slice(0, -1).join('/'),
    name,
    version,
    qualifiers: new Map(query.split('&').map(readQualifier)),
  };
}

/** Returns the image that a `docker` or `oci` package names, not yet validated as a reference; undefined for other types. */
export function imageOfPurl({ type, namespace, name, version, qualifiers }: Purl): string | undefined {
  const stated = (qualifiers.get('repository_url') ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '');
  if (type === 'oci') return stated === '' ? undefined : withVersion(stated, version, qualifiers);
  if (type !== 'docker') return undefined;
  const host = stated === '' || stated === 'hub.docker.com' ? '' : `${stated}/`;
  return withVersion(`${host}${namespace === '' ? '' : `${namespace}/`}${name}`, version, qualifiers);
}

/** Returns the web page of a package whose type has one central site; undefined for other types. */
export function pageOfPurl(purl: Purl): string | undefined {
  if (purl.qualifiers.has('repository_url')) return undefined;
  const namespace = purl.namespace.split('/').map(encodeURIComponent).join('/');
  const name = encodeURIComponent(purl.name);
  const version = encodeURIComponent(purl.version);
  const versionPart = (prefix: string) => (version === '' ? '' : `${prefix}${version}`);
  const fullName = namespace === '' ? name : `${namespace}/${name}`;
  switch (purl.type) {
    case 'github':
      return namespace === '' ? undefined : `https://github.com/${fullName}${versionPart('/tree/')}`;
    case 'npm':
      return `https://www.npmjs.com/package/${fullName.replace(/^%40/, '@')}${versionPart('/v/')}`;
    case 'pypi':
      return `https://pypi.org/project/${name}/${versionPart('')}`;
    case 'golang':
      return `https://pkg.go.dev/${fullName}${versionPart('@')}`;
    case 'cargo':
      return `https://crates.io/crates/${name}${versionPart('/')}`;
    case 'gem':
      return `https://rubygems.org/gems/${name}${versionPart('/versions/')}`;
    case 'maven':
      return namespace === '' ? undefined : `https://central.sonatype.com/artifact/${fullName}${versionPart('/')}`;
    case 'nuget':
      return `https://www.nuget.org/packages/${name}${versionPart('/')}`;
    case 'deb':
      return namespace === 'debian' ? `https://tracker.debian.org/pkg/${name}` : undefined;
    case 'apk':
      return namespace === 'alpine' ? `https://pkgs.alpinelinux.org/packages?name=${name}` : undefined;
    default:
      return undefined;
  }
}

function withVersion(repository: string, version: string, qualifiers: ReadonlyMap<string, string>): string {
  const digest = version.includes(':') ? version : qualifiers.get('digest');
  if (digest) return `${repository}@${digest}`;
  const tag = version || qualifiers.get('tag');
  return tag ? `${repository}:${tag}` : repository;
}

function readQualifier(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals).toLowerCase(), decode(text.slice(equals + 1)) ?? ''];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray `%`: not a valid package URL.
    return undefined;
  }
}
