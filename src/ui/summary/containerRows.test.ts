import { describe, expect, it } from 'vitest';
import { parseImageConfig } from '../../oci/index.ts';
import { formatDuration } from '../kit/formatDuration.ts';
import { containerRows } from './containerRows.ts';

it.each([
  [0n, '0s'],
  [1n, '1ns'],
  [1500n, '1.5µs'],
  [250_000_000n, '250ms'],
  [1_500_000_000n, '1.5s'],
  [30_000_000_000n, '30s'],
  [60_000_000_000n, '1m0s'],
  [90_000_000_001n, '1m30.000000001s'],
  [3_600_000_000_000n, '1h0m0s'],
  [2n ** 63n - 1n, '2562047h47m16.854775807s'],
  [-60_000_000_000n, '-1m0s'],
])('writes %s ns as %s', (nanoseconds, text) => {
  expect(formatDuration(nanoseconds)).toBe(text);
});

describe('containerRows', () => {
  const rowsOf = (config: unknown) =>
    containerRows(parseImageConfig(new TextEncoder().encode(JSON.stringify({ config }))).config).flatMap(
      ({ term, values }) => (values.length > 0 ? [[term, ...values]] : []),
    );

  it.each<[unknown, readonly (readonly string[])[]]>([
    [
      {
        Healthcheck: {
          Test: ['CMD-SHELL', 'nc -z 127.0.0.1 8384 || exit 1'],
          Interval: 60_000_000_000,
          Timeout: 1_500_000_000,
          StartPeriod: 3_600_000_000_000,
          StartInterval: 250_000_000,
          Retries: 5,
        },
      },
      [
        ['Healthcheck', 'CMD nc -z 127.0.0.1 8384 || exit 1'],
        ['Health interval', '1m0s'],
        ['Health timeout', '1.5s'],
        ['Health start period', '1h0m0s'],
        ['Health start interval', '250ms'],
        ['Health retries', '5'],
      ],
    ],
    [{ Healthcheck: { Test: ['CMD', 'a b', 'c'], Interval: 0 } }, [['Healthcheck', 'CMD ["a b", "c"]']]],
    [{ Healthcheck: { Test: ['NONE'] } }, [['Healthcheck', 'NONE (disabled)']]],
    [{ Healthcheck: { Test: [] } }, [['Healthcheck', 'inherited from the base image']]],
    [
      { Healthcheck: { Retries: -1 } },
      [
        ['Healthcheck', 'inherited from the base image'],
        ['Health retries', '-1'],
      ],
    ],
    [{ Healthcheck: { Test: ['curl', 'x'] } }, [['Healthcheck', '["curl", "x"]']]],
    [{ Healthcheck: { Test: ['CMD-SHELL', 'a', 'b'] } }, [['Healthcheck', '["CMD-SHELL", "a", "b"]']]],
    [{ Healthcheck: null }, []],
    [
      { Entrypoint: ['a b'], Cmd: 'c' },
      [
        ['Entrypoint', '["a b"]'],
        ['Command', '["c"]'],
      ],
    ],
    [{ ExposedPorts: { '80/tcp, 81/tcp': {}, '82/udp': {} } }, [['Ports', '80/tcp, 81/tcp', '82/udp']]],
    [{ Volumes: { '/a, /b': {}, '/c\n/d': {} } }, [['Volumes', '/a, /b', '/c\n/d']]],
    [{ OnBuild: ['RUN a\nRUN b', 'RUN c'] }, [['On build', 'RUN a\nRUN b', 'RUN c']]],
    [
      { StopSignal: 'SIGINT', StopTimeout: 10 },
      [
        ['Stop signal', 'SIGINT'],
        ['Stop timeout', '10s'],
      ],
    ],
    [{ StopTimeout: 0 }, [['Stop timeout', '0s']]],
    [
      { Shell: ['sh', '-c'], ArgsEscaped: true },
      [
        ['Shell', '["sh", "-c"]'],
        ['Args escaped', 'true'],
      ],
    ],
    [{ User: '', WorkingDir: '/x' }, [['Directory', '/x']]],
  ])('returns the rows of %j', (config, rows) => {
    expect(rowsOf(config)).toEqual(rows);
  });
});
