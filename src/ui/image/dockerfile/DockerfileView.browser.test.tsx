import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { imageWith, type RawStep, showInPane } from '../../../testing/fixtures/paneFixture.tsx';
import { type RealStep, realHistories } from '../../../testing/fixtures/realHistories.ts';
import { dockerfileMessages } from '../../messages/dockerfile.ts';
import { DockerfileView } from './DockerfileView.tsx';

let shown: ReturnType<typeof showInPane>;
let copied: string[];
beforeEach(async () => {
  await page.viewport(1000, 800);
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void copied.push(text));
});
afterEach(() => {
  shown.remove();
  vi.restoreAllMocks();
});

describe.each(realHistories)('a history of $builder', ({ words, steps }) => {
  it('shows its steps, dims those without a layer, and copies the same text', async () => {
    const raw = steps.map(rawOf);
    await show(raw, raw.filter(({ empty_layer }) => !empty_layer).length);
    expect(items().map((item) => item.querySelector('pre')?.textContent)).toEqual(steps.map(shownText));
    expect(items().map((item) => item.dataset.empty)).toEqual(steps.map(({ isEmpty = false }) => String(isEmpty)));
    await expect.element(page.getByText(words)).toBeVisible();
    await page.getByRole('button', { name: 'Copy Dockerfile' }).click();
    await expect.element(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    expect(copied).toEqual([`${steps.map(shownText).join('\n')}\n`]);
  });
});

describe('a step', () => {
  const step: RawStep = {
    created_by: '/bin/sh -c #(nop) COPY file:761e313354b918b6cd7ea99975a4f6b53ff5381ba689bab2984aec4dab597215 in /bin ',
    comment: 'why',
    created: '2018-10-15T19:07:13Z',
    author: 'somebody',
  };

  it('shows its layer and size', async () => {
    await show([step, { created_by: 'CMD ["a"]', empty_layer: true }], 1);
    const [first, second] = items();
    await expect.element(page.getByRole('link', { name: '00000000…000' })).toHaveAttribute('href', '#layers/0');
    expect(first?.textContent).toContain('1.0 kB');
    expect(second?.textContent).toContain('no layer');
    expect(colorOf(second?.querySelector('b'))).not.toBe(colorOf(first?.querySelector('b')));
  });

  it('shows its original history entry on request', async () => {
    await show([step], 1);
    const toggle = page.getByRole('button', { name: 'Original of step 1', exact: true });
    await expect.element(toggle).toHaveAttribute('aria-expanded', 'false');
    expect(shown.pane.textContent).not.toContain('somebody');
    toggle.element().focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(toggle).toHaveAttribute('aria-expanded', 'true');
    const original = document.getElementById(toggle.element().getAttribute('aria-controls') ?? '');
    expect(original?.querySelector('pre')?.textContent).toBe(step.created_by);
    for (const text of ['why', 'somebody', '15 Oct 2018, 19:07 UTC']) expect(original?.textContent).toContain(text);
    await page.getByRole('button', { name: 'Copy the original of step 1' }).click();
    await expect.poll(() => copied).toEqual([step.created_by]);
    await toggle.click();
    await expect.element(toggle).toHaveAttribute('aria-expanded', 'false');
  });

  it('cuts a step of 1 MiB when drawn, and copies it complete', async () => {
    const text = 'a'.repeat(1 << 20);
    await show([{ created_by: `RUN /bin/sh -c ${text} # buildkit` }], 1);
    await page.getByRole('button', { name: 'Original of step 1', exact: true }).click();
    await expect.element(page.getByText('1,040,576 more characters')).toBeVisible();
    expect(shown.pane.textContent?.length).toBeLessThan(20_000);
    await page.getByRole('button', { name: 'Copy Dockerfile' }).click();
    await expect.poll(() => copied).toEqual([`RUN ${text}\n`]);
  });

  it('escapes line feeds and bidirectional controls', async () => {
    await show([{ created_by: 'said\nRUN evil \u202e\u0000' }, { created_by: 'CMD a\nRUN evil' }], 2);
    expect(items().map((item) => item.querySelector('pre')?.textContent)).toEqual([
      '# said\n# RUN evil \\u{202e}␀',
      'CMD a␊RUN evil',
    ]);
  });
});

describe('an image', () => {
  it('shows the base image that its manifest states', async () => {
    await show([{ created_by: 'CMD ["a"]', empty_layer: true }], 0, {
      'org.opencontainers.image.base.name': 'docker.io/library/debian:13',
    });
    await expect.element(page.getByText('# FROM docker.io/library/debian:13')).toBeVisible();
    await page.getByRole('button', { name: 'Copy Dockerfile' }).click();
    await expect.poll(() => copied).toEqual(['# FROM docker.io/library/debian:13\nCMD ["a"]\n']);
  });

  it('shows a note if history and layers do not correspond', async () => {
    await show([{ created_by: 'COPY a /' }], 3);
    await expect.element(page.getByText(dockerfileMessages.fewerInHistory(1, 3))).toBeVisible();
    expect(items()).toHaveLength(3);
    shown.remove();
    await show([{ created_by: 'COPY a /' }, { created_by: 'COPY b /' }], 1);
    await expect.element(page.getByText(dockerfileMessages.moreInHistory(2, 1))).toBeVisible();
    await expect.element(page.getByText('layer missing')).toBeVisible();
    shown.remove();
    await show([], 2);
    await expect.element(page.getByText(dockerfileMessages.noHistory)).toBeVisible();
    expect(page.getByRole('button', { name: /Original/ }).elements()).toEqual([]);
  });

  it('draws only visible rows of 100,000 steps, and reaches the last by keyboard', async () => {
    const history = Array.from(
      { length: 100_000 },
      (_, index): RawStep => ({
        created_by: `RUN /bin/sh -c echo ${index} # buildkit`,
        empty_layer: true,
      }),
    );
    await show(history, 0);
    expect(items().length).toBeLessThan(60);
    expect(items()[0]?.getAttribute('aria-setsize')).toBe('100000');
    await page.getByRole('button', { name: 'Original of step 1', exact: true }).click();
    await userEvent.keyboard('{End}');
    await expect.poll(() => items().at(-1)?.getAttribute('aria-posinset')).toBe('100000');
    expect(items().length).toBeLessThan(60);
    await userEvent.keyboard('{Home}');
    const first = page.getByRole('button', { name: 'Original of step 1', exact: true });
    await expect.element(first).toHaveAttribute('aria-expanded', 'true');
    expect(document.activeElement).toBe(first.element());
  });
});

async function show(
  history: readonly RawStep[],
  layers: number,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  const selection = imageWith(history, layers, annotations);
  shown = showInPane(<DockerfileView selection={selection} linkTo={(path) => `#${path}`} />);
  await expect.poll(() => items().length).toBeGreaterThan(0);
}

function items(): HTMLElement[] {
  return [...shown.pane.querySelectorAll<HTMLElement>('li:not([aria-hidden])')];
}

function rawOf({ createdBy, comment, author, isEmpty }: RealStep): RawStep {
  return {
    created_by: createdBy,
    ...(comment === undefined ? {} : { comment }),
    ...(author === undefined ? {} : { author }),
    ...(isEmpty === undefined ? {} : { empty_layer: isEmpty }),
  };
}

function shownText({ remarks = [], keyword, text }: RealStep): string {
  return [...remarks, keyword === '' ? text : `${keyword} ${text}`].join('\n');
}

function colorOf(element: Element | null | undefined): string {
  return element ? getComputedStyle(element).color : 'no element';
}
