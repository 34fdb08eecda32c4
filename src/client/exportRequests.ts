import {
  type ExportOptions,
  type ExportPlan,
  type ExportStatus,
  exportPlanUrl,
  parseExportPlan,
  parseExportStatus,
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

/** Returns the state of the file with a ticket. Polling prevents the browser from stopping the worker that writes it. */
export async function readExportStatus({ ask }: Pick<Client, 'ask'>, ticket: string): Promise<ExportStatus> {
  return parseExportStatus(await (await ask({ url: progressUrl(ticket) })).json());
}
