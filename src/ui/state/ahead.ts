import type { Fetched, Target } from '../../client/index.ts';
import type { ManifestDocument } from './documents.ts';

/** The linked manifest and its config, requested before the page is rendered; `document` and `config` are set once it is parsed. */
export interface Ahead extends Target {
  readonly fetched: Promise<Fetched>;
  readonly parsed: Promise<ManifestDocument>;
  document?: ManifestDocument;
  config?: Promise<Fetched>;
  /** The page has started and sends further requests itself. */
  isTaken?: boolean;
}
