import {
  type ExportOptions,
  type ExportPlan,
  type ExportProgress,
  exportPlanUrl,
  parseExportPlan,
  parseExportProgress,
  progressUrl,
} from '../api/index.ts';
import type { Client } from './contract.ts';

/** What the file of an image takes, by what is stored: no registry is asked. @throws AppError of the worker */
export async function readExportPlan(
  { ask }: Pick<Client, 'ask'>,
  digest: string,
  asked: ExportOptions,
  signal?: AbortSignal,
): Promise<ExportPlan> {
  return parseExportPlan(await (await ask({ url: exportPlanUrl(digest, asked), signal })).json());
}

/** How far a file is that was asked for with a ticket. Asking keeps the worker that writes it from being stopped. */
export async function readExportProgress({ ask }: Pick<Client, 'ask'>, ticket: string): Promise<ExportProgress> {
  return parseExportProgress(await (await ask({ url: progressUrl(ticket) })).json());
}
