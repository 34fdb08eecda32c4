// A file of its own, since few images are schema1: what reads it and what verifies its signatures come together.
export { parseShownManifest, verifySignatures } from '../../../oci/index.ts';
