import type { Page } from 'playwright/test';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('no values to take a median of');
  return (low + high) / 2;
}

/** One figure of the bench: the app, the bare page it is compared with, and the maximum ratio. */
export interface Figure {
  readonly name: string;
  readonly oursMs: readonly number[];
  readonly bareMs: readonly number[];
  readonly limit: number;
}

/** Formats a figure with the ratio of its medians. */
export function formatFigure({ name, oursMs, bareMs, limit }: Figure): string {
  const [ours, bare] = [median(oursMs), median(bareMs)];
  const ratio = ours / bare;
  const verdict = ratio <= limit ? 'ok' : 'OVER';
  return `${name}: ${ours.toFixed(1)} ms / ${bare.toFixed(1)} ms = ${ratio.toFixed(2)} (limit ${limit}) ${verdict}, n=${oursMs.length}`;
}

/**
 * Returns the milliseconds from the start of the navigation until `selector` with `text` in it is in the DOM, as a
 * MutationObserver in the page sees it. The app and the bare page are measured in the same way.
 */
export async function timeToElement(page: Page, url: string, selector: string, text = ''): Promise<number> {
  await page.addInitScript(
    ([wanted, part]) => {
      const seen = () => {
        if (!document.querySelector(wanted)?.textContent?.includes(part)) return false;
        document.documentElement.dataset.seenAt = String(performance.now());
        return true;
      };
      const observer = new MutationObserver(() => {
        if (seen()) observer.disconnect();
      });
      observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    },
    [selector, text] as const,
  );
  await page.goto(url, { waitUntil: 'commit' });
  const seen = page.locator('html[data-seen-at]');
  await seen.waitFor({ state: 'attached' });
  return Number(await seen.getAttribute('data-seen-at'));
}
