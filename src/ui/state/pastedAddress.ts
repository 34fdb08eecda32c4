export { readTyped } from '../../api/index.ts';
export { parseAddress } from '../../oci/index.ts';
