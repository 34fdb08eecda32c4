import type { HistoryLine } from '../../../oci/index.ts';

interface Builder {
  readonly name: string;
  /** Whether it reads a Dockerfile. */
  readonly isDockerfile: boolean;
}

interface Mark extends Builder {
  readonly author?: RegExp;
  readonly createdBy?: RegExp;
  readonly comment?: RegExp;
}

/** What each builder leaves in the history of an image, the particular before the general; one field of it is enough. */
const marks: readonly Mark[] = [
  { name: 'Jib', isDockerfile: false, author: /^Jib$/, createdBy: /^jib(-(maven|gradle)-plugin|-core|-cli)?(:|$)/ },
  { name: 'ko', isDockerfile: false, createdBy: /^ko build ko:\/\// },
  { name: 'apko', isDockerfile: false, createdBy: /^apko$/ },
  { name: 'Nix', isDockerfile: false, createdBy: /^nix$/, comment: /^store paths: \[/ },
  { name: 'Bazel', isDockerfile: false, createdBy: /^bazel build/ },
  {
    name: 'Cloud Native Buildpacks',
    isDockerfile: false,
    createdBy:
      /^(Buildpacks |Software Bill-of-Materials$|Application (Layer$|Slice: \d+)|Layer: '.*', Created by (buildpack|extension): )/,
  },
  { name: 'umoci', isDockerfile: false, createdBy: /^(stacker )?umoci\b/ },
  { name: 'crane', isDockerfile: false, createdBy: /^crane \w/ },
  { name: 'debuerreotype', isDockerfile: false, comment: /^debuerreotype/ },
  { name: 'kaniko', isDockerfile: true, author: /^kaniko$/ },
  { name: 'BuildKit', isDockerfile: true, createdBy: /\s# buildkit$/, comment: /^buildkit\./ },
  {
    name: 'Buildah',
    isDockerfile: true,
    // One space; the classic builder has two before all but ADD, COPY and WORKDIR.
    createdBy: /^\S+ -c #\(nop\) (ARG|CMD|ENTRYPOINT|ENV|EXPOSE|LABEL|SHELL|STOPSIGNAL|USER|VOLUME) /,
    comment: /^FROM \S+$/,
  },
  { name: 'docker build', isDockerfile: true, createdBy: /^.{0,1000}#\(nop\) / },
];

/** Who built the image, in the order in which they first did, as far as its history tells. */
export function buildersOf(lines: readonly HistoryLine[]): readonly Builder[] {
  const found = new Set<Builder>();
  for (const { entry } of lines) {
    const mark =
      entry &&
      marks.find(
        ({ author, createdBy, comment }) =>
          author?.test(entry.author ?? '') ||
          createdBy?.test(entry.createdBy ?? '') ||
          comment?.test(entry.comment ?? ''),
      );
    if (mark) found.add(mark);
  }
  return [...found];
}

/** Who built it, as a sentence or two; undefined where history does not tell. */
export function builderWords(lines: readonly HistoryLine[]): string | undefined {
  const builders = buildersOf(lines);
  if (builders.length === 0) return undefined;
  const others = builders.filter(({ isDockerfile }) => !isDockerfile);
  const words = `Built with ${joined(builders)}${builders.length > 1 ? ', in this order' : ''}.`;
  if (others.length === 0) return words;
  return `${words} What ${joined(others)} did stands in ${others.length > 1 ? 'their' : 'its'} own words: no Dockerfile is behind it.`;
}

/** `a`, `a and b`, `a, b and c`. */
function joined(builders: readonly Builder[]): string {
  return builders
    .map(({ name }) => name)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1');
}
