import type { Page } from 'playwright/test';

/** Measurements of scrolling a list from start to end. */
export interface Scrolled {
  readonly frames: number;
  /** Median time from one frame to the next. */
  readonly frameMs: number;
  readonly longestFrameMs: number;
  /** Longest task on the page's thread as the browser reports it; 0 if none took 50 ms. */
  readonly longestTaskMs: number;
  /** Maximum number of elements in the document at any frame. */
  readonly maxNodes: number;
}

/** Scrolls the scrollable ancestor of `selector` by `stepPx` per frame to its end. */
export async function scrollThrough(page: Page, selector: string, stepPx: number): Promise<Scrolled> {
  return page.evaluate(
    async ([inner, step]) => {
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const start = document.querySelector(inner);
      let scroller = start;
      while (
        scroller &&
        !(scroller.scrollHeight > scroller.clientHeight && /auto|scroll/.test(getComputedStyle(scroller).overflowY))
      )
        scroller = scroller.parentElement;
      if (!scroller) throw new Error(`nothing is scrolled around ${inner}`);
      const tasks: number[] = [];
      const observer = new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map(({ duration }) => duration)),
      );
      observer.observe({ type: 'longtask' });
      scroller.scrollTop = 0;
      await frame();
      let before = await frame();
      const gaps: number[] = [];
      let maxNodes = 0;
      for (let top = -1; scroller.scrollTop > top; ) {
        top = scroller.scrollTop;
        scroller.scrollTop = top + step;
        const now = await frame();
        gaps.push(now - before);
        before = now;
        maxNodes = Math.max(maxNodes, document.getElementsByTagName('*').length);
      }
      // Entries that the observer has not delivered yet.
      tasks.push(...observer.takeRecords().map(({ duration }) => duration));
      observer.disconnect();
      const sorted = gaps.toSorted((a, b) => a - b);
      return {
        frames: gaps.length,
        frameMs: sorted[sorted.length >> 1] ?? 0,
        longestFrameMs: sorted.at(-1) ?? 0,
        longestTaskMs: Math.max(0, ...tasks),
        maxNodes,
      };
    },
    [selector, stepPx] as const,
  );
}

export function formatScrolled(name: string, scrolled: Scrolled, nodesLimit: number): string {
  const { frames, frameMs, longestFrameMs, longestTaskMs, maxNodes } = scrolled;
  const task = longestTaskMs === 0 ? 'no task of 50 ms' : `longest task ${longestTaskMs.toFixed(0)} ms`;
  return `${name}: ${frames} frames of ${frameMs.toFixed(1)} ms, longest ${longestFrameMs.toFixed(1)} ms, ${task}, ${maxNodes} nodes (limit ${nodesLimit})`;
}
