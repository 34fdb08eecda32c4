import { Fragment, memo, useMemo } from 'react';
import { type Descriptor, totalSize } from '../../oci/index.ts';
import { useStore } from '../kit/createStore.ts';
import { Size } from '../kit/Fact.tsx';
import { shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { Gap } from '../kit/table/Gap.tsx';
import { useVirtualRows } from '../kit/table/virtualRows.ts';
import { linkedLayer, linkHandlers } from '../state/linkedLayer.ts';
import { nonManifestForm } from '../tree/documentForm.ts';
import { readInstruction, type Step } from '../tree/instructions.ts';
import { stepsOf } from '../tree/layerNotes.ts';
import { join } from '../tree/nodes.ts';
import styles from './Pane.module.css';
import type { NodeProps, PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

const lineHeight = 20;
const roomAround = 13;
const usualLine = 80;
const headRows = 1;
/** Longer commands are cut; the Dockerfile view shows them completely. */
const maxTextLength = 400;

/** Shows all facts of the layers. */
export function LayersView(props: NodeProps) {
  return <LayerTable {...props} isFull />;
}

/** Lists the steps of the build, base first, each with its layer; steps without a layer are dimmed. */
export function LayerTable({
  selection,
  linkTo,
  isFull = false,
}: Pick<PaneProps, 'linkTo'> & { readonly selection: Selection; readonly isFull?: boolean }) {
  const { owner, ownerPath, config } = selection;
  const steps = useMemo(() => stepsOf(owner, config), [owner, config]);
  const { isVirtual, rows, gapAfter, ref, onFocus, rowProps } = useVirtualRows(steps.length, (index) =>
    estimateHeight(steps[index]),
  );
  const linked = useStore(linkedLayer);
  if (!owner && !config) return null;
  // A config that is opened directly has no manifest with layers.
  const isOnlyConfig = !owner || nonManifestForm(owner) !== undefined;
  if (steps.length === 0) return <p className={parts.muted}>No layers and no history</p>;
  const columns = isFull ? 5 : 3;
  const pathOf = ({ line: { layer } }: Step) => (layer ? join(ownerPath, `layers/${layer.index}`) : undefined);
  return (
    <div className={styles.tableBox}>
      <table
        className={styles.history}
        data-full={isFull}
        data-virtual={isVirtual}
        {...(isVirtual ? { 'aria-rowcount': headRows + steps.length + (isFull ? 1 : 0) } : {})}
      >
        {isVirtual ? <Columns isFull={isFull} /> : null}
        <Head isFull={isFull} />
        <tbody ref={ref} onFocus={onFocus}>
          {rows.map(({ index, gapBefore }) => {
            const step = steps[index];
            const path = step && pathOf(step);
            return step ? (
              <Fragment key={index}>
                <Gap height={gapBefore} columns={columns} />
                <tr
                  data-empty={step.line.layer === undefined || step.line.entry?.emptyLayer === true}
                  {...(isVirtual ? { 'aria-rowindex': headRows + step.number } : {})}
                  {...rowProps(index)}
                  {...(path === undefined ? {} : { 'data-linked': linked === path, ...linkHandlers(path) })}
                >
                  <Cells
                    step={step}
                    isFull={isFull}
                    isOnlyConfig={isOnlyConfig}
                    href={path === undefined ? undefined : linkTo(path)}
                  />
                </tr>
              </Fragment>
            ) : null;
          })}
          <Gap height={gapAfter} columns={columns} />
        </tbody>
        {isFull ? <Total layers={steps.flatMap(({ line: { layer } }) => (layer ? [layer.descriptor] : []))} /> : null}
      </table>
    </div>
  );
}

function Head({ isFull }: { readonly isFull: boolean }) {
  return (
    <thead className={isFull ? undefined : parts.hidden}>
      <tr>
        <th scope="col" className={parts.number}>
          Step
        </th>
        <th scope="col">Made by</th>
        {isFull ? (
          <>
            <th scope="col">Layer</th>
            <th scope="col" title="Digest of the layer’s tar before it was compressed">
              DiffID
            </th>
          </>
        ) : null}
        <th scope="col" className={parts.number}>
          Size
        </th>
      </tr>
    </thead>
  );
}

/** Sets fixed widths, so that columns don't change with the visible rows. */
function Columns({ isFull }: { readonly isFull: boolean }) {
  return (
    <colgroup>
      <col className={styles.narrowColumn} />
      <col />
      {isFull ? (
        <>
          <col className={styles.digestColumn} />
          <col className={styles.digestColumn} />
        </>
      ) : null}
      <col className={styles.sizeColumn} />
    </colgroup>
  );
}

const Cells = memo(function Cells({
  step,
  isFull,
  isOnlyConfig,
  href,
}: {
  readonly step: Step;
  readonly isFull: boolean;
  readonly isOnlyConfig: boolean;
  readonly href: string | undefined;
}) {
  const { entry, layer } = step.line;
  const { keyword, text } = readInstruction(step);
  const size = layer?.descriptor.size;
  const noLayer = isOnlyConfig && entry?.emptyLayer === false ? 'in its manifest' : missingLayer(step);
  return (
    <>
      <td className={parts.number}>{step.number}</td>
      <td className={styles.step} title={entry?.comment && keyword ? entry.comment.slice(0, maxTextLength) : undefined}>
        {keyword ? <b>{keyword} </b> : null}
        {onOneLine(text)}
      </td>
      {isFull ? (
        <>
          <td>
            {layer ? (
              <a href={href} title={layer.descriptor.digest}>
                {shortDigest(layer.descriptor.digest)}
              </a>
            ) : (
              noLayer
            )}
          </td>
          <td title={layer?.diffId}>{layer?.diffId ? shortDigest(layer.diffId) : layer ? 'not stated' : ''}</td>
        </>
      ) : null}
      <td className={parts.number}>
        {layer ? size === undefined ? 'not stated' : <Size bytes={size} /> : isFull ? '' : noLayer}
      </td>
    </>
  );
});

function onOneLine(text: string): string {
  const line = text.slice(0, maxTextLength).replace(/\s+/g, ' ');
  return text.length > maxTextLength ? `${line}…` : line;
}

function estimateHeight(step: Step | undefined): number {
  const length = Math.min(step?.line.entry?.createdBy?.length ?? 0, maxTextLength);
  return roomAround + lineHeight * Math.max(1, Math.ceil(length / usualLine));
}

/** Returns the reason for a missing layer: the step made none, or the manifest lacks it; '' if it has one. */
export function missingLayer({ line: { entry, layer } }: Step): string {
  if (layer) return '';
  return entry?.emptyLayer === false ? 'layer missing' : 'no layer';
}

function Total({ layers }: { readonly layers: Parameters<typeof totalSize>[0] }) {
  const total = totalSize(layers);
  return (
    <tfoot>
      <tr>
        <td />
        <td colSpan={3}>{total === undefined ? noTotal(layers) : 'All layers, compressed'}</td>
        <td className={parts.number}>{total === undefined ? '' : <Size bytes={total} />}</td>
      </tr>
    </tfoot>
  );
}

/** Returns the reason for a missing total size. */
export function noTotal(layers: readonly Pick<Descriptor, 'size'>[]): string {
  const index = layers.findIndex(({ size }) => size === undefined || size < 0n);
  const size = layers[index]?.size;
  return `Total size unknown: layer ${index + 1} states ${size === undefined ? 'no size' : `the invalid size ${size}`}`;
}
