import { type ReactNode, useMemo, useState } from 'react';
import { totalSize } from '../../oci/index.ts';
import { useStore } from '../kit/createStore.ts';
import { formatSize } from '../kit/format.ts';
import { layerMessages } from '../messages/pane.ts';
import { linkedLayer, linkHandlers } from '../state/linkedLayer.ts';
import styles from './LayerSizes.module.css';
import { type BarOrder, type ColoredLayer, layerShares, type SizedLayer, shareOf } from './layerShares.ts';

/** Shows the layers side by side, as wide as their share of the total size. A click selects one. */
export function LayerSizes({
  layers,
  heading,
  children,
  onSelect,
}: {
  readonly layers: readonly SizedLayer[];
  readonly heading: string;
  /** Text beside the heading. */
  readonly children: ReactNode;
  readonly onSelect: (path: string) => void;
}) {
  const [order, setOrder] = useState<BarOrder>('size');
  const parts = useMemo(() => layerShares(layers, order), [layers, order]);
  const total = totalSize(layers) ?? 0n;
  const linked = useStore(linkedLayer);
  return (
    <section className={styles.sizes}>
      <div className={styles.head}>
        <h2>{heading}</h2>
        {children}
        {layers.length > 1 ? <Order order={order} onOrder={setOrder} /> : null}
      </div>
      <div className={styles.bar} data-order={order}>
        {parts.map((part) =>
          'color' in part ? (
            <button
              key={part.path}
              type="button"
              // The legend has the same buttons for the keyboard and for screen readers.
              tabIndex={-1}
              aria-hidden="true"
              data-color={part.color}
              data-linked={linked === part.path}
              style={{ flexGrow: shareOf(part.size, total) }}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onSelect(part.path)}
              {...linkHandlers(part.path)}
            />
          ) : (
            <span
              key={part[0]?.path}
              className={styles.rest}
              data-linked={part.some(({ path }) => path === linked)}
              title={restText(part)}
              style={{ flexGrow: shareOf(totalSize(part) ?? 0n, total) }}
            />
          ),
        )}
      </div>
      <Legend layers={layers} onSelect={onSelect} />
      <p className={styles.linked} aria-live="off">
        {linkedText(layers, linked)}
      </p>
    </section>
  );
}

function Order({ order, onOrder }: { readonly order: BarOrder; readonly onOrder: (order: BarOrder) => void }) {
  const orders: readonly BarOrder[] = ['size', 'layers'];
  return (
    <fieldset className={styles.order}>
      <legend>{layerMessages.order}</legend>
      {orders.map((each) => (
        <button key={each} type="button" aria-pressed={order === each} onClick={() => onOrder(each)}>
          {layerMessages.orders[each]}
        </button>
      ))}
    </fieldset>
  );
}

/** Names the coloured layers, and counts the others. */
function Legend({
  layers,
  onSelect,
}: {
  readonly layers: readonly SizedLayer[];
  readonly onSelect: (path: string) => void;
}) {
  const parts = useMemo(() => layerShares(layers, 'size'), [layers]);
  const linked = useStore(linkedLayer);
  return (
    <ul className={styles.legend}>
      {parts.map((part) =>
        'color' in part ? (
          <li key={part.path}>
            <button
              type="button"
              data-color={part.color}
              data-linked={linked === part.path}
              onClick={() => onSelect(part.path)}
              {...linkHandlers(part.path)}
            >
              {legendText(part)}
            </button>
          </li>
        ) : (
          <li key="rest" data-rest="true">
            {restText(part)}
          </li>
        ),
      )}
    </ul>
  );
}

/** Returns `1 COPY 504 B`: the number, the first word of the build step and the size of a layer. */
function legendText({ number, note, size }: ColoredLayer): string {
  const [first = ''] = note.replace(/^#\s*/, '').split(' ', 1);
  return [number, first.slice(0, 24), formatSize(size)].filter((part) => part !== '').join(' ');
}

/** Returns `3, 4, 6: 3 layers, 2.0 MB`. */
function restText(layers: readonly SizedLayer[]): string {
  return layerMessages.rest(
    layers.map(({ number }) => number).sort((a, b) => a - b),
    totalSize(layers) ?? 0n,
  );
}

function linkedText(layers: readonly SizedLayer[], path: string): string {
  const layer = layers.find((each) => each.path === path);
  return layer ? layerMessages.linked(layer.number, layers.length, layer.size, layer.note) : layerMessages.hint;
}
