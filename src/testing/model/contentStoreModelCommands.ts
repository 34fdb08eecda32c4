import fc from 'fast-check';
import { StoreCommand } from './contentStoreModelCommand.ts';
import { lookAt, readPart, type Side } from './contentStoreModelSides.ts';
import { Chunks, digestChoices, fieldpaths, labels, lengthsAround, refs } from './contentStoreModelValues.ts';
import { writerCommands } from './contentStoreModelWriterCommands.ts';

/** The calls of a store and of its writers. */
export function modelCommands(pieceBytes: number): readonly fc.Arbitrary<StoreCommand>[] {
  const lengths = lengthsAround(pieceBytes);
  const chunks = new Chunks(2 * pieceBytes + 3);
  return [...writerCommands(chunks, lengths), ...ingestCommands(), ...contentCommands(chunks, lengths)];
}

function ingestCommands(): readonly fc.Arbitrary<StoreCommand>[] {
  return [
    refs.map(
      (ref) => new StoreCommand({ name: 'abort', given: { ref }, prepare: () => (side) => side.store.abort(ref) }),
    ),
    refs.map(
      (ref) => new StoreCommand({ name: 'status', given: { ref }, prepare: () => (side) => side.store.status(ref) }),
    ),
    fc.constant(new StoreCommand({ name: 'look', given: {}, prepare: () => lookAt })),
  ];
}

function contentCommands(chunks: Chunks, lengths: fc.Arbitrary<number>): readonly fc.Arbitrary<StoreCommand>[] {
  const offsets = fc.oneof({ weight: 20, arbitrary: lengths }, { weight: 1, arbitrary: fc.constant(-1) });
  const update = fc.record({ labels, fieldpaths });
  const part = fc.record({ offset: offsets, length: offsets });
  const none = fc.constant({});
  return [
    ofDigest(chunks, 'info', none, ({ store }, digest) => store.info(digest)),
    ofDigest(chunks, 'delete', none, ({ store }, digest) => store.delete(digest)),
    ofDigest(chunks, 'update', update, ({ store }, digest, { labels, fieldpaths }) =>
      store.update({ digest, labels }, ...fieldpaths),
    ),
    ofDigest(chunks, 'read', part, ({ store }, digest, { offset, length }) => readPart(store, digest, offset, length)),
  ];
}

function ofDigest<T extends object>(
  chunks: Chunks,
  name: string,
  given: fc.Arbitrary<T>,
  act: (side: Side, digest: string, given: T) => Promise<unknown>,
): fc.Arbitrary<StoreCommand> {
  return fc.record({ of: digestChoices, given }).map(
    ({ of, given }) =>
      new StoreCommand({
        name,
        given: { of, ...given },
        isReady: ({ store: model }) => of.of !== 'stored' || model.stored().length > 0,
        prepare: async ({ store: model }) => {
          const digest = await chunks.digest(of, model);
          return (side) => act(side, digest, given);
        },
      }),
  );
}
