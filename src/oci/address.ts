import { AppError } from '../errors/index.ts';
import { shorten } from './manifestError.ts';
import { parseReference, type Reference } from './reference.ts';

const programs: ReadonlySet<string> = new Set(
  'docker podman nerdctl finch buildah crane gcrane skopeo oras regctl ctr crictl helm cosign notation dive syft grype trivy umoci'.split(
    ' ',
  ),
);

/** Words between a program and the image; they are skipped only where they stand before it. */
const subcommands: ReadonlySet<string> = new Set(
  'pull push run create image images buildx imagetools manifest inspect index config digest export blob copy cp repo discover fetch from get tag tree verify scan history save registry raw show bud build attach content template chart install'.split(
    ' ',
  ),
);

/** Flags whose value is a word of its own. A flag written `--name=value` needs no entry. */
const flagsWithValue: ReadonlySet<string> = new Set(
  (
    '--platform --os --arch --variant --override-os --override-arch --override-variant --creds --src-creds --dest-creds ' +
    '--authfile --cert-dir --username --password --user --name --network --env --env-file --volume --publish --mount ' +
    '--workdir --entrypoint --hostname --label --restart --cpus --memory --gpus --format --output --config --namespace ' +
    '--host --context --log-level --policy --runtime --retry-times --plain-http-host --add-host --cap-add --device ' +
    '-u -p -v -e -w -h -l -m -f -o -n -H -c'
  ).split(' '),
);

/**
 * Reads what a person pastes into an address box: a reference, a `docker pull …` line of the usual programs (flags
 * skipped), a Dockerfile's `FROM`, a `docker://`, `oci://`, `docker-image://` or `web+oci:` address, a registry's
 * `https://host/v2/name/manifests/ref` URL, or a link of this app.
 *
 * @throws AppError invalid_argument, reason invalid_reference
 */
export function parseAddress(text: string): Reference {
  const trimmed = unquote(text.trim());
  const words = trimmed.split(/\s+/);
  if (words.length < 2) return parseOne(trimmed);
  return parseLine(words);
}

function parseLine(words: readonly string[]): Reference {
  let at = 0;
  while (/^(?:[$#>%]|sudo|[A-Z_][A-Z0-9_]*=.*)$/.test(words[at] ?? '')) at++;
  const program = words[at]?.slice((words[at]?.lastIndexOf('/') ?? -1) + 1) ?? '';
  const first = words[at] ?? '';
  if (first.toUpperCase() === 'FROM' || first === 'image:' || first === '-')
    return parseOne(firstOperand(words, at + 1));
  if (programs.has(program)) return parseOne(firstOperand(words, at + 1));
  if (at > 0 && at === words.length - 1) return parseOne(unquote(first));
  throw refuse(words.join(' '), 'invalid reference format');
}

/**
 * The first word that is neither flag, flag's value nor subcommand. Where there is none, the last subcommand but the
 * first: `docker pull registry` names an image.
 */
function firstOperand(words: readonly string[], from: number): string {
  let fallback = '';
  let hasCommand = false;
  for (let at = from; at < words.length; at++) {
    const word = unquote(words[at] ?? '');
    if (word === '' || word === '\\') continue;
    if (word.startsWith('-')) {
      if (flagsWithValue.has(word)) at++;
    } else if (subcommands.has(word)) {
      if (hasCommand) fallback = word;
      hasCommand = true;
    } else return word;
  }
  return fallback;
}

function parseOne(written: string): Reference {
  // What a browser lets a web app be the handler of; `//` or nothing may follow.
  const text = written.replace(/^web\+oci:(?:\/\/)?(.*?)\/?$/i, '$1');
  const scheme = /^(docker|oci|docker-image|https?):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return parseReference(text);
  const rest = text.slice(scheme.length + 3);
  if (scheme === 'http' || scheme === 'https') return parseUrl(text, rest);
  return parseReference(rest.replace(/\/$/, ''));
}

function parseUrl(text: string, rest: string): Reference {
  const hash = rest.indexOf('#');
  const fragment = hash < 0 ? '' : rest.slice(hash + 1);
  if (fragment !== '') return parseReference(decode(text, fragment.split('&', 1)[0] ?? ''));
  const [address = '', query = ''] = rest.slice(0, hash < 0 ? undefined : hash).split('?', 2);
  const slash = address.indexOf('/');
  const path = decode(text, slash < 0 ? '' : address.slice(slash + 1)).replace(/\/$/, '');
  const host = hostOf(slash < 0 ? address : address.slice(0, slash), query, text);
  const image = /(?:^|&)image=([^&]*)/.exec(query)?.[1];
  if (path === '' && image !== undefined) return parseReference(decode(text, image));
  const api = /^v2\/(.+)\/(?:manifests|blobs|referrers)\/([^/]+)$/.exec(path);
  if (api) {
    const [, name = '', reference = ''] = api;
    return parseReference(`${host}/${name}${reference.includes(':') ? '@' : ':'}${reference}`);
  }
  const tags = /^v2\/(.+)\/tags\/list$/.exec(path)?.[1];
  if (tags !== undefined) return parseReference(`${host}/${tags}`);
  if (host === 'hub.docker.com')
    return parseReference(`docker.io/${path.replace(/^(?:_|r)\//, '').replace(/\/tags$/, '')}`);
  if (host === 'quay.io') return parseReference(`quay.io/${path.replace(/^repository\//, '')}`);
  return parseReference(`${host}/${path}`);
}

/** The registry that a URL reads: the upstream that a mirror's `ns` names, else its host without user and password. */
function hostOf(authority: string, query: string, text: string): string {
  const upstream = /(?:^|&)ns=([^&]+)/.exec(query)?.[1];
  const host = upstream === undefined ? authority.slice(authority.lastIndexOf('@') + 1) : decode(text, upstream);
  return host === 'registry-1.docker.io' ? 'docker.io' : host;
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw refuse(text, 'invalid URL escape', cause);
  }
}

function unquote(text: string): string {
  const quoted = /^(["'`])(.*)\1$/s.exec(text);
  return quoted?.[2] ?? text;
}

function refuse(text: string, why: string, cause?: unknown): AppError {
  return new AppError('invalid_argument', `address ${JSON.stringify(shorten(withoutPassword(text)))}: ${why}`, {
    reason: 'invalid_reference',
    ...(cause === undefined ? {} : { cause }),
  });
}

function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^/@]*@/, '://').replace(/(--?(?:\w+-)?(?:creds|password|p|u))(?:=|\s+)\S+/g, '$1');
}
