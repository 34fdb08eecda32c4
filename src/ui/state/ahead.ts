import type { Fetched, Target } from '../../client/index.ts';
import type { ManifestDocument } from './documents.ts';

/** The manifest that a link names, asked for before the page is there to want it; `document` once it is read. */
export interface Ahead extends Target {
  readonly fetched: Promise<Fetched>;
  document?: ManifestDocument;
}
