import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Client } from '../../../client/index.ts';
import { asMediaType, type ImageConfig, parseImageConfig, parseManifest } from '../../../oci/index.ts';
import { FakeLists } from '../../../testing/fixtures/savedListsFixture.ts';
import { type Action, Actions, ActionsContext } from '../../actions/actions.ts';
import { paletteMessages } from '../../messages/find/palette.ts';
import { recents } from '../../saved/savedImages.ts';
import { EnvironmentProvider } from '../../state/EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from '../../state/environment.ts';
import { TreeElement } from '../../tree/treeView.ts';
import { PaletteButton } from '../PaletteButton.tsx';

const index = 'application/vnd.oci.image.index.v1+json';

let host: HTMLElement;
let root: Root;
let actions: Actions;
let done: string[];
/** Answers of the worker, by URL. */
let answers: Map<string, object>;

beforeEach(async () => {
  localStorage.clear();
  window.history.replaceState(null, '', '#');
  done = [];
  answers = new Map();
  actions = new Actions();
  action({ name: 'Copy link', key: 'y' }, { name: 'Copy digest' }, { name: 'Change theme', staysOpen: true });
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
  const queries = createQueryClient();
  const environment: Environment = {
    client: deafClient(),
    queries,
    tree: new TreeElement(window),
    window,
    now: () => 0,
  };
  root.render(
    <EnvironmentProvider value={environment}>
      <ActionsContext value={actions}>
        <input aria-label="Image reference" />
        <PaletteButton />
      </ActionsContext>
    </EnvironmentProvider>,
  );
  await expect.element(page.getByRole('button', { name: 'Command palette' })).toBeVisible();
});
afterEach(() => {
  root.unmount();
  host.remove();
});

