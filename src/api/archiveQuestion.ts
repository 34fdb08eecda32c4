import { AppError } from '../errors/index.ts';
import { type Digest, parseDigest } from '../oci/index.ts';

/** What is asked of a file, which is the body of the request. */
export type ArchiveQuestion =
  | { readonly isList: true }
  | {
      readonly isList: false;
      /** Undefined: all. */
      readonly images: readonly Digest[] | undefined;
      /** What becomes of the rest where something is refused. */
      readonly ifRefused: 'keep' | 'nothing';
    };

/** @throws AppError invalid_argument */
export function readArchiveQuestion({ searchParams }: URL): ArchiveQuestion {
  if (searchParams.has('list')) return { isList: true };
  const ifRefused = searchParams.get('refused') ?? 'nothing';
  if (ifRefused !== 'keep' && ifRefused !== 'nothing') {
    throw new AppError('invalid_argument', `refused "${ifRefused}" is neither keep nor nothing`, {
      reason: 'unsupported',
    });
  }
  const images = searchParams.getAll('image').map(parseDigest);
  return { isList: false, images: images.length > 0 ? images : undefined, ifRefused };
}
