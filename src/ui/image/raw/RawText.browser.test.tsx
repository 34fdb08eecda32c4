import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../kit/base.css';
import { createRoot, type Root } from 'react-dom/client';
import type { Client } from '../../../client/index.ts';
import { checkDocument, type Finding } from '../../../oci/index.ts';
import { findingMessages } from '../../messages/findings.ts';
import { rawMessages } from '../../messages/raw.ts';
import { EnvironmentProvider } from '../../state/EnvironmentProvider.tsx';
import { createQueryClient } from '../../state/environment.ts';
import { TreeElement } from '../../tree/treeView.ts';
import { RawText } from './RawText.tsx';

const hex = 'ab'.repeat(32);
const digest = `sha256:${hex}`;
const manifest = `{
  "schemaVersion": 2,
  "config": {
    "mediaType": "application/vnd.oci.image.config.v1+json",
    "digest": "${digest}",
    "size": -1,
    "size": 9007199254740993
  },
  "layers": []
}
`;

let host: HTMLElement;
let root: Root;

beforeEach(() => {
  localStorage.clear();
  host = document.createElement('div');
  host.style.width = '800px';
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  root.unmount();
  host.remove();
  vi.restoreAllMocks();
});

describe('the raw text', () => {
  it('shows a document with several lines as stored', async () => {
    show(manifest);
    await expect.element(rawText()).toBeVisible();
    await expect.poll(lines).toEqual(manifest.split('\n'));
    expect(page.getByRole('radio', { name: 'As stored' }).element()).toBeChecked();
    expect(numbers()).toEqual(manifest.split('\n').map((_, line) => String(line + 1)));
  });

  it('indents a one-line document, and remembers the chosen layout', async () => {
    show('{"a":1,"a":[1E400]}');
    await expect.poll(lines).toEqual(['{', '  "a": 1,', '  "a": [', '    1E400', '  ]', '}']);
    await page.getByRole('radio', { name: 'As stored' }).click();
    await expect.poll(lines).toEqual(['{"a":1,"a":[1E400]}']);
    root.unmount();
    root = createRoot(host);
    show('{"b":1}');
    await expect.poll(lines).toEqual(['{"b":1}']);
  });

  it('wraps a long line into rows that fit', async () => {
    show(`"${'a'.repeat(500)}"`);
    await expect.poll(() => lines().length).toBeGreaterThan(3);
    expect(lines().join('')).toBe(`"${'a'.repeat(500)}"`);
    expect(rawText().element().scrollWidth).toBe(rawText().element().clientWidth);
  });

  it('links digests, media types and pages, external ones without referrer', async () => {
    show(JSON.stringify({ digest, mediaType: 'application/vnd.oci.image.index.v1+json', url: 'http://a.example/' }));
    const link = page.getByRole('link', { name: digest });
    await expect.element(link).toHaveAttribute('href', `#${digest}`);
    expect(link.element().getAttribute('target')).toBeNull();
    const specification = page.getByRole('link', { name: /image\.index/ });
    await expect.element(specification).toHaveAttribute('rel', 'noopener noreferrer');
    expect(page.getByRole('link').all()).toHaveLength(2);
  });

  it('copies the exact text in either layout', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    show('{ "a":1 ,\t"a":2}');
    await page.getByRole('button', { name: 'Copy' }).click();
    expect(written).toHaveBeenCalledWith('{ "a":1 ,\t"a":2}');
  });

  it('downloads the exact bytes, named by digest', async () => {
    const saved: { blob: Blob | undefined; name: string } = { blob: undefined, name: '' };
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.blob = blob instanceof Blob ? blob : undefined;
      return 'blob:saved';
    });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.name = this.download;
    });
    show(manifest);
    await page.getByRole('button', { name: 'Download' }).click();
    expect(await saved.blob?.text()).toBe(manifest);
    expect(saved.name).toBe(`sha256-${hex}.json`);
  });

  it.each<[string, () => void]>([
    ['full', () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse('QuotaExceededError'))],
    ['denied', () => vi.spyOn(window, 'localStorage', 'get').mockImplementation(refuse('SecurityError'))],
  ])('changes the layout if localStorage is %s', async (_, deny) => {
    deny();
    show('{"a":1}');
    await page.getByRole('radio', { name: 'As stored' }).click();
    await expect.element(page.getByRole('radio', { name: 'As stored' })).toBeChecked();
    await page.getByRole('radio', { name: 'Indented' }).click();
    await expect.element(page.getByRole('radio', { name: 'Indented' })).toBeChecked();
  });

  it('shows line numbers and no layout choice for text that is not JSON', async () => {
    show('a: 1\nb: {"x": 2}\n');
    await expect.poll(lines).toEqual(['a: 1', 'b: {"x": 2}', '']);
    expect(page.getByRole('radio').all()).toHaveLength(0);
    expect(page.getByRole('button', { name: 'Fold all' }).all()).toHaveLength(0);
  });

  it('shows and copies binary content as hex', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    show(Uint8Array.of(0x1f, 0x8b, 0x41));
    await expect.poll(lines).toEqual([expect.stringMatching(/^00000000 {2}1f 8b 41 .*\.\.A$/)]);
    await expect.element(page.getByText(rawMessages.shownAsHex)).toBeVisible();
    await page.getByRole('button', { name: 'Copy hex' }).click();
    expect(written).toHaveBeenCalledWith('1f8b41');
    expect(page.getByRole('button', { name: 'Find' }).all()).toHaveLength(0);
  });
});