describe('Palette', () => {
  it('opens with Ctrl K while typing elsewhere and restores the focus', async () => {
    const box = page.getByRole('textbox', { name: 'Image reference' });
    await userEvent.click(box);
    await open();
    await expect.element(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
    await expect.element(field()).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(box).toHaveFocus();
    await open();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(box).toHaveFocus();
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('is a combobox that names and marks its active option', async () => {
    await open();
    await expect.element(field()).toHaveAttribute('aria-expanded', 'true');
    await expect.element(page.getByRole('listbox', { name: paletteMessages.results })).toBeVisible();
    await expect.element(page.getByRole('group', { name: 'Actions' })).toBeVisible();
    expect(active()).toBe('Copy link y');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('Copy digest');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(active()).toBe('Go to Requests');
    await userEvent.keyboard('{Home}');
    expect(active()).toBe('Copy link y');
    await userEvent.keyboard('{End}');
    expect(active()).toBe('Go to Requests');
    await expect.element(field()).toHaveFocus();
  });

  it('runs the action chosen with Enter or a click, then closes', async () => {
    await open();
    await userEvent.keyboard('dig{Enter}');
    expect(done).toEqual(['Copy digest']);
    expect(document.querySelector('dialog[open]')).toBeNull();
    await open();
    await userEvent.click(page.getByRole('option', { name: 'Copy link' }));
    expect(done).toEqual(['Copy digest', 'Copy link']);
  });

  it('stays open for an action whose result it shows', async () => {
    await open();
    await userEvent.keyboard('theme');
    await expect.element(page.getByRole('option', { name: 'Change theme' })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['Change theme']);
    actions.sources.set(new Set());
    action({ name: 'Change theme', fact: 'dark', staysOpen: true });
    await expect.element(page.getByRole('option', { name: 'Change theme dark' })).toBeVisible();
  });

  it('uses text typed before its list has loaded', async () => {
    // In one turn, so that nothing can load in between.
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }));
    const input = await vi.waitUntil(() => document.querySelector('dialog input'));
    expect(document.activeElement).toBe(input);
    await userEvent.keyboard('link');
    await expect.element(page.getByRole('option', { name: 'Copy link' })).toBeVisible();
    expect(active()).toBe('Copy link y');
  });

  it('highlights the matching letters', async () => {
    await open();
    await userEvent.keyboard('lin');
    await expect.element(page.getByRole('option', { name: 'Copy link' })).toBeVisible();
    expect([...document.querySelectorAll('[role=option] mark')].map((mark) => mark.textContent)).toEqual(['lin']);
  });

  it('opens a pasted reference', async () => {
    await open();
    await userEvent.fill(field(), 'docker pull --platform linux/arm64 alpine:3.22');
    await expect.element(page.getByRole('group', { name: 'Open' })).toBeVisible();
    expect(active()).toBe('docker.io/library/alpine:3.22');
    await userEvent.keyboard('{Enter}');
    expect(decodeURIComponent(window.location.hash)).toContain('alpine:3.22');
  });

  it('finds recent images by reference and by title', async () => {
    const digest = `sha256:4de221eb${'0'.repeat(56)}`;
    const chart = { reference: 'ghcr.io/owner/chart:1', atMs: 1, icon: 'artifact', title: 'Helm chart', digest };
    localStorage.setItem(recents.key, JSON.stringify([{ reference: 'localhost:5000/app:2', atMs: 2 }, chart]));
    await open();
    await expect.element(page.getByRole('group', { name: 'Recent' })).toBeVisible();
    for (const typed of ['chart', 'helm', '4de22']) {
      await userEvent.fill(field(), typed);
      await expect.poll(active).toBe('ghcr.io/owner/chart:1 Helm chart');
    }
  });

  it('reports that there are no results', async () => {
    await open();
    await userEvent.fill(field(), 'No Such Thing!');
    await expect.element(page.getByRole('status')).toHaveTextContent(paletteMessages.noResults);
    await expect.element(field()).toHaveAttribute('aria-expanded', 'false');
    await expect.element(field()).not.toHaveAttribute('aria-activedescendant');
  });

  it('does not open over another dialog, and closes on a click outside', async () => {
    const other = document.createElement('dialog');
    host.append(other);
    other.showModal();
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(document.querySelectorAll('dialog[open]')).toHaveLength(1);
    other.close();
    await open();
    document.querySelector('dialog[open] [role=listbox]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(document.querySelectorAll('dialog[open]')).toHaveLength(1);
    document.querySelector('dialog[open]')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(document.querySelectorAll('dialog[open]')).toHaveLength(0);
  });

  it('finds any of 1000 entries by digest and renders few of them', async () => {
    openIndexOf(1000);
    await open();
    await expect.element(page.getByRole('group', { name: 'In this image' })).toBeVisible();
    expect(options('In this image')).toHaveLength(5);
    await userEvent.fill(field(), 'linux');
    await expect.poll(() => options('In this image')).toHaveLength(40);
    await expect.element(page.getByText(paletteMessages.more(960))).toBeVisible();
    await userEvent.fill(field(), 'sha256:00000777');
    await expect.poll(() => options('In this image')).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['select manifests/777']);
  });

  it('pins the open image and shows that it is pinned', async () => {
    openIndexOf(1);
    await open();
    await userEvent.keyboard('pin');
    await expect.poll(active).toBe('Pin this image');
    await userEvent.keyboard('{Enter}');
    await expect.poll(active).toBe('Unpin this image pinned');
    await userEvent.keyboard('{Enter}');
    await expect.poll(active).toBe('Pin this image');
  });

  it('finds variables, labels and fields of the config, and shows the config', async () => {
    openImage({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['PATH=/bin', 'APP_MODE=live'], Labels: { 'org.example.team': 'shop' }, Entrypoint: ['/run'] },
    });
    await open();
    expect(options(paletteMessages.variables)).toEqual([]);
    for (const [typed, group, shown] of [
      ['app_mode', paletteMessages.variables, 'APP_MODE live'],
      ['shop', paletteMessages.labels, 'org.example.team shop'],
      ['entrypoint', paletteMessages.config, 'Entrypoint ["/run"]'],
    ] as const) {
      await userEvent.fill(field(), typed);
      await expect.poll(() => options(group).map(textOf)).toEqual([shown]);
    }
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['select  config']);
  });

  it('finds tags of the open repository, which are requested once something is typed', async () => {
    answers.set('/v2/app/tags/list?ns=localhost:5000', { tags: ['1.0', '2.0'] });
    openIndexOf(1);
    await open();
    await userEvent.keyboard('2.0');
    await expect.poll(() => options(paletteMessages.tagsOf('app')).map(textOf)).toEqual(['2.0']);
    await userEvent.keyboard('{Enter}');
    expect(window.location.hash).toBe('#localhost:5000/app:2.0');
  });

  it('finds settings by what they are about, and opens their page', async () => {
    await open();
    await userEvent.keyboard('quota');
    await expect.poll(() => options(paletteMessages.settings).length).toBe(1);
    await userEvent.keyboard('{Enter}');
    expect(window.location.hash).toBe('#view=storage');
  });

  it('expands all known nodes but requests at most 50 manifests', async () => {
    openIndexOf(1000);
    await open();
    await userEvent.keyboard('expand all');
    await expect.poll(active).toBe(`${paletteMessages.expandAll} ${paletteMessages.firstMissing(50)}`);
    await userEvent.keyboard('{Enter}');
    expect(done).toEqual(['open 51']);
  });
});

