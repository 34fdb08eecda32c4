export { platformsOf, type StoredClosure, StoredClosures, type StoredPart } from './storedClosures.ts';
export { type ClosureOptions, type ClosurePart, maxParts, walkClosure } from './walk.ts';
