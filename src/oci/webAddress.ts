/**
 * Web pages about images, by host and path, with the reference that each shows; ":" at its end means the tags of a repository, "/"
 * the repositories of a registry.
 */
const pages: readonly (readonly [page: RegExp, names: string])[] = [
  [/^hub\.docker\.com$/, 'docker.io/'],
  [/^hub\.docker\.com\/layers\/(.+?)\/([^/]+)\/images\/.*$/, 'docker.io/$1:$2'],
  [/^hub\.docker\.com\/(?:r|_|repository\/docker)\/(.+)\/tags$/, 'docker.io/$1:'],
  [/^hub\.docker\.com\/(?:r|_|repository\/docker)\/([^/]+(?:\/[^/]+)?)(?:\/general)?$/, 'docker.io/$1'],
  [/^quay\.io\/repository\/([^/]+\/[^/]+)\/manifest\/(sha256:[0-9a-f]+)$/, 'quay.io/$1@$2'],
  [/^quay\.io\/repository\/(.+)$/, 'quay.io/$1'],
  [/^github\.com\/([^/]+)\/[^/]+\/pkgs\/container\/([^/]+)(?:\/\d+)?$/, 'ghcr.io/$1/$2'],
  [/^github\.com\/(?:orgs|users)\/([^/]+)\/packages\/container\/(?:package\/)?([^/]+)$/, 'ghcr.io/$1/$2'],
  [/^gallery\.ecr\.aws\/([^/]+\/.+)$/, 'public.ecr.aws/$1'],
  [/^console\.cloud\.google\.com\/gcr\/images\/([^/]+)\/global\/([^@]+)$/i, 'gcr.io/$1/$2'],
  [/^console\.cloud\.google\.com\/gcr\/images\/([^/]+)\/global\/([^@]+)(@sha256:[0-9a-f]+).*$/i, 'gcr.io/$1/$2$3'],
  [
    /^console\.cloud\.google\.com\/artifacts\/docker\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/,
    '$2-docker.pkg.dev/$1/$3/$4',
  ],
  [
    /^console\.cloud\.google\.com\/artifacts\/docker\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/(sha256:[0-9a-f]+)$/,
    '$2-docker.pkg.dev/$1/$3/$4@$5',
  ],
];

/** The reference that a URL means, as text to parse, or the fragment of a link of this app. */
export type WebAddress = { readonly text: string } | { readonly fragment: string };

/**
 * Reads an `http` or `https` URL without its scheme: a registry's API, a page of a registry's web site, a link of this app.
 *
 * @throws URIError if its escapes are not UTF-8
 */
export function readWebAddress(scheme: 'http' | 'https', rest: string): WebAddress {
  const [beforeHash = '', fragment = ''] = splitOnce(rest, '#');
  const [address = '', query = ''] = splitOnce(beforeHash, '?');
  const [authority = '', rawPath = ''] = splitOnce(address, '/');
  const path = decodeURIComponent(rawPath).replace(/\/+$/, '');
  const parameter = (name: string) => decodeURIComponent(new RegExp(`(?:^|&)${name}=([^&]*)`).exec(query)?.[1] ?? '');
  const host = registryHost(scheme, parameter('ns') || authority.slice(authority.lastIndexOf('@') + 1).toLowerCase());
  const page = ofPage(path === '' ? host : `${host}/${path}`);
  if (page !== undefined) {
    const tag = parameter('tag');
    if (tag !== '' && !/[:@/]$|@/.test(page)) return { text: `${page}:${tag}` };
    return { text: parameter('tab') === 'tags' ? `${page}:` : page };
  }
  const api = /^v2\/(.+)\/(?:manifests|blobs|referrers)\/([^/]+)$/.exec(path);
  if (api) {
    const [, name = '', reference = ''] = api;
    return { text: `${host}/${name}${reference.includes(':') ? '@' : ':'}${reference}` };
  }
  const tags = /^v2\/(.+)\/tags(?:\/list)?$/.exec(path)?.[1];
  if (tags !== undefined) return { text: `${host}/${tags}:` };
  if (/^v2(?:\/_catalog)?$/.test(path)) return { text: `${host}/` };
  if (fragment !== '') return { fragment };
  const image = parameter('image');
  if (path === '') return { text: image === '' ? `${host}/` : image };
  return { text: `${host}/${path}` };
}

function ofPage(address: string): string | undefined {
  const [pattern, names = ''] = pages.find(([page]) => page.test(address)) ?? [];
  return pattern && address.replace(pattern, names);
}

/** Returns the host as references write it: a name without dots needs its port to be a host. */
function registryHost(scheme: 'http' | 'https', host: string): string {
  if (host === 'registry-1.docker.io') return 'docker.io';
  return host === '' || host === 'localhost' || /[.:]/.test(host) ? host : `${host}:${scheme === 'http' ? 80 : 443}`;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
