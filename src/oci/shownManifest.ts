import { AppError } from '../errors/index.ts';
import { detectMediaType } from './detect.ts';
import type { Manifest } from './manifest.ts';
import { isSchema1Type } from './mediaType.ts';
import { parseManifest } from './parseManifest.ts';
import { parseSchema1Unsigned } from './schema1.ts';

/**
 * Parses bytes as `parseManifest` does, and schema1 without signatures too, which `UnmarshalManifest` refuses. Showing it is
 * safe, since its digest is that of its bytes.
 *
 * @throws AppError as `parseManifest`
 */
export function parseShownManifest(mediaType: string, bytes: Uint8Array): Manifest {
  try {
    return parseManifest(mediaType, bytes);
  } catch (error) {
    if (!isSchema1Type(mediaType) || !(error instanceof AppError) || error.detail?.kind !== 'signature') throw error;
    return parseSchema1Unsigned(bytes);
  }
}

/** Parses stored bytes, whose media type is not known, as a manifest. @throws AppError as `parseManifest` */
export function parseStoredManifest(bytes: Uint8Array): Manifest {
  return parseShownManifest(detectMediaType(bytes), bytes);
}
