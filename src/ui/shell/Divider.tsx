import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react';
import styles from '../kit/frame.module.css';
import { useEnvironment } from '../state/environment.ts';
import { applyWidth, chosenWidth, storeWidth } from './treeWidth.ts';

const usualPx = 400;
const narrowestPx = 240;
const widestPx = 760;
const stepPx = 16;

/** The line between tree and pane: dragged, or moved by arrow keys; a double click puts it back. */
export function Divider() {
  const { window } = useEnvironment();
  const [width, setWidth] = useState(() => clamp(chosenWidth(window) || usualPx));
  useEffect(() => applyWidth(window, width), [width, window]);
  const change = (next: number) => {
    setWidth(clamp(next));
    storeWidth(window, clamp(next));
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) change(event.clientX);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -stepPx, ArrowRight: stepPx }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    change(width + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr takes no focus and has no value
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the tree"
      aria-valuenow={width}
      aria-valuemin={narrowestPx}
      aria-valuemax={widestPx}
      tabIndex={0}
      className={styles.divider}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => change(usualPx)}
    />
  );
}

function clamp(width: number): number {
  return Number.isFinite(width) ? Math.min(widestPx, Math.max(narrowestPx, Math.round(width))) : usualPx;
}
