import type { HistoryLine } from '../../oci/index.ts';
import { shortDigest } from '../format.ts';
import { historyText } from '../historyText.ts';
import { historyOf } from '../layerNotes.ts';
import { totalSize } from '../nodes.ts';
import parts from '../parts.module.css';
import { Size } from './Facts.tsx';
import styles from './Pane.module.css';
import type { PaneProps } from './paneProps.ts';
import type { Selection } from './selection.ts';

/** How the image was made, base first: each step beside the layer that it left; steps that left none are dimmed. */
export function LayerTable({
  selection,
  linkTo,
  isFull = false,
}: PaneProps & { readonly selection: Selection; readonly isFull?: boolean }) {
  const { owner, ownerPath, config } = selection;
  if (!owner) return null;
  const lines = historyOf(owner, config);
  if (lines.length === 0) return <p className={parts.muted}>It has no layers and no history.</p>;
  const prefix = ownerPath === '' ? '' : `${ownerPath}/`;
  return (
    <div className={styles.tableBox}>
      <table className={styles.history} data-full={isFull}>
        <thead className={isFull ? undefined : parts.hidden}>
          <tr>
            <th scope="col">Step</th>
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
        <tbody>
          {numbered(lines).map(([number, line]) => (
            <Line
              key={number}
              line={line}
              number={number}
              isFull={isFull}
              linkTo={(layer) => linkTo(`${prefix}layers/${layer}`)}
            />
          ))}
        </tbody>
        {isFull ? <Total layers={lines.flatMap(({ layer }) => (layer ? [layer.descriptor] : []))} /> : null}
      </table>
    </div>
  );
}

function Line({
  line: { entry, layer },
  number,
  isFull,
  linkTo,
}: {
  readonly line: HistoryLine;
  readonly number: number;
  readonly isFull: boolean;
  readonly linkTo: (layer: number) => string;
}) {
  const { instruction, text } = historyText(entry?.createdBy ?? '');
  const words = text || (instruction ? '' : (entry?.comment ?? 'no history line'));
  return (
    <tr data-empty={layer === undefined}>
      <td className={parts.number}>{number}</td>
      <td className={styles.step} title={entry?.comment && text ? entry.comment : undefined}>
        {instruction ? <b>{instruction} </b> : null}
        {words}
      </td>
      {isFull ? (
        <>
          <td>
            {layer ? (
              <a href={linkTo(layer.index)} title={layer.descriptor.digest}>
                {shortDigest(layer.descriptor.digest)}
              </a>
            ) : (
              'no layer'
            )}
          </td>
          <td title={layer?.diffId}>{layer?.diffId ? shortDigest(layer.diffId) : layer ? 'not stated' : ''}</td>
        </>
      ) : null}
      <td className={parts.number}>
        {layer ? (
          layer.descriptor.size === undefined ? (
            'not stated'
          ) : (
            <Size bytes={layer.descriptor.size} />
          )
        ) : isFull ? (
          ''
        ) : (
          'no layer'
        )}
      </td>
    </tr>
  );
}

function numbered(lines: readonly HistoryLine[]): readonly (readonly [number, HistoryLine])[] {
  return lines.map((line, index) => [index + 1, line]);
}

function Total({ layers }: { readonly layers: Parameters<typeof totalSize>[0] }) {
  const total = totalSize(layers);
  if (total === undefined) return null;
  return (
    <tfoot>
      <tr>
        <td />
        <td colSpan={3}>All layers together, compressed as they are stored</td>
        <td className={parts.number}>
          <Size bytes={total} />
        </td>
      </tr>
    </tfoot>
  );
}
