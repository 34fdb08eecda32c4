import { useRef } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Client } from '../../client/index.ts';
import { AppError } from '../../errors/index.ts';
import { FakeLists } from '../../testing/fixtures/savedListsFixture.ts';
import { addressMessages } from '../messages/addressBox.ts';
import { suggestionMessages } from '../messages/find/suggestions.ts';
import { recents } from '../saved/savedImages.ts';
import { EnvironmentProvider } from '../state/EnvironmentProvider.tsx';
import { createQueryClient, type Environment } from '../state/environment.ts';
import { TreeElement } from '../tree/treeView.ts';
import { AddressBox } from './AddressBox.tsx';

const digest = `sha256:4de221eb${'0'.repeat(56)}`;

let host: HTMLElement;
let root: Root;
/** Requests for lists of a registry, in order. */
let asked: string[];
let answers: Map<string, object>;
const lists = new FakeLists();

beforeEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '#');
  asked = [];
  answers = new Map();
  lists.put({ pinned: [{ reference: 'quay.io/team/tool:2', atMs: 1, title: 'Image for linux/amd64' }] });
  localStorage.setItem(
    recents.key,
    JSON.stringify([
      { reference: 'docker.io/library/alpine:3.22', atMs: 3, digest },
      { reference: 'registry.test/team/app:1', atMs: 2 },
    ]),
  );
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});
afterEach(() => {
  root.unmount();
  host.remove();
});

describe('AddressBox', () => {
  it('suggests matching saved images, and opens the one that is chosen', async () => {
    await open();
    await userEvent.keyboard('alp');
    await expect.element(page.getByRole('option', { name: 'docker.io/library/alpine:3.22' })).toBeVisible();
    await expect.element(field()).toHaveAttribute('aria-expanded', 'true');
    await expect.element(page.getByRole('listbox', { name: suggestionMessages.list })).toBeVisible();
    expect(active()).toBeUndefined();
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('docker.io/library/alpine:3.22');
    await userEvent.keyboard('{Enter}');
    expect(window.location.hash).toBe('#docker.io/library/alpine:3.22');
    await expect.element(field()).toHaveAttribute('aria-expanded', 'false');
    expect(asked).toEqual([]);
  });

  it('opens the typed text with Enter while no suggestion is active', async () => {
    await open();
    await userEvent.keyboard('alpine');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => window.location.hash).toBe('#alpine');
  });

  it('lists saved images on arrow down; arrows wrap, and Home and End move while an option is active', async () => {
    await open();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('group', { name: suggestionMessages.pinned })).toBeVisible();
    await userEvent.keyboard('{ArrowUp}');
    expect(active()).toBe('registry.test/team/app:1');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('quay.io/team/tool:2 Image for linux/amd64');
    await userEvent.keyboard('{End}');
    expect(active()).toBe('registry.test/team/app:1');
    await userEvent.keyboard('{Home}');
    expect(active()).toBe('quay.io/team/tool:2 Image for linux/amd64');
  });

  it('accepts nothing on Tab, and closes', async () => {
    await open();
    await userEvent.keyboard('alp');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Tab}');
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
    await expect.element(field()).toHaveValue('alp');
    expect(window.location.hash).toBe('');
  });

  it('closes the list on the first Escape and restores the text on the second', async () => {
    await open('quay.io/team/tool:2');
    await userEvent.keyboard('alp');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument();
    await expect.element(field()).toHaveValue('alp');
    await expect.element(field()).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(field()).toHaveValue('quay.io/team/tool:2');
    await expect.element(field()).not.toHaveFocus();
  });

  it('completes a repository of the typed host, then suggests its tags, newest first', async () => {
    answers.set('/v2/_catalog?ns=registry.test', { repositories: ['team/app', 'team/base', 'other/app'] });
    answers.set('/v2/team/base/tags/list?ns=registry.test', { tags: ['1.9.0', '1.10.0', 'latest'] });
    await open();
    await userEvent.keyboard('registry.test/base');
    await expect.element(page.getByRole('option', { name: 'team/base' })).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(field()).toHaveValue('registry.test/team/base:');
    const tags = page.getByRole('group', { name: suggestionMessages.tagsOf('team/base') });
    await expect.element(tags).toBeVisible();
    expect(
      tags
        .getByRole('option')
        .elements()
        .map((option) => textOf(option)),
    ).toEqual(['latest', '1.10.0', '1.9.0']);
    await userEvent.keyboard('1.1');
    await expect.poll(() => tags.getByRole('option').elements().length).toBe(1);
    await userEvent.click(page.getByRole('option', { name: '1.10.0' }));
    expect(window.location.hash).toBe('#registry.test/team/base:1.10.0');
    expect(asked).toEqual(['/v2/_catalog?ns=registry.test', '/v2/team/base/tags/list?ns=registry.test']);
  });

  it('keeps failures of a registry to itself, and shows what is saved', async () => {
    await open();
    await userEvent.keyboard('registry.test/');
    await expect.poll(() => asked).toEqual(['/v2/_catalog?ns=registry.test']);
    await expect.element(page.getByRole('option', { name: 'registry.test/team/app:1' })).toBeVisible();
    expect(page.getByRole('option').elements()).toHaveLength(1);
    expect(page.getByRole('alert').elements()).toEqual([]);
  });
});

async function open(reference = ''): Promise<void> {
  const refuse = () => Promise.reject(new AppError('unavailable', 'no registry', { reason: 'unreachable' }));
  const client: Client = {
    mode: new Promise(() => {}),
    drawn: () => undefined,
    updates: { isWaiting: () => false, subscribe: () => () => {}, apply: refuse },
    ask: async (request) => {
      const saved = lists.answer(request);
      if (saved) return saved;
      asked.push(request.url);
      const answer = answers.get(request.url);
      return answer ? Response.json(answer) : refuse();
    },
    openDedicatedWorker: refuse,
    manifest: refuse,
    blob: refuse,
    present: refuse,
    storage: refuse,
  };
  const tree = new TreeElement(window);
  const environment: Environment = { client, queries: createQueryClient(), tree, window, now: () => 0 };
  root.render(
    <EnvironmentProvider value={environment}>
      <Box reference={reference} />
      <button type="button">Next</button>
    </EnvironmentProvider>,
  );
  await userEvent.click(field());
}

function Box({ reference }: { readonly reference: string }) {
  const input = useRef<HTMLInputElement>(null);
  return <AddressBox reference={reference} input={input} />;
}

function field() {
  return page.getByRole('combobox', { name: addressMessages.label });
}

/** Returns the active option of the input, which must be the selected one. */
function active(): string | undefined {
  const id = document.querySelector('[role=combobox]')?.getAttribute('aria-activedescendant');
  const selected = [...document.querySelectorAll('[role=option][aria-selected=true]')];
  expect(selected.map((option) => option.id)).toEqual(id ? [id] : []);
  return selected[0] && textOf(selected[0]);
}

/** Returns the text for screen readers, without hidden parts. */
function textOf(element: Element): string {
  const copy = element.cloneNode(true);
  if (!(copy instanceof Element)) return '';
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
  return copy.textContent?.trim() ?? '';
}
