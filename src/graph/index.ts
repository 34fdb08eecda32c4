export { platformsOf, type StoredClosure, StoredClosures, type StoredPart } from './storedClosures.ts';
export { type ClosureOptions, type ClosurePart, walkClosure } from './walk.ts';
