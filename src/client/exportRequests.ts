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

/** Returns the content that an image's file needs, compared with the store; no registry is asked. @throws AppError of the worker */
export async function readExportPlan(
  { ask }: Pick<Client, 'ask'>,
  digest: string,
  asked: ExportOptions,
  signal?: AbortSignal,
): Promise<ExportPlan> {
  return parseExportPlan(await (await ask({ url: exportPlanUrl(digest, asked), signal })).json());
}

/** Returns the progress of the file with a ticket. Polling prevents the browser from stopping the worker that writes it. */
export async function readExportProgress({ ask }: Pick<Client, 'ask'>, ticket: string): Promise<ExportProgress> {
  return parseExportProgress(await (await ask({ url: progressUrl(ticket) })).json());
}
