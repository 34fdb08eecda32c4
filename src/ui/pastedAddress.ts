export { parseAddress } from '../oci/index.ts';
