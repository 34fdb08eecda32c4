import type { Client } from './contract.ts';

/** A download that is under way, or was left. */
export interface IngestFacts {
  readonly ref: string;
  /** Bytes that are here. */
  readonly offset: number;
  /** 0 where it is not known. */
  readonly total: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** The digest that it is to have. */
  readonly expected?: string;
}

const ingestsUrl = '/-/ingests';

export async function listIngests({ ask }: Pick<Client, 'ask'>): Promise<readonly IngestFacts[]> {
  const {
    ingests,
  }: {
    readonly ingests: readonly (Omit<IngestFacts, 'startedAt' | 'updatedAt'> & {
      readonly startedAt: string;
      readonly updatedAt: string;
    })[];
  } = await (await ask({ url: ingestsUrl })).json();
  return ingests.map((each) => ({
    ...each,
    startedAt: new Date(each.startedAt),
    updatedAt: new Date(each.updatedAt),
  }));
}

/** Ends a download and forgets what is here of it. */
export async function dropIngest({ ask }: Pick<Client, 'ask'>, ref: string): Promise<void> {
  const answer = await ask({ url: ingestsUrl, method: 'POST', body: JSON.stringify({ drop: ref }) });
  await answer.body?.cancel();
}
