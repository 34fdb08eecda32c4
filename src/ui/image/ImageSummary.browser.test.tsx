import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { imageWith, showInPane } from '../../testing/fixtures/paneFixture.tsx';
import { ImageSummary } from './ImageSummary.tsx';
import { LayerTable } from './LayerTable.tsx';
import type { Selection } from './selection.ts';

let shown: ReturnType<typeof showInPane>;
afterEach(() => shown.remove());

const shell = '/bin/bash --login -o pipefail -c';

describe('the overview of an image', () => {
  it('shows no size bar and no total if a size is negative', async () => {
    const selection = imageWith([], 2, {}, { sizeOf: (index) => (index === 0 ? 30_000_000 : -1) });
    shown = showInPane(<Shown selection={selection} />);
    await expect.element(page.getByText('Total size unknown: layer 2 states the invalid size -1')).toBeVisible();
    expect(shown.pane.querySelectorAll('[data-color]').length).toBe(0);
    expect(shown.pane.textContent).not.toContain('29,999,999');
    shown.remove();
    shown = showInPane(<LayerTable selection={selection} linkTo={(path) => `#${path}`} isFull />);
    await expect.poll(() => shown.pane.querySelector('tfoot')?.textContent).toContain('Total size unknown: layer 2');
  });

  it('names layers in the size bar by their instructions, without the shell', async () => {
    const history = [
      { created_by: `${shell} #(nop)  SHELL [${shell}]`, empty_layer: true },
      { created_by: `${shell} #(nop) COPY file:${'a'.repeat(64)} in /x ` },
      { created_by: `|1 A=b c ${shell} make` },
    ];
    shown = showInPane(<Shown selection={imageWith(history, 2)} />);
    await expect.element(page.getByRole('button', { name: '1 COPY 1.0 kB' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: '2 RUN 2.0 kB' })).toBeVisible();
  });

  it('lists the runtime settings, one value per line', async () => {
    const container = {
      Entrypoint: ['a b', 'c'],
      Env: ['A=one\nPASSWORD=not-a-variable', 'B=2'],
      ExposedPorts: { '80/tcp, 81/tcp': {} },
      Healthcheck: { Test: ['CMD', 'x'], Interval: 60_000_000_000 },
    };
    const selection = imageWith([], 0, {}, { container });
    shown = showInPane(<Shown selection={selection} />);
    await expect.element(page.getByText('Healthcheck', { exact: true })).toBeVisible();
    const rows = [...shown.pane.querySelectorAll('dl > div')].map((row) => [
      row.querySelector('dt')?.textContent,
      ...[...row.querySelectorAll('dd > div')].map((each) => each.textContent),
    ]);
    expect(rows).toEqual([
      ['Entrypoint', '["a b", "c"]'],
      ['Ports', '80/tcp, 81/tcp'],
      ['Env', 'A=one␊PASSWORD=not-a-variable', 'B=2'],
      ['Healthcheck', 'CMD ["x"]'],
      ['Health interval', '1m0s'],
    ]);
  });
});

function Shown({ selection: { manifest, config } }: { readonly selection: Selection }) {
  if (!manifest) return null;
  const image = { manifest, config, path: '', descriptor: undefined, statedBy: '' };
  return <ImageSummary image={image} onSelect={() => {}} linkTo={(path, tab) => `#${path}${tab ?? ''}`} />;
}
