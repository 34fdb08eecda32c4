import { notifyManager } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppError } from '../../../errors/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { type ManifestDocument, manifestQuery, readManifest } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import { readManifests } from './readManifests.ts';

/** Manifests that are being loaded for a table, with the progress. */
export interface Reading {
  /** Undefined if nothing is being loaded. */
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  /** Failed loads, by digest. */
  readonly failures: ReadonlyMap<string, AppError>;
  /** Starts loading; costs one request for each digest. */
  start(digests: readonly string[]): void;
  stop(): void;
}

/** Loads manifests into the page's cache; unmounting cancels it. */
export function useReading(repository: Repository | undefined): Reading {
  const environment = useEnvironment();
  const [progress, setProgress] = useState<Reading['progress']>();
  const [failures, setFailures] = useState<ReadonlyMap<string, AppError>>(new Map());
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    running.current?.abort();
    setProgress(undefined);
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    (digests: readonly string[]) => {
      running.current?.abort();
      const run = new AbortController();
      running.current = run;
      const total = digests.length;
      let done = 0;
      setProgress({ done, total });
      setFailures(new Map());
      const read = async (digest: string, signal: AbortSignal) =>
        readManifest(await environment.client.manifest(repository, digest, { signal }));
      const onResults: Parameters<typeof readManifests<ManifestDocument>>[1]['onResults'] = (results) =>
        notifyManager.batch(() => {
          done += results.size;
          setProgress({ done, total });
          const failed: [string, AppError][] = [];
          for (const [digest, result] of results) {
            if ('error' in result) failed.push([digest, result.error]);
            else
              environment.queries.setQueryData(
                manifestQuery(environment, repository, digest).queryKey,
                result.document,
              );
          }
          if (failed.length > 0) setFailures((before) => new Map([...before, ...failed]));
        });
      readManifests(digests, { read, onResults, now: environment.now, signal: run.signal }).then(() => {
        if (!run.signal.aborted) setProgress(undefined);
      });
    },
    [environment, repository],
  );
  return useMemo(() => ({ progress, failures, start, stop }), [progress, failures, start, stop]);
}
