import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { imageWith, type RawStep, showInPane } from '../../testing/fixtures/paneFixture.tsx';
import { LayerTable } from './LayerTable.tsx';

let shown: ReturnType<typeof showInPane>;
afterEach(() => shown.remove());

describe('the table of layers', () => {
  it('shows the instruction of each step next to its layer, and dims steps without one', async () => {
    await show(
      [{ created_by: 'COPY a / # buildkit' }, { created_by: '/bin/sh -c #(nop)  CMD ["a" "b"]', empty_layer: true }],
      1,
    );
    expect(rows().map((row) => row.textContent)).toEqual([
      '1COPY a /000000000000…000000000000…1.0 kB (1,000 bytes)'.replaceAll('000000000000…', '00000000…000'),
      '2CMD ["a", "b"]no layer',
    ]);
    expect(rows().map((row) => row.dataset.empty)).toEqual(['false', 'true']);
    await expect.element(page.getByRole('link', { name: '00000000…000' })).toHaveAttribute('href', '#layers/0');
  });

  it('marks layers without history, and layers missing from the manifest', async () => {
    await show([{ created_by: 'COPY a /' }], 2);
    expect(rows()[1]?.textContent).toContain('no build history recorded');
    shown.remove();
    await show([{ created_by: 'COPY a /' }, { created_by: 'COPY b /' }], 1);
    expect(rows()[1]?.textContent).toContain('layer missing');
  });

  it('cuts a step of 1 MiB', async () => {
    await show([{ created_by: `RUN ${'a'.repeat(1 << 20)}` }], 1);
    expect(rows()[0]?.textContent?.length).toBeLessThan(600);
  });
});

describe('a table of 1,000 rows', () => {
  const history = Array.from(
    { length: 1000 },
    (_, index): RawStep =>
      index % 2 === 0
        ? { created_by: `RUN make ${index} # buildkit` }
        : { created_by: `ENV A=${index}`, empty_layer: true },
  );

  it('draws only visible rows, and states the number of rows', async () => {
    await show(history, 500);
    expect(rows().length).toBeLessThan(60);
    expect(shown.pane.querySelectorAll('*').length).toBeLessThan(900);
    const table = page.getByRole('table');
    await expect.element(table).toHaveAttribute('aria-rowcount', '1002');
    expect(rows()[0]?.ariaRowIndex).toBe('2');
    expect(shown.pane.scrollHeight).toBeGreaterThan(1000 * 30);
  });

  it('draws rows at their position after scrolling', async () => {
    await show(history, 500);
    shown.pane.scrollTop = shown.pane.scrollHeight;
    await expect.poll(() => rows().at(-1)?.ariaRowIndex).toBe('1001');
    expect(rows().length).toBeLessThan(60);
    shown.pane.scrollTop = 0;
    await expect.poll(() => rows()[0]?.ariaRowIndex).toBe('2');
    const head = shown.pane.querySelector('thead')?.getBoundingClientRect().bottom ?? 0;
    expect(Math.abs((rows()[0]?.getBoundingClientRect().top ?? -99) - head)).toBeLessThan(2);
  });

  it('can be read to its last row by keyboard', async () => {
    await show(history, 500);
    await userEvent.keyboard('{Tab}');
    const first = document.activeElement;
    expect(first?.getAttribute('href')).toBe('#layers/0');
    await userEvent.keyboard('{End}');
    await expect.poll(() => rows().at(-1)?.ariaRowIndex).toBe('1001');
    expect(document.activeElement).toBe(first);
    await userEvent.keyboard('{Tab}');
    await expect.poll(() => document.activeElement?.getAttribute('href')).toMatch(/^#layers\/\d\d/);
  });

  it('keeps its column widths while scrolling', async () => {
    await show(history, 500);
    const widths = () => [...shown.pane.querySelectorAll('th')].map((cell) => cell.offsetWidth);
    const before = widths();
    shown.pane.scrollTop = 9000;
    await expect.poll(() => Number(rows()[0]?.ariaRowIndex)).toBeGreaterThan(200);
    expect(widths()).toEqual(before);
  });
});

async function show(history: readonly RawStep[], layers: number): Promise<void> {
  const selection = imageWith(history, layers);
  shown = showInPane(<LayerTable selection={selection} linkTo={(path) => `#${path}`} isFull />);
  await expect.poll(() => rows().length).toBeGreaterThan(0);
}

function rows(): HTMLElement[] {
  return [...shown.pane.querySelectorAll<HTMLElement>('tbody tr:not([aria-hidden])')];
}
