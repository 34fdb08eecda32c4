import { afterEach, describe, expect, it } from 'vitest';
import { parseImageConfig } from '../../oci/index.ts';
import { showInPane } from '../../testing/fixtures/paneFixture.tsx';
import { ValueSection } from './Annotations.tsx';
import { ConfigFields } from './ConfigView.tsx';

let shown: ReturnType<typeof showInPane>;
afterEach(() => shown.remove());

describe('the fields of a config', () => {
  it('shows a healthcheck with readable durations', async () => {
    await show({
      config: {
        Healthcheck: {
          Test: ['CMD-SHELL', 'nc -z 127.0.0.1 8384 || exit 1'],
          Interval: 60_000_000_000,
          StartInterval: 250_000_000,
          Retries: 5,
        },
      },
    });
    expect(factsOf('Runs')).toMatchObject({
      Healthcheck: 'CMD nc -z 127.0.0.1 8384 || exit 1',
      'Health interval': '1m0s',
      'Health start interval': '250ms',
      'Health retries': '5',
      Entrypoint: 'not stated',
    });
  });

  it('shows a variable with a line feed as one variable', async () => {
    await show({ config: { Env: ['A=one\nPASSWORD=not-a-variable', 'B', 'A=two', '=C:=C:\\x', 'D=\u202ex', 'E='] } });
    expect(rowsOf('Env')).toEqual([
      ['A', 'one␊PASSWORD=not-a-variable'],
      ['B', 'no “=” and no value'],
      ['A', 'two'],
      ['=C:', 'C:\\x'],
      ['D', '\\u{202e}x'],
      ['E', ''],
    ]);
  });

  it('list each port, volume and label', async () => {
    await show({
      config: {
        ExposedPorts: { '80/tcp, 81/tcp': {}, '82/tcp': {} },
        Volumes: { '/a\n/b': {} },
        Labels: { 'a\nb': 'c\nd' },
      },
    });
    const values = (term: string) =>
      [...(fact('Runs', term)?.querySelectorAll('li') ?? [])].map((li) => li.textContent);
    expect(values('Ports')).toEqual(['80/tcp, 81/tcp', '82/tcp']);
    expect(values('Volumes')).toEqual(['/a␊/b']);
    expect(rowsOf('Labels')).toEqual([['a␊b', 'c␊d']]);
  });

  it('shows the platform and the creation time', async () => {
    await show({
      os: 'windows',
      architecture: 'amd64',
      variant: 'v2',
      'os.version': '10.0.1',
      'os.features': ['win32k', 'x'],
      created: '0001-01-01T00:00:00Z',
      author: 'a\u0000',
    });
    expect(factsOf('Platform')).toEqual({
      OS: 'windows',
      Architecture: 'amd64',
      Variant: 'v2',
      'OS version': '10.0.1',
      'OS features': 'win32kx',
    });
    expect(factsOf('Made')).toEqual({ Created: 'not set', Author: 'a␀' });
  });

  it.each([
    ['5', '5'],
    ['2026-02-30T00:00:00Z', '2026-02-30T00:00:00Z'],
    ['1970-01-01T00:00:00Z', '1 Jan 1970, 00:00 UTC'],
    ['2026-11-24T00:00:00Z', '24 Nov 2026, 00:00 UTC · yesterday'],
    ['2026-11-28T00:00:00Z', '28 Nov 2026, 00:00 UTC · in 3 days'],
  ])('show created %j as %j', async (created, text) => {
    await show({ created });
    expect(factsOf('Made')).toEqual({ Created: text });
  });

  it('shows unknown fields, and fields of another type, as JSON', async () => {
    await show({
      created: 5,
      container: 'ab',
      config: { Memory: 2048, MemorySwap: -1, Tty: true, Hostname: 'h', Domainname: '', Env: 'A=1', Healthcheck: 'x' },
    });
    expect(rowsOf('Other fields')).toEqual([
      ['created', '5'],
      ['container', '"ab"'],
      ['config.Memory', '2048'],
      ['config.MemorySwap', '-1'],
      ['config.Tty', 'true'],
      ['config.Hostname', '"h"'],
      ['config.Env', '"A=1"'],
      ['config.Healthcheck', '"x"'],
    ]);
  });

  it('draws only the visible of 60,000 labels and variables', async () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `name-${index}`);
    await show({
      config: { Env: names.map((name) => `${name}=x`), Labels: Object.fromEntries(names.map((name) => [name, 'x'])) },
    });
    await expect.poll(() => rowsOf('Env').length).toBeGreaterThan(5);
    expect(shown.pane.querySelectorAll('*').length).toBeLessThan(600);
    shown.pane.scrollTop = (shown.pane.scrollHeight / 2) | 0;
    await expect.poll(() => rowsOf('Env').at(-1)?.[0]).toBe('name-59999');
    await expect.poll(() => rowsOf('Labels')[0]?.[0]).toBe('name-0');
    shown.pane.scrollTop = shown.pane.scrollHeight;
    await expect.poll(() => rowsOf('Labels').at(-1)?.[0]).toBe('name-59999');
    expect(shown.pane.querySelectorAll('*').length).toBeLessThan(600);
  });
});

it('draws only the visible of 60,000 annotations', async () => {
  const values = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`name-${index}`, 'x']));
  shown = showInPane(<ValueSection title="Annotations" values={values} />);
  await expect.poll(() => rowsOf('Annotations')[0]?.[0]).toBe('name-0');
  expect(shown.pane.querySelectorAll('*').length).toBeLessThan(300);
});

async function show(config: object): Promise<void> {
  const parsed = parseImageConfig(new TextEncoder().encode(JSON.stringify(config)));
  shown = showInPane(<ConfigFields config={parsed} />);
  await expect.poll(() => section('Made')).toBeDefined();
}

function section(title: string): HTMLElement | undefined {
  return [...shown.pane.querySelectorAll('section')].find((each) => each.querySelector('h2')?.textContent === title);
}

function rowsOf(title: string): readonly (readonly string[])[] {
  const rows = [...(section(title)?.querySelectorAll('dl > div:not([aria-hidden])') ?? [])];
  return rows.map((row) => [...row.children].map(({ textContent }) => textContent ?? ''));
}

function factsOf(title: string): Readonly<Record<string, string>> {
  return Object.fromEntries(rowsOf(title).map(([term = '', text = '']) => [term, text]));
}

function fact(title: string, term: string): Element | undefined {
  return [...(section(title)?.querySelectorAll('dl > div') ?? [])].find(
    (row) => row.querySelector('dt')?.textContent === term,
  );
}
