import type { ContainerConfig, Healthcheck } from '../../oci/index.ts';
import { formatDuration } from '../kit/formatDuration.ts';
import { execForm } from '../kit/visible.ts';

/** One setting that a container is started with. */
export interface ContainerRow {
  readonly term: string;
  /** Values as stated, not joined, because a value may contain any separator. Empty if not stated. */
  readonly values: readonly string[];
  /** True for a setting that is listed only if it is stated. */
  readonly isRare?: true;
}

/** Returns the settings that a container is started with, without variables and labels; commands are in exec form. */
export function containerRows(config: ContainerConfig): readonly ContainerRow[] {
  const { entrypoint, cmd, user, workingDir, exposedPorts = [], volumes = [], healthcheck, onBuild = [] } = config;
  const rare: readonly (readonly [term: string, values: readonly string[]])[] = [
    ...(healthcheck ? healthcheckRows(healthcheck) : []),
    ['Shell', one(config.shell && execForm(config.shell))],
    ['Stop signal', one(config.stopSignal)],
    ['Stop timeout', one(config.stopTimeout === undefined ? undefined : `${config.stopTimeout}s`)],
    ['On build', onBuild],
    ['Args escaped', config.argsEscaped ? ['true'] : []],
  ];
  return [
    { term: 'Entrypoint', values: one(entrypoint && execForm(entrypoint)) },
    { term: 'Command', values: one(cmd && execForm(cmd)) },
    { term: 'User', values: one(user) },
    { term: 'Directory', values: one(workingDir) },
    { term: 'Ports', values: exposedPorts },
    { term: 'Volumes', values: volumes },
    ...rare.flatMap(([term, values]) => (values.length > 0 ? [{ term, values, isRare: true as const }] : [])),
  ];
}

function one(value: string | undefined): readonly string[] {
  return value ? [value] : [];
}

/** Returns the settings of a health check. A duration or count of 0 means Docker's default, like an absent one. */
function healthcheckRows(check: Healthcheck): readonly (readonly [term: string, values: readonly string[]])[] {
  const time = (nanoseconds: bigint | undefined) => one(nanoseconds ? formatDuration(nanoseconds) : undefined);
  return [
    ['Healthcheck', [testText(check.test ?? [])]],
    ['Health interval', time(check.interval)],
    ['Health timeout', time(check.timeout)],
    ['Health start period', time(check.startPeriod)],
    ['Health start interval', time(check.startInterval)],
    ['Health retries', one(check.retries ? String(check.retries) : undefined)],
  ];
}

function testText(test: readonly string[]): string {
  const [form, ...words] = test;
  if (form === undefined) return 'inherited from the base image';
  if (form === 'NONE' && words.length === 0) return 'NONE (disabled)';
  if (form === 'CMD') return `CMD ${execForm(words)}`;
  return form === 'CMD-SHELL' && words.length === 1 ? `CMD ${words[0]}` : execForm(test);
}
