import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ContentStoreModel } from './contentStoreModel.ts';
import { modelCommands } from './contentStoreModelCommands.ts';
import { crashCommand, PlacedStore, reopenCommand, type StorePlace } from './contentStoreModelProcesses.ts';
import { compare, lookAt, type ModelSide, type Side } from './contentStoreModelSides.ts';

/** Makes the calls the same in each run. */
const seed = 20_240_101;

export interface ModelRuns {
  readonly runs: number;
  /** Total over all. */
  readonly timeoutMs: number;
}

/**
 * Makes calls in any order, compares each answer with the model of the contract, and compares all visible state
 * afterwards. A failure reports how to run it again: fast-check's seed, path and replayPath.
 */
export function contentStoreModelSuite(
  name: string,
  makePlace: () => StorePlace,
  { runs, timeoutMs }: ModelRuns,
): void {
  it(`${name} behaves like its model, in ${runs.toLocaleString('en')} runs of up to 40 calls`, {
    timeout: timeoutMs,
  }, async () => {
    let emptied: StorePlace | undefined;
    const property = fc.asyncProperty(commandsFor(makePlace()), async (calls) => {
      const place = emptied ?? makePlace();
      // After a failure, nothing remains of the run that failed.
      emptied = undefined;
      const model: ModelSide = { store: new ContentStoreModel(), writers: new Map() };
      const real = new PlacedStore(place, await place.open());
      await fc.asyncModelRun(() => ({ model, real }), calls);
      await compareAll(model, real);
      await empty(real);
      await real.close();
      emptied = place;
    });
    await fc.assert(property, { seed, numRuns: runs });
  });
}

function commandsFor({ pieceBytes, endProcess }: StorePlace) {
  const processes = endProcess ? [reopenCommand, crashCommand] : [reopenCommand];
  return fc.commands<ModelSide, PlacedStore, false>(
    [...modelCommands(pieceBytes), ...processes.map((command) => fc.constant(command))],
    { maxCommands: 40, size: 'max' },
  );
}

/** Now, and once everything is closed and opened again, with the bytes of the ingests. */
async function compareAll(model: ModelSide, store: PlacedStore): Promise<void> {
  await compare(model, store, lookAt);
  await reopenCommand.run(model, store);
  await compare(model, store, async (side) => ({ seen: await lookAt(side), digests: await digestsOfIngests(side) }));
}

async function digestsOfIngests({ store }: Side): Promise<readonly string[]> {
  const digests = [];
  for (const { ref } of await store.listStatuses()) {
    const writer = await store.writer(ref);
    digests.push(await writer.digest());
    await writer.close();
  }
  return digests;
}

/** Deletes everything visible, and expects nothing else to remain. */
async function empty({ store, place }: PlacedStore): Promise<void> {
  for (const { ref } of await store.listStatuses()) await store.abort(ref);
  const digests: string[] = [];
  await store.walk(({ digest }) => {
    digests.push(digest);
  });
  for (const digest of digests) await store.delete(digest);
  expect(await place.countRecords?.()).toBe(place.countRecords && 0);
}
