import { useMemo, useState } from 'react';
import type { Finding } from '../../../oci/index.ts';
import { JsonPaths } from './jsonPath.ts';
import type { Layout } from './layout.ts';
import type { RawText } from './readText.ts';

export interface FindingLines {
  /** For each finding its line, counted from 0 in the current layout; undefined if the document is not text. */
  readonly lineOf: readonly (number | undefined)[];
  readonly lines: ReadonlySet<number>;
  /** Index of the selected finding; -1 if none is selected. */
  readonly chosen: number;
  readonly chosenLine: number;
  choose(index: number): void;
}

/** Locates findings in a text and handles the selection of one. */
export function useRawFindings(
  raw: RawText,
  findings: readonly Finding[] | undefined,
  layout: Layout,
  goTo: (offset: number) => void,
): FindingLines {
  const [chosen, setChosen] = useState(-1);
  const offsets = useMemo(() => offsetsOf(raw, findings ?? []), [raw, findings]);
  const lineOf = useMemo(
    () => offsets.map((offset) => (offset === undefined ? undefined : layout.lineOf(offset))),
    [offsets, layout],
  );
  const lines = useMemo(() => new Set(lineOf.filter((line) => line !== undefined)), [lineOf]);
  return {
    lineOf,
    lines,
    chosen,
    chosenLine: lineOf[chosen] ?? -1,
    choose: (index) => {
      setChosen(index);
      const offset = offsets[index];
      if (offset !== undefined) goTo(offset);
    },
  };
}

function offsetsOf(raw: RawText, findings: readonly Finding[]): readonly (number | undefined)[] {
  if (raw.kind === 'bytes') return findings.map(() => undefined);
  if (raw.kind === 'text') return findings.map(() => 0);
  const paths = new JsonPaths(raw.tokens);
  return findings.map(({ path }) => raw.tokens.starts[paths.tokenOf(path)] ?? 0);
}
