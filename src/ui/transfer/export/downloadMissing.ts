import type { ExportPlan } from '../../../api/index.ts';
import { type Client, downloadBlob, type Where } from '../../../client/index.ts';
import { AppError } from '../../../errors/index.ts';

export interface MissingOptions {
  readonly where: Where;
  readonly readPlan: () => Promise<ExportPlan>;
  /** Bytes that came of those that were known to be missing, and these. */
  readonly onProgress: (kept: { readonly bytes: number; readonly totalBytes: number }) => void;
  readonly signal: AbortSignal;
  readonly pause: () => Promise<void>;
}

/**
 * Fetches what a file lacks, piece by piece, until nothing is missing: what is below a manifest is known when that is here.
 *
 * @throws AppError of the worker; internal where what was fetched is missing still; the signal's reason
 */
export async function downloadMissing(
  client: Pick<Client, 'ask' | 'manifest'>,
  { where, readPlan, onProgress, signal, pause }: MissingOptions,
): Promise<void> {
  let had = 0;
  const tried = new Set<string>();
  for (let plan = await readPlan(); plan.missing.count > 0; plan = await readPlan()) {
    const totalBytes = had + plan.missing.bytes;
    const fresh = plan.lacking.filter(({ digest }) => !tried.has(digest));
    if (fresh.length === 0) throw new AppError('internal', 'what was fetched was not stored', { reason: 'internal' });
    for (const { digest, role, size } of fresh) {
      signal.throwIfAborted();
      tried.add(digest);
      if (role === 'manifest') await client.manifest(where, digest, { signal });
      else {
        const before = had;
        const onBlob = ({ offset }: { readonly offset: number }) => onProgress({ bytes: before + offset, totalBytes });
        await downloadBlob(client, where, digest, { size, signal, pause, onProgress: onBlob });
      }
      had += size ?? 0;
      onProgress({ bytes: had, totalBytes });
    }
  }
}
