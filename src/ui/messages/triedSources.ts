import { type AppError, type Reason, reasons } from '../../errors/index.ts';
import { formatCount } from '../kit/format.ts';
import type { ErrorText } from './unexpectedAnswers.ts';

/** A repository tried for a digest without a repository, and the reason it failed. */
export interface TriedSource {
  readonly host: string;
  readonly name: string;
  readonly reason: Reason;
}

/** Returns an error's `detail.tried`, which is unchecked JSON; undefined unless a digest without a repository was requested. */
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

/** Returns the texts for a digest that none of its known repositories has. */
export function triedSourcesText(reason: Reason, tried: readonly TriedSource[]): Partial<ErrorText> {
  if (reason === 'corrupt' && tried.length === 0) {
    return {
      why: 'The stored bytes no longer match their digest, and no known repository has them.',
      next: `Open it as ${withRepository}, with the repository that has it: its copy replaces the corrupt one.`,
    };
  }
  if (reason !== 'not_found') return {};
  if (tried.length === 0) {
    return {
      title: "This digest isn't cached",
      why: 'No image in this browser refers to it, so there is no known repository to try.',
      next: `Open it as ${withRepository}, with the repository that has it.`,
    };
  }
  const result =
    tried.length === 1
      ? 'not found in the one repository tried'
      : `not found in the ${formatCount(tried.length, 'repository', 'repositories')} tried`;
  return {
    title: `This digest isn't cached, and was ${result}`,
    why: 'The repositories of images in this browser that refer to it were tried.',
    next: `Open it as ${withRepository} if you know another repository that has it.`,
  };
}
