import type { Fetched, Target } from '../../client/index.ts';
import type { ManifestDocument } from './documents.ts';

/** The manifest of the linked image, requested before the page is rendered; `document` is set once it is parsed. */
export interface Ahead extends Target {
  readonly fetched: Promise<Fetched>;
  document?: ManifestDocument;
}
