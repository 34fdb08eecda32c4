import { AppError } from '../errors/index.ts';
import { type Digest, parseDigest } from '../oci/index.ts';

/** A request about a file, which is its body: list its images, or import them. */
export type ArchiveQuestion =
  | { readonly isList: true }
  | {
      readonly isList: false;
      /** Images to import; all if undefined. */
      readonly images: readonly Digest[] | undefined;
      /** `keep`: import the other images if one is refused; `nothing`: import none. */
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
