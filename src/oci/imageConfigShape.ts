import { type GoDecoder, goStruct } from './goDecode.ts';

interface RawConfig {
  os: string | undefined;
  architecture: string | undefined;
  variant: string | undefined;
  osVersion: string | undefined;
  osFeatures: string[] | undefined;
  created: string | undefined;
  author: string | undefined;
  dockerVersion: string | undefined;
  config: RawContainerConfig;
  rootfs: { diffIds: string[] | undefined };
  history: RawHistoryEntry[] | undefined;
}

interface RawContainerConfig {
  user: string | undefined;
  exposedPorts: Set<string> | undefined;
  env: string[] | undefined;
  entrypoint: string[] | undefined;
  cmd: string[] | undefined;
  volumes: Set<string> | undefined;
  workingDir: string | undefined;
  labels: Map<string, string> | undefined;
  stopSignal: string | undefined;
  argsEscaped: boolean | undefined;
  shell: string[] | undefined;
  onBuild: string[] | undefined;
  healthcheck: RawHealthcheck | undefined;
  stopTimeout: bigint | undefined;
}

interface RawHealthcheck {
  test: string[] | undefined;
  interval: bigint | undefined;
  timeout: bigint | undefined;
  startPeriod: bigint | undefined;
  startInterval: bigint | undefined;
  retries: bigint | undefined;
}

interface RawHistoryEntry {
  created: string | undefined;
  createdBy: string | undefined;
  author: string | undefined;
  comment: string | undefined;
  emptyLayer: boolean;
}

const healthcheckShape = goStruct<RawHealthcheck>(emptyHealthcheck, {
  Test: (raw, go, row) => {
    raw.test = go.strings(row, raw.test);
  },
  Interval: (raw, go, row) => {
    raw.interval = go.integer(row, raw.interval);
  },
  Timeout: (raw, go, row) => {
    raw.timeout = go.integer(row, raw.timeout);
  },
  StartPeriod: (raw, go, row) => {
    raw.startPeriod = go.integer(row, raw.startPeriod);
  },
  StartInterval: (raw, go, row) => {
    raw.startInterval = go.integer(row, raw.startInterval);
  },
  Retries: (raw, go, row) => {
    raw.retries = go.integer(row, raw.retries);
  },
});

const containerShape = goStruct<RawContainerConfig>(emptyContainer, {
  User: (raw, go, row) => {
    raw.user = optional(go, row, raw.user);
  },
  ExposedPorts: (raw, go, row) => {
    raw.exposedPorts = keys(go, row, raw.exposedPorts);
  },
  Env: (raw, go, row) => {
    raw.env = go.strings(row, raw.env);
  },
  Entrypoint: (raw, go, row) => {
    raw.entrypoint = command(go, row, raw.entrypoint);
  },
  Cmd: (raw, go, row) => {
    raw.cmd = command(go, row, raw.cmd);
  },
  Volumes: (raw, go, row) => {
    raw.volumes = keys(go, row, raw.volumes);
  },
  WorkingDir: (raw, go, row) => {
    raw.workingDir = optional(go, row, raw.workingDir);
  },
  Labels: (raw, go, row) => {
    raw.labels = go.stringMap(row, raw.labels);
  },
  StopSignal: (raw, go, row) => {
    raw.stopSignal = optional(go, row, raw.stopSignal);
  },
  ArgsEscaped: (raw, go, row) => {
    if (go.document.kind(row) === 'bool') raw.argsEscaped = go.document.isTrue(row);
  },
  Shell: (raw, go, row) => {
    raw.shell = go.strings(row, raw.shell);
  },
  OnBuild: (raw, go, row) => {
    raw.onBuild = go.strings(row, raw.onBuild);
  },
  Healthcheck: (raw, go, row) => {
    raw.healthcheck = go.pointer(row, raw.healthcheck, healthcheckShape);
  },
  StopTimeout: (raw, go, row) => {
    raw.stopTimeout = go.integer(row, raw.stopTimeout);
  },
});

