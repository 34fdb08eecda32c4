import type { HistoryLine } from '../../../oci/index.ts';
import { builtWithText } from '../../messages/dockerfile.ts';

interface Builder {
  readonly name: string;
  /** True if it builds from a Dockerfile. */
  readonly isDockerfile: boolean;
}

interface Mark extends Builder {
  readonly author?: RegExp;
  readonly createdBy?: RegExp;
  readonly comment?: RegExp;
}

/** Traces that builders leave in an image's history, specific ones first. One matching field identifies the builder. */
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

/** Returns the builders that the history shows, in the order of their first step. */
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

/** Returns a sentence or two about the builders; undefined if the history does not show them. */
export function builderText(lines: readonly HistoryLine[]): string | undefined {
  const builders = buildersOf(lines);
  if (builders.length === 0) return undefined;
  const others = builders.filter(({ isDockerfile }) => !isDockerfile);
  return builtWithText(builders.map(nameOf), others.map(nameOf));
}

function nameOf({ name }: Builder): string {
  return name;
}
