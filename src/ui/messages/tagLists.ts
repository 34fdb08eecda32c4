import { AppError } from '../../errors/index.ts';
import type { ErrorText } from './unexpectedAnswers.ts';

/** The same error, which a person is told in better words than those of its reason. */
export function inWords(error: AppError, words: ErrorText): AppError {
  const { code, message, reason, detail } = error;
  return new AppError(code, message, { cause: error, ...(reason ? { reason } : {}), detail: { ...detail, ...words } });
}