const rootfsShape = goStruct<RawConfig['rootfs']>(() => ({ diffIds: undefined }), {
  diff_ids: (raw, go, row) => {
    raw.diffIds = go.strings(row, raw.diffIds);
  },
});

const historyShape = goStruct<RawHistoryEntry>(emptyHistoryEntry, {
  created: (raw, go, row) => {
    raw.created = optional(go, row, raw.created);
  },
  created_by: (raw, go, row) => {
    raw.createdBy = optional(go, row, raw.createdBy);
  },
  author: (raw, go, row) => {
    raw.author = optional(go, row, raw.author);
  },
  comment: (raw, go, row) => {
    raw.comment = optional(go, row, raw.comment);
  },
  empty_layer: (raw, go, row) => {
    raw.emptyLayer = go.boolean(row, raw.emptyLayer);
  },
});

/** The image config while it is being filled. Its reader ignores type errors. */
export const imageConfigShape = goStruct<RawConfig>(emptyConfig, {
  os: (raw, go, row) => {
    raw.os = optional(go, row, raw.os);
  },
  architecture: (raw, go, row) => {
    raw.architecture = optional(go, row, raw.architecture);
  },
  variant: (raw, go, row) => {
    raw.variant = optional(go, row, raw.variant);
  },
  'os.version': (raw, go, row) => {
    raw.osVersion = optional(go, row, raw.osVersion);
  },
  'os.features': (raw, go, row) => {
    raw.osFeatures = go.strings(row, raw.osFeatures);
  },
  created: (raw, go, row) => {
    raw.created = optional(go, row, raw.created);
  },
  author: (raw, go, row) => {
    raw.author = optional(go, row, raw.author);
  },
  docker_version: (raw, go, row) => {
    raw.dockerVersion = optional(go, row, raw.dockerVersion);
  },
  config: (raw, go, row) => {
    raw.config = go.struct(row, raw.config, containerShape);
  },
  rootfs: (raw, go, row) => {
    raw.rootfs = go.struct(row, raw.rootfs, rootfsShape);
  },
  history: (raw, go, row) => {
    raw.history = go.structs(row, raw.history, historyShape);
  },
});

function optional(go: GoDecoder, row: number, previous: string | undefined): string | undefined {
  return go.document.kind(row) === 'string' ? go.document.string(row) : previous;
}

/** Reads a set as Docker writes it: the keys of an object with empty values. */
function keys(go: GoDecoder, row: number, previous: Set<string> | undefined): Set<string> | undefined {
  if (go.document.kind(row) !== 'object') return go.isNull(row) ? undefined : previous;
  const names = previous ?? new Set<string>();
  for (const [name] of go.document.members(row)) names.add(name);
  return names;
}

/** Reads a list of strings; Docker also accepts a string for a list of one. */
function command(go: GoDecoder, row: number, previous: string[] | undefined): string[] | undefined {
  return go.document.kind(row) === 'string' ? [go.document.string(row)] : go.strings(row, previous);
}

function emptyConfig(): RawConfig {
  return {
    os: undefined,
    architecture: undefined,
    variant: undefined,
    osVersion: undefined,
    osFeatures: undefined,
    created: undefined,
    author: undefined,
    dockerVersion: undefined,
    config: emptyContainer(),
    rootfs: { diffIds: undefined },
    history: undefined,
  };
}

function emptyContainer(): RawContainerConfig {
  return {
    user: undefined,
    exposedPorts: undefined,
    env: undefined,
    entrypoint: undefined,
    cmd: undefined,
    volumes: undefined,
    workingDir: undefined,
    labels: undefined,
    stopSignal: undefined,
    argsEscaped: undefined,
    shell: undefined,
    onBuild: undefined,
    healthcheck: undefined,
    stopTimeout: undefined,
  };
}

function emptyHealthcheck(): RawHealthcheck {
  return {
    test: undefined,
    interval: undefined,
    timeout: undefined,
    startPeriod: undefined,
    startInterval: undefined,
    retries: undefined,
  };
}

function emptyHistoryEntry(): RawHistoryEntry {
  return { created: undefined, createdBy: undefined, author: undefined, comment: undefined, emptyLayer: false };
}
