/** One fact of an artifact. */
export interface FactRow {
  readonly term: string;
  readonly text: string;
  /** Digest in the same repository that the text links to. */
  readonly digest?: string;
}

/** Creates the rows with a value; leaves out '' and undefined. */
export function factRows(
  ...stated: readonly (readonly [term: string, text: string | undefined, digest?: string | undefined])[]
): FactRow[] {
  return stated.flatMap(([term, text, digest]) =>
    text ? [{ term, text, ...(digest === undefined ? {} : { digest }) }] : [],
  );
}
