import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fragmentOfQuery, readPageAddress, readRecord } from '../../api/index.ts';

const publicFolder = new URL('../../../public/', import.meta.url);
const manifest = readRecord(JSON.parse(readFileSync(new URL('manifest.json', publicFolder), 'utf8')));
const origin = 'https://app.example';

/** Returns the records of a list; fails the test if it is not one. */
function records(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  expect(Array.isArray(list)).toBe(true);
  return Array.isArray(list) ? list.map(readRecord) : [];
}

/** Returns the page address that a URL of the manifest opens, with its `%s` filled in. */
function opened(url: unknown, filled = '') {
  const { pathname, search, hash, origin: at } = new URL(String(url).replace('%s', encodeURIComponent(filled)), origin);
  expect([at, pathname]).toEqual([origin, '/']);
  return readPageAddress(fragmentOfQuery(search) ?? hash);
}

describe('web app manifest', () => {
  it('has existing icons, one of them maskable', () => {
    const all = [manifest, ...records(manifest.shortcuts), ...records(manifest.file_handlers)];
    const icons = all.flatMap(({ icons }) => records(icons));
    for (const { src, sizes, type } of icons) {
      expect([sizes, type]).toEqual(['any', 'image/svg+xml']);
      expect(existsSync(new URL(`.${src}`, publicFolder)), String(src)).toBe(true);
    }
    expect(records(manifest.icons).map(({ purpose }) => purpose)).toEqual(['any', 'maskable']);
    expect(readFileSync(new URL('icons/maskable.svg', publicFolder), 'utf8')).toContain(
      '<rect width="512" height="512"',
    );
  });

  it('starts at home and has shortcuts to pages of the app', () => {
    expect(opened(manifest.start_url)).toEqual({ kind: 'home' });
    expect(new URL(String(manifest.scope), origin).pathname).toBe('/');
    const page = readFileSync(new URL('../pages/AppPage.tsx', import.meta.url), 'utf8');
    for (const { url } of records(manifest.shortcuts)) {
      const address = opened(url);
      expect(address).toMatchObject({ kind: 'other', name: 'view' });
      expect(page).toContain(`address.value === '${'value' in address && address.value}'`);
    }
  });

  it('passes links, shared texts and files in a form that the app reads', () => {
    const [link] = records(manifest.protocol_handlers);
    expect(link?.protocol).toBe('web+oci');
    expect(opened(link?.url, 'web+oci:alpine')).toMatchObject({ kind: 'tree', reference: 'alpine' });

    const { action, method, params } = readRecord(manifest.share_target);
    expect(method).toBe('GET');
    for (const [what, text] of Object.entries({ url: 'https://hub.docker.com/_/alpine', text: 'docker pull alpine' })) {
      const query = new URLSearchParams({ [String(readRecord(params)[what])]: text });
      expect(opened(`${action}?${query}`)).toMatchObject({ kind: 'tree', reference: 'alpine' });
    }

    const [files] = records(manifest.file_handlers);
    expect(opened(files?.action)).toEqual({ kind: 'other', name: 'view', value: 'import' });
    expect(Object.values(readRecord(files?.accept)).flat()).toEqual(['.tar', '.tar.gz', '.tgz']);
  });
});