describe('folding', () => {
  const text = '{"a":{"b":[1,2],"c":{"d":3}},"e":4}';

  it('hides content and shows its count, by mouse and keyboard', async () => {
    show(text);
    await page.getByRole('button', { name: 'line 1', exact: true }).click();
    await expect.poll(lines).toEqual(['{… 2}']);
    await userEvent.keyboard('{Enter}{ArrowDown}');
    await expect.element(fold('a, line 2')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(lines).toEqual(['{', '  "a": {… 2},', '  "e": 4', '}']);
    await expect.element(fold('a, line 2')).toHaveAttribute('aria-expanded', 'false');
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowLeft}');
    await expect.poll(lines).toContain('    "b": [… 2],');
    await userEvent.keyboard('{End}');
    await expect.element(fold('c, line 7')).toHaveFocus();
    await userEvent.keyboard('{Home}');
    await expect.element(fold('line 1')).toHaveFocus();
    await expect.element(fold('line 1')).toHaveAttribute('aria-expanded', 'true');
  });

  it('has one button in the tab order', async () => {
    show(text);
    await expect.element(fold('line 1')).toBeVisible();
    const stops = [...host.querySelectorAll<HTMLElement>('[data-fold]')].map(({ tabIndex }) => tabIndex);
    expect(stops).toEqual([0, -1, -1, -1]);
  });

  it('folds all but the outline, and unfolds it', async () => {
    show(text);
    await page.getByRole('button', { name: 'Fold all' }).click();
    await expect.poll(lines).toEqual(['{', '  "a": {… 2},', '  "e": 4', '}']);
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await expect.poll(() => lines().length).toBe(12);
  });
});

describe('opening in place', () => {
  it('shows the JSON of a string under it, with links, folds and strings of its own', async () => {
    const body = btoa(JSON.stringify({ digest, list: [1] }));
    show(JSON.stringify({ v1Compatibility: JSON.stringify({ payload: body }), z: 1 }));
    await page.getByRole('button', { name: 'JSON in v1Compatibility' }).click();
    await expect.poll(lines).toContainEqual(expect.stringContaining('  "payload": "eyJ'));
    await page.getByRole('button', { name: 'base64 in payload' }).click();
    await expect.element(page.getByRole('link', { name: digest })).toBeVisible();
    await fold('list, line 3, opened in place').click();
    await expect.poll(lines).toContain('  "list": [… 1]');
    expect(numbers().filter((number) => number !== null)).toEqual(['1', '2', '3', '4']);
    await page.getByRole('button', { name: 'JSON in v1Compatibility' }).click();
    await expect.poll(() => lines().filter((line) => line === '{')).toHaveLength(1);
  });

  it('shows text as text and anything else as hex', async () => {
    show(JSON.stringify({ data: btoa('two\nlines'), sig: btoa('\xff\x00') }));
    await page.getByRole('button', { name: 'base64 in data' }).click();
    await page.getByRole('button', { name: 'base64 in sig' }).click();
    await expect.poll(lines).toContain('lines');
    await expect.element(rawText()).toHaveTextContent('00000000 ff 00');
  });
});

