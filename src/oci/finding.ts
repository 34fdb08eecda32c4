/** A place where a document breaks its specification, or a note about something unusual in it. */
export interface Finding {
  /** The rule, stated as it should be: "size is required". */
  readonly rule: string;
  /** Dotted keys: `layers.0.size`; '' for the whole document. */
  readonly path: string;
  /** File and anchor of the image-spec (v1.1), or the https address of another specification. */
  readonly section: string;
  /** `note`: allowed, and worth knowing. Absent: the rule is broken. */
  readonly severity?: 'note';
}

/** Maximum number of findings that are reported for one document. */
export const maxFindings = 100;
