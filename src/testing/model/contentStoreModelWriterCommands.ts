import fc from 'fast-check';
import { StoreCommand } from './contentStoreModelCommand.ts';
import type { ModelSide, Side } from './contentStoreModelSides.ts';
import { type Bytes, hash, type Labels } from './contentStoreModelState.ts';
import { type Chunk, type Chunks, digestChoices, labels, refs } from './contentStoreModelValues.ts';

type WriterAct = (side: Side, ref: string) => Promise<unknown>;

interface CommitGiven {
  readonly size: 'unknown' | 'right' | 'wrong';
  readonly digest: 'unknown' | 'sha256' | 'sha512' | 'wrong' | 'malformed';
  readonly labels: Labels;
}

/** The calls of writers, weighted by how often each is listed. */
export function writerCommands(chunks: Chunks, lengths: fc.Arbitrary<number>): readonly fc.Arbitrary<StoreCommand>[] {
  const parts = fc.array(chunks.of(lengths), { minLength: 1, maxLength: 3 });
  const [open, write, store] = [openCommands(chunks), writeCommands(chunks, parts), storeCommands(chunks, parts)];
  const [truncate, commit, close] = [truncateCommands(), commitCommands(), closeCommands()];
  return [
    open,
    open,
    open,
    write,
    write,
    write,
    write,
    write,
    store,
    truncate,
    truncate,
    commit,
    commit,
    commit,
    close,
  ];
}

function openCommands(chunks: Chunks): fc.Arbitrary<StoreCommand> {
  const given = fc.record({
    ref: fc.oneof({ weight: 20, arbitrary: refs }, { weight: 1, arbitrary: fc.constant('') }),
    size: fc.constantFrom(undefined, undefined, 0n, 3n, 5n),
    digest: fc.option(digestChoices, { nil: undefined, freq: 2 }),
  });
  return given.map(({ ref, size, digest: choice }) => {
    const prepare = async ({ store: model }: ModelSide) => {
      const digest = choice && (await chunks.digest(choice, model));
      const descriptor = { ...(digest === undefined ? {} : { digest }), ...(size === undefined ? {} : { size }) };
      return async (side: Side) => {
        side.writers.set(ref, await side.store.writer(ref, descriptor));
        return progressOf(side, ref);
      };
    };
    return new StoreCommand({ name: 'open', given: { ref, size, digest: choice }, prepare });
  });
}

/** Writes each part without waiting for the previous one. */
function writeCommands(chunks: Chunks, parts: fc.Arbitrary<readonly Chunk[]>): fc.Arbitrary<StoreCommand> {
  return ofWriter('write', parts, (parts) => async (side, ref) => {
    await Promise.all(parts.map((part) => side.writers.get(ref)?.write(chunks.bytes(part))));
    return progressOf(side, ref);
  });
}

/** Everything needed to store something, at once. */
function storeCommands(chunks: Chunks, parts: fc.Arbitrary<readonly Chunk[]>): fc.Arbitrary<StoreCommand> {
  return fc.record({ parts, labels }).map((given) => {
    const act = async ({ store }: Side) => {
      const writer = await store.writer('stored');
      for (const part of given.parts) await writer.write(chunks.bytes(part));
      await writer.commit(0, '', given.labels);
    };
    return new StoreCommand({ name: 'store', given, prepare: () => act });
  });
}

function truncateCommands(): fc.Arbitrary<StoreCommand> {
  return ofWriter('truncate', fc.constantFrom(0, 0, 0, 1), (size) => async (side, ref) => {
    await side.writers.get(ref)?.truncate(size);
    return progressOf(side, ref);
  });
}

function commitCommands(): fc.Arbitrary<StoreCommand> {
  const given: fc.Arbitrary<CommitGiven> = fc.record({
    size: fc.constantFrom('unknown', 'unknown', 'right', 'right', 'wrong'),
    digest: fc.constantFrom('unknown', 'unknown', 'sha256', 'sha256', 'sha512', 'wrong', 'malformed'),
    labels,
  });
  return ofWriter('commit', given, async ({ size, digest, labels }, written) => {
    const sizes = { unknown: 0, right: written.length, wrong: written.length + 1 };
    const digests = {
      unknown: '',
      sha256: await hash('sha256', written),
      sha512: await hash('sha512', written),
      wrong: await hash('sha256', new Uint8Array([...written.subarray(0, 8), 0])),
      malformed: 'sha512:abc',
    };
    return async ({ writers }, ref) => writers.get(ref)?.commit(sizes[size], digests[digest], labels);
  });
}

function closeCommands(): fc.Arbitrary<StoreCommand> {
  return ofWriter(
    'close',
    fc.constant(undefined),
    () =>
      async ({ writers }, ref) =>
        writers.get(ref)?.close(),
  );
}

/** Generates a command on an open writer, and sometimes on a closed one. `prepare` gets the bytes that were written. */
function ofWriter<T>(
  name: string,
  given: fc.Arbitrary<T>,
  prepare: (given: T, written: Bytes) => WriterAct | Promise<WriterAct>,
): fc.Arbitrary<StoreCommand> {
  const chosen = fc.record({ place: fc.nat(1), isClosedToo: fc.nat(9).map((chance) => chance === 9) });
  return fc.record({ chosen, given }).map(({ chosen: { place, isClosedToo }, given }) => {
    const choose = ({ writers }: ModelSide): string | undefined => {
      const refs = [...writers].filter(([, { isOpen }]) => isOpen || isClosedToo).map(([ref]) => ref);
      return refs[place % refs.length];
    };
    return new StoreCommand({
      name,
      given: { place, isClosedToo, given },
      isReady: (model) => choose(model) !== undefined,
      prepare: async (model) => {
        const ref = choose(model) ?? '';
        const act = await prepare(given, model.store.written(ref));
        return (side) => act(side, ref);
      },
    });
  });
}

/** Generates a command on an open writer. */
async function progressOf({ store, writers }: Side, ref: string): Promise<unknown> {
  return { digest: await writers.get(ref)?.digest(), status: await store.status(ref) };
}
