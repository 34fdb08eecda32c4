/** The image, repository or registry that a command line names. */
export interface LineOperand {
  readonly word: string;
  /** The command lists a repository or a registry; its operand is not an image. */
  readonly isListed: boolean;
}

const programs: ReadonlySet<string> = new Set(
  'docker podman nerdctl finch buildah crane gcrane skopeo oras regctl ctr crictl helm cosign notation dive syft grype trivy umoci'.split(
    ' ',
  ),
);

/** Words between a program and the image; skipped only before the image. */
const subcommands: ReadonlySet<string> = new Set(
  'pull push run create image images buildx imagetools manifest inspect index config digest export blob copy cp repo discover fetch from get tag tree verify scan history save registry raw show bud build attach content template chart install ls list-tags catalog tags login logout'.split(
    ' ',
  ),
);

/** Subcommands with a repository or a registry as their operand. */
const listing: ReadonlySet<string> = new Set(['ls', 'list-tags', 'catalog', 'tags', 'login', 'logout']);

/** Flags followed by a separate value. A flag written `--name=value` needs no entry. */
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
 * Returns the operand of a command of the usual programs, of a Dockerfile's `FROM` or of an `image:` key in YAML or JSON;
 * undefined for anything else.
 */
export function readLine(words: readonly string[]): LineOperand | undefined {
  let at = 0;
  while (/^(?:[$#>%]|-|sudo|[A-Z_][A-Z0-9_]*=.*)$/.test(words[at] ?? '')) at++;
  const first = words[at] ?? '';
  if (first.toUpperCase() === 'FROM' || /^(["']?)image\1:$/i.test(first)) return firstOperand(words, at + 1);
  if (programs.has(first.slice(first.lastIndexOf('/') + 1))) return firstOperand(words, at + 1);
  return at > 0 && at === words.length - 1 ? { word: unquote(first), isListed: false } : undefined;
}

/**
 * Returns the first word that is not a flag, a flag's value or a subcommand. Without such a word, returns the last of several
 * subcommands: `docker pull registry` names an image.
 */
function firstOperand(words: readonly string[], from: number): LineOperand {
  let fallback = '';
  let hasCommand = false;
  let isListed = false;
  for (let at = from; at < words.length; at++) {
    const word = unquote(words[at] ?? '');
    if (word === '' || word === '\\') continue;
    if (word.startsWith('-')) {
      if (flagsWithValue.has(word)) at++;
    } else if (subcommands.has(word)) {
      if (hasCommand) fallback = word;
      hasCommand = true;
      isListed ||= listing.has(word);
    } else return { word, isListed };
  }
  return { word: fallback, isListed: false };
}

/** Removes the quotes or brackets that enclose a text. */
export function unquote(text: string): string {
  const quoted = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|“([^”]*)”|‘([^’]*)’|<([^<>]*)>|\(([^()]*)\))$/.exec(text);
  return quoted?.slice(1).find((inner) => inner !== undefined) ?? text;
}
