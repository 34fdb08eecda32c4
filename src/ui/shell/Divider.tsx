import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react';
import styles from '../kit/frame.module.css';
import { frameMessages } from '../messages/shell.ts';
import { useEnvironment } from '../state/environment.ts';
import { applyWidth, readWidth, writeWidth } from './treeWidth.ts';

const defaultPx = 400;
const minPx = 240;
const maxPx = 760;
const stepPx = 16;

/** The line between tree and pane. Dragging or arrow keys move it; a double click resets it. */
export function Divider() {
  const { window } = useEnvironment();
  const [width, setWidth] = useState(() => clamp(readWidth(window) || defaultPx));
  useEffect(() => applyWidth(window, width), [width, window]);
  const change = (next: number) => {
    setWidth(clamp(next));
    writeWidth(window, clamp(next));
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
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot have focus or a value
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={frameMessages.treeWidth}
      aria-valuenow={width}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      tabIndex={0}
      className={styles.divider}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => change(defaultPx)}
    />
  );
}

function clamp(width: number): number {
  return Number.isFinite(width) ? Math.min(maxPx, Math.max(minPx, Math.round(width))) : defaultPx;
}
