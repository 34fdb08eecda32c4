import { useCallback, useMemo, useState } from 'react';
import type { HistoryLine } from '../../../oci/index.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import parts from '../../kit/parts.module.css';
import { useVirtualRows } from '../../kit/table/virtualRows.ts';
import { dockerfileMessages } from '../../messages/dockerfile.ts';
import type { Step } from '../../tree/instructions.ts';
import { stepsOf } from '../../tree/layerNotes.ts';
import { join } from '../../tree/nodes.ts';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { builderText } from './builders.ts';
import styles from './DockerfileView.module.css';
import { baseOf, dockerfileText } from './dockerfileText.ts';
import { StepRow } from './StepRow.tsx';

const lineHeightPx = 20;
const paddingPx = 17;
/** Characters that fit on a line at a typical width. */
const usualColumns = 80;
const maxLines = 200;

/** Shows an image's history as a Dockerfile, each step next to its layer. Long lines wrap; copied commands stay on one line. */
export function DockerfileView({ selection, linkTo }: Pick<PaneProps, 'linkTo'> & { readonly selection: Selection }) {
  const { owner, ownerPath, config } = selection;
  const steps = useMemo(() => (owner ? stepsOf(owner, config) : []), [owner, config]);
  const lines = useMemo(() => steps.map(({ line }) => line), [steps]);
  const notes = useMemo(() => [builderText(lines), mismatchText(lines)].filter((text) => text !== undefined), [lines]);
  const heights = useMemo(() => steps.map(estimateHeight), [steps]);
  const base = owner && 'annotations' in owner ? baseOf(owner.annotations) : undefined;
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback((number: number) => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(number)) next.add(number);
      return next;
    });
  }, []);
  const [copied, copy] = useCopy();
  const { isVirtual, rows, gapAfter, ref, onFocus, rowProps } = useVirtualRows(
    steps.length,
    (index) => heights[index] ?? 0,
  );
  if (steps.length === 0) return <p className={parts.muted}>{dockerfileMessages.empty}</p>;
  return (
    <>
      <div className={styles.bar}>
        <p>
          {notes.map((text) => `${text} `)}
          {dockerfileMessages.source}
        </p>
        <CopyButton label={dockerfileMessages.copy} copied={copied} onCopy={() => copy(dockerfileText(steps, base))} />
      </div>
      <div className={styles.box}>
        {base === undefined ? null : <pre className={styles.base}>{base}</pre>}
        {/* biome-ignore lint/a11y/noRedundantRoles: WebKit drops the list role without markers */}
        <ol ref={ref} onFocus={onFocus} role="list" aria-label={dockerfileMessages.steps}>
          {rows.map(({ index, gapBefore }) => {
            const step = steps[index];
            return step ? (
              <li
                key={index}
                className={styles.item}
                data-empty={step.line.layer === undefined || step.line.entry?.emptyLayer === true}
                style={{ marginTop: gapBefore }}
                {...(isVirtual ? { 'aria-setsize': steps.length, 'aria-posinset': step.number } : {})}
                {...rowProps(index)}
              >
                <StepRow
                  step={step}
                  href={step.line.layer ? linkTo(join(ownerPath, `layers/${step.line.layer.index}`)) : undefined}
                  isOpen={opened.has(step.number)}
                  onToggle={toggle}
                />
              </li>
            ) : null;
          })}
          {gapAfter > 0 ? <li aria-hidden="true" style={{ height: gapAfter }} /> : null}
        </ol>
      </div>
    </>
  );
}

/** Estimates the height of a wrapped step in px, so that little moves when it is drawn. */
function estimateHeight({ line: { entry } }: Step): number {
  const text = (entry?.createdBy ?? '').slice(0, usualColumns * maxLines);
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / usualColumns)), 0);
  return paddingPx + lineHeightPx * Math.min(maxLines, rows);
}

/** Returns a note if the history and the layers don't correspond. */
function mismatchText(lines: readonly HistoryLine[]): string | undefined {
  const layers = lines.filter(({ layer }) => layer).length;
  const described = lines.filter(({ entry, layer }) => entry && (layer || !entry.emptyLayer)).length;
  if (described === layers) return undefined;
  if (!lines.some(({ entry }) => entry)) return dockerfileMessages.noHistory;
  return described < layers
    ? dockerfileMessages.fewerInHistory(described, layers)
    : dockerfileMessages.moreInHistory(described, layers);
}
