/** Height of each row. */
export const rowHeightPx = 20;
/** Maximum height of the scrolled element. Firefox clips at 17.8 million px, Chromium at 33.5 million. */
export const maxHeightPx = 16_000_000;

/**
 * Scrolls lists that are taller than the tallest element a browser can draw. A list that fits scrolls natively. In a taller
 * one the scroll bar spans all rows, and small scrolls still move by the same number of px; `shiftPx` is the difference.
 */
export class RowScroll {
  #totalPx = 0;
  /** Top of the viewport, in px from the first row. */
  #topPx = 0;
  #scrollTop = 0;

  /** Sets the number of rows. */
  resize(rows: number): void {
    this.#totalPx = rows * rowHeightPx;
  }

  get topPx(): number {
    return this.#topPx;
  }

  /** Height of the scrolled element. */
  get heightPx(): number {
    return Math.min(this.#totalPx, maxHeightPx);
  }

  /** Offset to add to a row's position when it is drawn. */
  get shiftPx(): number {
    return this.#scrollTop - this.#topPx;
  }

  /** Handles a scroll of the element; returns the `scrollTop` to set on it. */
  moved(scrollTop: number, seenPx: number): number {
    const delta = scrollTop - this.#scrollTop;
    this.#scrollTop = scrollTop;
    if (this.#totalPx <= this.heightPx) {
      this.#topPx = scrollTop;
      return scrollTop;
    }
    const lastTop = Math.max(1, this.heightPx - seenPx);
    const lastPx = this.#totalPx - seenPx;
    const nearPx = 4 * seenPx;
    const targetPx = Math.abs(delta) > nearPx ? (scrollTop / lastTop) * lastPx : this.#topPx + delta;
    this.#topPx = clamp(targetPx, 0, lastPx);
    const isShortAbove = scrollTop < nearPx && this.#topPx > scrollTop;
    const isShortBelow = scrollTop > lastTop - nearPx && lastPx - this.#topPx > lastTop - scrollTop;
    return isShortAbove || isShortBelow || targetPx !== this.#topPx ? this.#settle(seenPx) : scrollTop;
  }

  /** Places a row a third below the top; returns the `scrollTop` to set. */
  to(row: number, seenPx: number): number {
    this.#topPx = clamp(row * rowHeightPx - Math.floor(seenPx / 3), 0, Math.max(0, this.#totalPx - seenPx));
    return this.#settle(seenPx);
  }

  /** Computes the element's `scrollTop` for `topPx`. */
  #settle(seenPx: number): number {
    const lastTop = Math.max(0, this.heightPx - seenPx);
    const lastPx = this.#totalPx - seenPx;
    this.#scrollTop = this.#totalPx <= this.heightPx ? this.#topPx : Math.round((this.#topPx / lastPx) * lastTop);
    return this.#scrollTop;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
