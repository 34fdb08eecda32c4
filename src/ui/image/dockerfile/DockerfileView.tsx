import { useCallback, useMemo, useState } from 'react';
import type { HistoryLine } from '../../../oci/index.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { formatCount } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { useVirtualRows } from '../../kit/table/virtualRows.ts';
import type { Step } from '../../tree/instructions.ts';
import { stepsOf } from '../../tree/layerNotes.ts';
import { join } from '../../tree/nodes.ts';
import type { PaneProps } from '../paneProps.ts';
import type { Selection } from '../selection.ts';
import { builderWords } from './builders.ts';
import styles from './DockerfileView.module.css';
import { baseOf, dockerfileText } from './dockerfileText.ts';
import { StepRow } from './StepRow.tsx';

const lineHeight = 20;
const roomAround = 17;
const usualLine = 80;
const maxLines = 200;

/** The history of an image as a Dockerfile that could have made it, each step beside its layer; what is not known is said. */
export function DockerfileView({ selection, linkTo }: Pick<PaneProps, 'linkTo'> & { readonly selection: Selection }) {
  const { owner, ownerPath, config } = selection;
  const steps = useMemo(() => (owner ? stepsOf(owner, config) : []), [owner, config]);
  const lines = useMemo(() => steps.map(({ line }) => line), [steps]);
  const words = useMemo(() => [builderWords(lines), mismatch(lines)].filter((text) => text !== undefined), [lines]);
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
  if (steps.length === 0) return <p className={parts.muted}>It has no layers and no history.</p>;
  return (
    <>
      <div className={styles.bar}>
        <p>
          {words.map((text) => `${text} `)}
          Rebuilt from the image’s history, which does not know where COPY and ADD took files from, what other build
          stages did, or every build argument.
        </p>
        <CopyButton label="Copy Dockerfile" copied={copied} onCopy={() => copy(dockerfileText(steps, base))} />
      </div>
      <div className={styles.box}>
        {base === undefined ? null : <pre className={styles.base}>{base}</pre>}
        {/* biome-ignore lint/a11y/noRedundantRoles: a list without markers is none to WebKit */}
        <ol ref={ref} onFocus={onFocus} role="list" aria-label="Steps">
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

/** Near enough that little moves when it is drawn: a long step is broken where its commands and its wide spaces are. */
function estimateHeight({ line: { entry } }: Step): number {
  const text = (entry?.createdBy ?? '').slice(0, usualLine * maxLines);
  const broken = text.length > usualLine ? (text.match(/&&|\|\||;|[ \t]{2,}|\n/g)?.length ?? 0) : 0;
  return roomAround + lineHeight * Math.min(maxLines, Math.max(1 + broken, Math.ceil(text.length / usualLine)));
}

/** What is to be said where history and layers do not go together. */
function mismatch(lines: readonly HistoryLine[]): string | undefined {
  const layers = lines.filter(({ layer }) => layer).length;
  const told = lines.filter(({ entry, layer }) => entry && (layer || !entry.emptyLayer)).length;
  if (told === layers) return undefined;
  if (!lines.some(({ entry }) => entry)) return 'It has no history: only its layers are known.';
  return told < layers
    ? `Its history tells of ${told} of ${formatCount(layers, 'layer')}; the others stand last.`
    : `Its history tells of ${formatCount(told, 'layer')}, and its manifest has ${layers}.`;
}
