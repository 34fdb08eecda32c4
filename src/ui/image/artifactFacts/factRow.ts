/** One fact of an artifact, in words. */
export interface KindRow {
  readonly term: string;
  readonly text: string;
  /** A digest of the same repository, or an image reference, that the text stands for. */
  readonly opens?: string;
}

/** The facts that are stated: '' and undefined are not shown. */
export function rows(
  ...stated: readonly (readonly [term: string, text: string | undefined, opens?: string | undefined])[]
): KindRow[] {
  return stated.flatMap(([term, text, opens]) =>
    text ? [{ term, text, ...(opens === undefined ? {} : { opens }) }] : [],
  );
}
