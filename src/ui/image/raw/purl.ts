/** The parts of a package URL, decoded (package-url/purl-spec, PURL-SPECIFICATION.rst). */
export interface Purl {
  readonly type: string;
  /** '' where there is none. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/** Undefined for what is no package URL. */
export function parsePurl(text: string): Purl | undefined {
  const [, type, rest = ''] = /^pkg:\/{0,2}([A-Za-z][A-Za-z0-9.+-]*)\/([^#]+)/.exec(text) ?? [];
  if (type === undefined) return undefined;
  const [address = '', query = ''] = rest.split('?', 2);
  const at = address.lastIndexOf('@');
  // The `@` of an npm scope stands at the beginning of its part.
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

/** `docker` and `oci` packages as the image they name, which may still be no reference; undefined for all else. */
export function imageOfPurl({ type, namespace, name, version, qualifiers }: Purl): string | undefined {
  const stated = (qualifiers.get('repository_url') ?? '').replace(/^https?:\/\//, '').replace(/\/+$/, '');
  if (type === 'oci') return stated === '' ? undefined : withVersion(stated, version, qualifiers);
  if (type !== 'docker') return undefined;
  const host = stated === '' || stated === 'hub.docker.com' ? '' : `${stated}/`;
  return withVersion(`${host}${namespace === '' ? '' : `${namespace}/`}${name}`, version, qualifiers);
}

/** The page of a package where its type has one place for all; undefined elsewhere. */
export function pageOfPurl(purl: Purl): string | undefined {
  if (purl.qualifiers.has('repository_url')) return undefined;
  const namespace = purl.namespace.split('/').map(encodeURIComponent).join('/');
  const name = encodeURIComponent(purl.name);
  const version = encodeURIComponent(purl.version);
  const then = (prefix: string) => (version === '' ? '' : `${prefix}${version}`);
  const whole = namespace === '' ? name : `${namespace}/${name}`;
  switch (purl.type) {
    case 'github':
      return namespace === '' ? undefined : `https://github.com/${whole}${then('/tree/')}`;
    case 'npm':
      return `https://www.npmjs.com/package/${whole.replace(/^%40/, '@')}${then('/v/')}`;
    case 'pypi':
      return `https://pypi.org/project/${name}/${then('')}`;
    case 'golang':
      return `https://pkg.go.dev/${whole}${then('@')}`;
    case 'cargo':
      return `https://crates.io/crates/${name}${then('/')}`;
    case 'gem':
      return `https://rubygems.org/gems/${name}${then('/versions/')}`;
    case 'maven':
      return namespace === '' ? undefined : `https://central.sonatype.com/artifact/${whole}${then('/')}`;
    case 'nuget':
      return `https://www.nuget.org/packages/${name}${then('/')}`;
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
    // A stray `%`: then it is no package URL.
    return undefined;
  }
}
