import type { ExportPlan } from '../../../api/index.ts';
import { type Client, downloadBlob } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';
import type { Progress, Repository } from '../../../oci/index.ts';

export interface MissingOptions {
  readonly repository: Repository;
  readonly readPlan: () => Promise<ExportPlan>;
  /** Reports downloaded bytes, and the missing bytes known so far. */
  readonly onProgress: (progress: Required<Progress>) => void;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/**
 * Downloads missing content until nothing is missing. The content of a manifest is known only after the manifest is stored, so the
 * plan is read again after each round.
 *
 * @throws AppError of the worker; internal if downloaded content is still missing; the signal's reason
 */
export async function downloadMissing(
  client: Pick<Client, 'ask' | 'manifest'>,
  { repository, readPlan, onProgress, signal, pause }: MissingOptions,
): Promise<void> {
  let done = 0;
  const tried = new Set<string>();
  for (let plan = await readPlan(); plan.missing.count > 0; plan = await readPlan()) {
    const total = done + plan.missing.bytes;
    const fresh = plan.lacking.filter(({ digest }) => !tried.has(digest));
    if (fresh.length === 0) throw new AppError('internal', 'downloaded content was not stored', { reason: 'internal' });
    for (const { digest, role, size } of fresh) {
      signal.throwIfAborted();
      tried.add(digest);
      if (role === 'manifest') await client.manifest(repository, digest, { signal });
      else {
        const before = done;
        await downloadBlob(client, repository, digest, {
          size,
          signal,
          pause,
          onProgress: (blob) => onProgress({ done: before + blob.done, total }),
        });
      }
      done += size ?? 0;
      onProgress({ done, total });
    }
  }
}
