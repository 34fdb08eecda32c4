import { afterEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { showInPane } from '../../testing/fixtures/paneFixture.tsx';
import { layerMessages } from '../messages/pane.ts';
import { linkedLayer } from '../state/linkedLayer.ts';
import { LayerSizes } from './LayerSizes.tsx';
import type { SizedLayer } from './layerShares.ts';

const sizes = [200, 90_000, 300, 5000, 60_000];
const layers = sizes.map(
  (size, index): SizedLayer => ({
    path: `layers/${index}`,
    number: index + 1,
    note: `RUN step ${index + 1}`,
    size: BigInt(size),
  }),
);

let selected: string[] = [];
let shown: ReturnType<typeof showInPane>;
afterEach(() => {
  shown.remove();
  selected = [];
});

function show(): void {
  shown = showInPane(
    <LayerSizes layers={layers} heading="155 kB in 5 layers" onSelect={(path) => selected.push(path)}>
      <span>60 kB own</span>
    </LayerSizes>,
  );
}

it('names the large layers by size, and counts the others with their sum', async () => {
  show();
  await expect.element(page.getByRole('heading', { name: '155 kB in 5 layers' })).toBeVisible();
  const items = page.getByRole('listitem').elements();
  expect(items.map((item) => item.textContent)).toEqual([
    '2 RUN 90 kB',
    '5 RUN 60 kB',
    '4 RUN 5.0 kB',
    '1, 3: 2 layers, 500 B',
  ]);
  await userEvent.click(page.getByRole('button', { name: '5 RUN 60 kB' }));
  expect(selected).toEqual(['layers/4']);
});

it('shows the layers in order on request, and says which order it is', async () => {
  show();
  const inOrder = page.getByRole('button', { name: layerMessages.orders.layers });
  await expect.element(inOrder).toHaveAttribute('aria-pressed', 'false');
  await userEvent.click(inOrder);
  await expect.element(inOrder).toHaveAttribute('aria-pressed', 'true');
  const colors = [...shown.pane.querySelectorAll<HTMLElement>('[data-order=layers] > *')].map(
    ({ dataset }) => dataset.color ?? 'rest',
  );
  expect(colors).toEqual(['rest', '1', 'rest', '3', '2']);
});

it('marks the layer that is pointed at in bar and legend, with its build step', async () => {
  show();
  await userEvent.hover(page.getByRole('button', { name: '4 RUN 5.0 kB' }));
  await expect.element(page.getByText('Layer 4 of 5, 5.0 kB RUN step 4')).toBeVisible();
  expect(shown.pane.querySelectorAll('[data-linked=true]')).toHaveLength(2);
  linkedLayer.set('layers/0');
  await expect.element(page.getByText('Layer 1 of 5, 200 B RUN step 1')).toBeVisible();
  linkedLayer.set('');
  await expect.element(page.getByText(layerMessages.hint)).toBeVisible();
});
