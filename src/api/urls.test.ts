import { expect, it } from 'vitest';
import { isRegistryPath } from './urls.ts';

it('isRegistryPath distinguishes URLs of the API from files of the app', () => {
  for (const path of ['/v2', '/v2/', '/v2/a/manifests/b', '/-/log']) expect(isRegistryPath(path)).toBe(true);
  for (const path of ['/', '/v20', '/assets/v2/x', '/-']) expect(isRegistryPath(path)).toBe(false);
});
