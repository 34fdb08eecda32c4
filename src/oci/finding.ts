/** One thing wrong with a document, or a note of what is unusual in it. */
export interface Finding {
  /** What holds where nothing is wrong. */
  readonly rule: string;
  /** Dotted keys: `layers.0.size`; '' for the whole document. */
  readonly path: string;
  /** File and anchor of the image-spec (v1.1), or the https address of another specification. */
  readonly section: string;
  /** `note`: allowed, and worth knowing. Without it a rule is broken. */
  readonly severity?: 'note';
}

/** More of one document are not told. */
export const maxFindings = 100;