async function open(): Promise<void> {
  await userEvent.keyboard('{Control>}k{/Control}');
  await expect.element(page.getByRole('combobox', { name: paletteMessages.input })).toHaveFocus();
}

function field() {
  return page.getByRole('combobox', { name: paletteMessages.input });
}

/** Returns the active option of the input, which must be the selected one. */
function active(): string | undefined {
  const id = document.querySelector('[role=combobox]')?.getAttribute('aria-activedescendant') ?? '';
  const selected = [...document.querySelectorAll('[role=option][aria-selected=true]')];
  expect(selected.map((option) => option.id)).toEqual([id]);
  return textOf(selected[0]);
}

/** Returns the text for screen readers, without hidden parts. */
function textOf(element: Element | undefined): string | undefined {
  const copy = element?.cloneNode(true);
  if (!(copy instanceof Element)) return undefined;
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  return copy.textContent?.trim();
}

function options(group: string): readonly Element[] {
  return [...document.querySelectorAll(`[role=group][aria-label="${group}"] [role=option]`)];
}

function action(...list: readonly Omit<Action, 'id' | 'run'>[]): void {
  const made = list.map((one) => ({ ...one, id: one.name, run: () => done.push(one.name) }));
  actions.sources.set(new Set([...actions.sources.get(), () => made]));
}

function openIndexOf(count: number): void {
  const manifests = Array.from({ length: count }, (_, entry) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${String(entry).padStart(8, '0')}${'0'.repeat(56)}`,
    size: 1,
    platform: { os: 'linux', architecture: 'amd64' },
  }));
  openDocument(index, { schemaVersion: 2, mediaType: index, manifests });
}

function openImage(config: object): void {
  const bytes = new TextEncoder().encode(JSON.stringify(config));
  const descriptor = (mediaType: string) => ({ mediaType, digest: `sha256:${'e'.repeat(64)}`, size: bytes.length });
  const image = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('application/vnd.oci.image.config.v1+json'),
    layers: [],
  };
  openDocument(image.mediaType, image, parseImageConfig(bytes));
}

function openDocument(mediaType: string, document: object, config?: ImageConfig): void {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const descriptor = {
    mediaType: asMediaType(mediaType),
    digest: `sha256:${'f'.repeat(64)}`,
    size: BigInt(bytes.length),
  };
  actions.image.set({
    saved: { reference: 'localhost:5000/app:1', atMs: 0 },
    repository: { host: 'localhost:5000', name: 'app' },
    source: {
      root: { descriptor, manifest: parseManifest(mediaType, bytes) },
      isOpen: () => true,
      manifestOf: () => undefined,
      blobOf: () => undefined,
      referrersOf: () => undefined,
      ownPlatformOf: () => undefined,
      notesOf: () => [],
    },
    rows: [],
    selected: undefined,
    configOf: () => config,
    select: (path, view) => done.push(['select', path, view].filter((part) => part !== undefined).join(' ')),
    toggle: (paths, isOpen) => done.push(`${isOpen ? 'open' : 'close'} ${paths.length}`),
  });
}

/** Returns a client that answers for the saved lists, and with `answers`. */
function deafClient(): Client {
  const refuse = () => Promise.reject(new Error('the palette asks for nothing'));
  return {
    mode: new Promise(() => {}),
    drawn: () => undefined,
    updates: { isWaiting: () => false, subscribe: () => () => {}, apply: refuse },
    ask: async (request) => {
      const answer = answers.get(request.url);
      return new FakeLists().answer(request) ?? (answer ? Response.json(answer) : refuse());
    },
    openDedicatedWorker: refuse,
    manifest: refuse,
    blob: refuse,
    present: refuse,
    storage: refuse,
  };
}
