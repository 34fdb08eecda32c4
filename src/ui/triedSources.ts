import { type AppError, type Reason, reasons } from '../errors/index.ts';
import { formatCount } from './format.ts';
import type { ErrorWords } from './foundWords.ts';

/** A repository that was asked for what only a digest names, and why it did not give it. */
export interface TriedSource {
  readonly host: string;
  readonly name: string;
  readonly reason: Reason;
}

/** An error's `detail.tried`, which came as JSON; undefined where it is none of a bare digest. */
export function triedSources({ detail }: Pick<AppError, 'detail'>): readonly TriedSource[] | undefined {
  const tried: unknown = detail?.tried;
  if (!Array.isArray(tried)) return undefined;
  return tried.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    const { host, name, reason }: { host?: unknown; name?: unknown; reason?: unknown } = each;
    if (typeof host !== 'string' || typeof name !== 'string') return [];
    return [{ host, name, reason: reasons.find((known) => known === reason) ?? 'internal' }];
  });
}

const withRepository = 'host/name@sha256:…';

/** Where all that is known of a digest was asked in vain: a registry that says so by itself has other words. */
export function triedWords(reason: Reason, tried: readonly TriedSource[]): Partial<ErrorWords> {
  if (reason === 'corrupt' && tried.length === 0) {
    return {
      why: 'The stored bytes no longer hash to their digest, and it is not known here which repository has them.',
      next: `Open it as ${withRepository}, with the repository that has it: it is fetched from there and takes the place of the damaged copy.`,
    };
  }
  if (reason !== 'not_found') return {};
  if (tried.length === 0) {
    return {
      title: 'This is not in this browser',
      why: 'Nothing that was opened here refers to it, so no repository is known that may have it.',
      next: `Open it as ${withRepository}, with the repository that has it.`,
    };
  }
  const who =
    tried.length === 1
      ? 'the one repository it may be of does not have it'
      : `none of the ${formatCount(tried.length, 'repository', 'repositories')} it may be of has it`;
  return {
    title: `Not in this browser, and ${who}`,
    why: 'It was looked for in the repositories of what was opened here and refers to it.',
    next: `Open it as ${withRepository} if you know another repository that has it.`,
  };
}