describe('finding', () => {
  const text = '{"a":{"needle":1},"b":["Needle","x"],"needle":3}';

  it('counts matches, wraps around and unfolds hidden ones', async () => {
    show(text);
    await page.getByRole('button', { name: 'Fold all' }).click();
    await page.getByRole('button', { name: 'Find' }).click();
    await userEvent.keyboard('needle');
    await expect.element(page.getByText('1 of 3')).toBeVisible();
    await expect.poll(current).toBe('needle');
    await expect.poll(lines).toContain('    "needle": 1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(current).toBe('Needle');
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(page.getByText('1 of 3')).toBeVisible();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await expect.element(page.getByText('3 of 3')).toBeVisible();
    expect(host.querySelectorAll('mark')).toHaveLength(3);
  });

  it('opens with Ctrl+F, closes with Escape and returns the focus', async () => {
    show(text);
    await expect.element(rawText()).toBeVisible();
    (rawText().element() as HTMLElement).focus();
    await userEvent.keyboard('{Control>}f{/Control}');
    await expect.element(page.getByRole('textbox', { name: 'Find in the text' })).toHaveFocus();
    await userEvent.keyboard('no such text');
    await expect.element(page.getByText('Not found')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(rawText()).toHaveFocus();
    expect(page.getByRole('textbox').all()).toHaveLength(0);
  });
});

describe('findings', () => {
  it('list rule, place and section, and scroll to their line', async () => {
    const findings = checkDocument('manifest', new TextEncoder().encode(manifest));
    show(manifest, findings);
    await page.getByRole('button', { name: 'Fold all' }).click();
    const region = page.getByRole('region', { name: /findings/ });
    await region.getByRole('button', { name: /"size" occurs only once/ }).click();
    await expect.poll(marked).toEqual(['7']);
    const section = region.getByRole('link', { name: 'considerations.md#json' });
    await expect
      .element(section)
      .toHaveAttribute('href', 'https://github.com/opencontainers/image-spec/blob/v1.1.1/considerations.md#json');
    await region.getByRole('button', { name: /layers has at least one/ }).click();
    await expect.poll(marked).toEqual(['9']);
    await expect.element(region.getByText('layers · line 9')).toBeVisible();
  });

  it('show one line if empty, and nothing if not validated', async () => {
    show(manifest, []);
    await expect.element(page.getByText(findingMessages.none)).toBeVisible();
    root.unmount();
    root = createRoot(host);
    show(manifest);
    await expect.element(rawText()).toBeVisible();
    expect(page.getByText(findingMessages.none).all()).toHaveLength(0);
  });
});

describe('a document of 4 MiB', () => {
  const entry = `{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"${digest}","size":123456}`;
  const large = `{"layers":[${Array.from({ length: 26_000 }, () => entry).join(',')}],"end":"here"}`;

  it.each<[string, string, 'indented' | 'stored', string]>([
    ['of many lines', large, 'indented', '"end": "here"'],
    ['in one line', large, 'stored', '"end":"here"'],
    ['of one string', `["${'x'.repeat(4_194_000)}","end here"]`, 'indented', 'end here'],
    ['of 10,000 levels', `${'['.repeat(10_000)}"end"${']'.repeat(10_000)}`, 'indented', ']'],
    ['of tiny tokens', `[${'1,'.repeat(2_000_000)}"end"]`, 'indented', '"end"'],
  ])('%s is drawn near the viewport, up to its end', async (_, text, layout, end) => {
    localStorage.setItem('ociscope:settings:json-layout', layout);
    show(text);
    const box = rawText();
    await expect.poll(() => lines().length).toBeGreaterThan(10);
    box.element().scrollTop = box.element().scrollHeight;
    await expect.poll(() => lines().slice(-3).join('\n')).toContain(end);
    expect(host.querySelectorAll('*').length).toBeLessThan(2000);
    const last = [...host.querySelectorAll('[data-row]')].at(-1)?.getBoundingClientRect().bottom ?? 0;
    expect(Math.abs(last - box.element().getBoundingClientRect().bottom)).toBeLessThan(20);
  });

  it('is searched, and the match is shown', async () => {
    show(large);
    await expect.element(rawText()).toBeVisible();
    await page.getByRole('button', { name: 'Find' }).click();
    await userEvent.keyboard('"end": ');
    await expect.poll(current).toBe('"end":');
    await expect.element(page.getByText('1 of 1')).toBeVisible();
  });

  it('keeps the focused row drawn', async () => {
    show(large);
    await fold('layers, line 2').click();
    await userEvent.keyboard('{Enter}');
    rawText().element().scrollTop = 1_000_000;
    await expect.poll(() => numbers().some((number) => Number(number) > 40_000)).toBe(true);
    await expect.element(fold('layers, line 2')).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(fold('line 3')).toHaveFocus();
  });
});

function refuse(name: string): () => never {
  return () => {
    throw new DOMException('refused', name);
  };
}

function show(text: string | Uint8Array, findings?: readonly Finding[]): void {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const environment = {
    client: {} as Client,
    queries: createQueryClient(),
    tree: new TreeElement(window),
    window,
    now: () => 0,
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <RawText bytes={bytes} digest={digest} findings={findings} linkOfDigest={(of) => `#${of}`} />
    </EnvironmentProvider>,
  );
}

function rawText() {
  return page.getByRole('region', { name: 'Raw text' });
}

function fold(name: string) {
  return page.getByRole('button', { name, exact: true });
}

function lines(): string[] {
  return [...host.querySelectorAll('code')].map(({ textContent }) => textContent);
}

function numbers(): (string | null)[] {
  return [...host.querySelectorAll('[data-row] > :first-child')].map((gutter) => gutter.getAttribute('data-number'));
}

function current(): string {
  return [...host.querySelectorAll('mark[data-current]')].map(({ textContent }) => textContent).join('');
}

function marked(): (string | null | undefined)[] {
  return [...host.querySelectorAll('[data-mark=chosen]')].map((row) =>
    row.firstElementChild?.getAttribute('data-number'),
  );
}
