export type {
  ContentDescriptor,
  ContentStore,
  Info,
  Ingester,
  IngestManager,
  IngestStatus,
  Manager,
  Provider,
  ReaderAt,
  Writer,
} from './contract.ts';
