/** Rows are this high, each of them. */
export const rowHeightPx = 20;
/** No element is drawn higher: Firefox ends at 17.8 million px, Chromium at 33.5. */
export const highestPx = 16_000_000;

/**
 * Scrolls more rows than a browser's highest element has room for. Up to there a row stands where it would. Beyond, the
 * scroll bar spans all rows, and small moves are still moves of as many px: `shift` is then what lies between.
 */
export class RowScroll {
  #totalPx = 0;
  /** What is seen at the top, of all rows. */
  #topPx = 0;
  #scrollTop = 0;

  /** Takes in how many rows there are now. */
  resize(rows: number): void {
    this.#totalPx = rows * rowHeightPx;
  }

  get topPx(): number {
    return this.#topPx;
  }

  /** Height of the element that is scrolled. */
  get heightPx(): number {
    return Math.min(this.#totalPx, highestPx);
  }

  /** To be added to a row's place for where it is drawn. */
  get shiftPx(): number {
    return this.#scrollTop - this.#topPx;
  }

  /** Takes in that the element was scrolled; answers with where it is to be scrolled to instead. */
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
    const wanted = Math.abs(delta) > nearPx ? (scrollTop / lastTop) * lastPx : this.#topPx + delta;
    this.#topPx = clamp(wanted, 0, lastPx);
    const isShortAbove = scrollTop < nearPx && this.#topPx > scrollTop;
    const isShortBelow = scrollTop > lastTop - nearPx && lastPx - this.#topPx > lastTop - scrollTop;
    return isShortAbove || isShortBelow || wanted !== this.#topPx ? this.#settle(seenPx) : scrollTop;
  }

  /** Puts a row a third below the top; answers with where the element is to be scrolled to. */
  to(row: number, seenPx: number): number {
    this.#topPx = clamp(row * rowHeightPx - Math.floor(seenPx / 3), 0, Math.max(0, this.#totalPx - seenPx));
    return this.#settle(seenPx);
  }

  /** Where the element is to be scrolled to for `topPx`. */
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
