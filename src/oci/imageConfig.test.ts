import { describe, expect, test } from 'vitest';
import {
  asMediaType,
  type Descriptor,
  pairHistory,
  parseImageConfig,
  parseSchema1Unsigned,
  schema1History,
} from './index.ts';

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const layer = (digest: string): Descriptor => ({ mediaType: asMediaType('l'), digest });

describe('parseImageConfig', () => {
  test('reads the fields of image-spec and Docker', () => {
    const bytes = encode({
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      created: '2020-01-01T00:00:00Z',
      config: {
        User: '1:1',
        ExposedPorts: { '80/tcp': {} },
        Env: ['A=1'],
        Entrypoint: '/bin/sh',
        Cmd: null,
        Volumes: null,
        Labels: { a: 'b' },
        ArgsEscaped: true,
        Healthcheck: {
          Test: ['CMD-SHELL', 'nc -z 127.0.0.1 8384 || exit 1'],
          Interval: 60_000_000_000,
          Retries: 5,
        },
        Shell: ['/bin/sh', '-c'],
        StopTimeout: 10,
        Tty: false,
        Hostname: '',
        Image: 'sha256:y',
      },
      rootfs: { type: 'layers', diff_ids: ['sha256:x'] },
      history: [{ created_by: 'RUN', empty_layer: true }, {}],
      'moby.buildkit.cache.v0': 'unknown',
    });
    expect(parseImageConfig(bytes)).toEqual({
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      created: '2020-01-01T00:00:00Z',
      config: {
        user: '1:1',
        exposedPorts: ['80/tcp'],
        env: ['A=1'],
        entrypoint: ['/bin/sh'],
        labels: { a: 'b' },
        argsEscaped: true,
        shell: ['/bin/sh', '-c'],
        healthcheck: {
          test: ['CMD-SHELL', 'nc -z 127.0.0.1 8384 || exit 1'],
          interval: 60_000_000_000n,
          retries: 5n,
        },
        stopTimeout: 10n,
      },
      diffIds: ['sha256:x'],
      history: [{ createdBy: 'RUN', emptyLayer: true }, { emptyLayer: false }],
      otherFields: [
        { path: 'moby.buildkit.cache.v0', json: '"unknown"' },
        { path: 'config.Image', json: '"sha256:y"' },
      ],
      bytes,
    });
  });

  test('returns fields of the wrong type as written', () => {
    const config = parseImageConfig(encode({ os: 1, config: 'x', rootfs: [], history: {}, architecture: 'amd64' }));
    expect(config).toMatchObject({ os: '', architecture: 'amd64', config: {}, diffIds: [], history: [] });
    expect(config.otherFields.map(({ path, json }) => `${path} ${json}`)).toEqual([
      'os 1',
      'config "x"',
      'rootfs []',
      'history {}',
    ]);
  });

  test.each([
    ['{"config":{"Memory":2048,"MemorySwap":-1,"CpuShares":0}}', ['config.Memory 2048', 'config.MemorySwap -1']],
    ['{"config":{"Tty":true,"MacAddress":"02:42","OnBuild":null}}', ['config.Tty true', 'config.MacAddress "02:42"']],
    ['{"config":{"Healthcheck":{"Test":"curl"}}}', ['config.Healthcheck {"Test":"curl"}']],
    ['{"config":{"Healthcheck":{"Interval":1.5}}}', ['config.Healthcheck {"Interval":1.5}']],
    [
      '{"config":{"Healthcheck":{"Interval":99999999999999999999}}}',
      ['config.Healthcheck {"Interval":99999999999999999999}'],
    ],
    ['{"config":{"Healthcheck":{"New":1}}}', ['config.Healthcheck {"New":1}']],
    ['{"config":{"Healthcheck":[]}}', ['config.Healthcheck []']],
    ['{"config":{"StopTimeout":"10"}}', ['config.StopTimeout "10"']],
    ['{"config":{"Env":["A=1",5]}}', ['config.Env ["A=1",5]']],
    ['{"config":{"Env":{}}}', ['config.Env {}']],
    ['{"config":{"Labels":{"a":5}}}', ['config.Labels {"a":5}']],
    ['{"CONFIG":{"MEMORY":1},"Created":5}', ['Created 5', 'CONFIG.MEMORY 1']],
    ['{"created":9007199254740993}', ['created 9007199254740993']],
    ['{"history":[{"created_by":5}]}', ['history [{"created_by":5}]']],
    ['{"container":"ab","id":"","Size":0,"throwaway":false}', ['container "ab"']],
    ['{"os.features":"win32k"}', ['os.features "win32k"']],
  ])('lists the other fields of %s', (text, others) => {
    const { otherFields } = parseImageConfig(new TextEncoder().encode(text));
    expect(otherFields.map(({ path, json }) => `${path} ${json}`)).toEqual(others);
  });

  test.each(['', '[]', '{"os":"linux"'])('refuses %j', (text) => {
    expect(() => parseImageConfig(new TextEncoder().encode(text))).toThrow();
  });
});

describe('pairHistory', () => {
  const step = (createdBy: string, emptyLayer = false) => ({ createdBy, emptyLayer });
  const summary = (history: ReturnType<typeof step>[], digests: string[]) =>
    pairHistory({ history, diffIds: ['d0', 'd1'] }, digests.map(layer)).map(
      ({ entry, layer: found }) =>
        `${entry?.createdBy ?? '-'} ${found?.descriptor.digest ?? '-'} ${found?.diffId ?? '-'}`,
    );

  test('gives no layer to empty steps', () => {
    expect(summary([step('ADD'), step('ENV', true), step('RUN')], ['a', 'b'])).toEqual([
      'ADD a d0',
      'ENV - -',
      'RUN b d1',
    ]);
  });

  test('lists layers beyond the history alone, and steps beyond the layers without a layer', () => {
    expect(summary([step('ADD')], ['a', 'b', 'c'])).toEqual(['ADD a d0', '- b d1', '- c -']);
    expect(summary([step('ADD'), step('RUN')], ['a'])).toEqual(['ADD a d0', 'RUN - -']);
    expect(summary([], [])).toEqual([]);
  });

  test('lists schema1 from the base layer up', () => {
    const v1 = (cmd: string) =>
      JSON.stringify({ container_config: { Cmd: ['/bin/sh', '-c', cmd] }, throwaway: cmd === 'two' });
    const manifest = parseSchema1Unsigned(
      encode({
        fsLayers: [{ blobSum: 'b' }, { blobSum: 'a' }, { blobSum: 'z' }],
        history: [{ v1Compatibility: v1('two') }, { v1Compatibility: v1('one') }, { v1Compatibility: 'no json' }],
      }),
    );
    const lines = schema1History(manifest).map(({ entry, layer: found }) => [found?.descriptor.digest, entry]);
    expect(lines).toEqual([
      ['z', { emptyLayer: false }],
      ['a', { createdBy: '/bin/sh -c one', emptyLayer: false }],
      ['b', { createdBy: '/bin/sh -c two', emptyLayer: true }],
    ]);
  });
});
