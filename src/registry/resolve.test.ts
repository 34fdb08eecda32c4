import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaTypes } from '../oci/index.ts';
import {
  createRegistryStage,
  type FixtureRegistry,
  imageFixture,
  signedSchema1Fixture,
  startFixtureRegistry,
} from '../testing/index.ts';

const [image, signed] = [await imageFixture(), await signedSchema1Fixture()];
const name = 'team/app';

let fixture: FixtureRegistry;
beforeEach(async () => {
  fixture = await startFixtureRegistry();
  fixture.putManifest(name, 'latest', image.bytes);
});
afterEach(() => fixture.close());

const repository = () => ({ host: fixture.host, name });
const methods = () => fixture.requests.map(({ method }) => method);
const resolved = { digest: image.digest, mediaType: mediaTypes.ociManifest, size: image.bytes.length };

describe('resolve', () => {
  it('sends HEAD with all types at once', async () => {
    expect(await createRegistryStage().registry.resolve(repository(), 'latest')).toEqual(resolved);
    expect(methods()).toEqual(['HEAD']);
    expect(fixture.requests[0]?.headers.accept).toContain(mediaTypes.dockerSchema1Signed);
  });

  it.each([405, 403, 400])(
    'falls back to GET if HEAD is answered with %i, and uses GET at once from then on',
    async (headStatus) => {
      fixture.faults.set('latest', { headStatus });
      const { registry } = createRegistryStage();
      expect(await registry.resolve(repository(), 'latest')).toEqual(resolved);
      expect(await registry.resolve(repository(), 'latest')).toEqual(resolved);
      expect(methods()).toEqual(['HEAD', 'GET', 'GET']);
    },
  );

  it('computes the digest from a GET if CORS hides it', async () => {
    fixture.statesDigest = false;
    const { registry } = createRegistryStage();
    expect(await registry.resolve(repository(), 'latest')).toEqual(resolved);
    expect(methods()).toEqual(['HEAD', 'GET']);
  });

  it('returns the digest of the payload for signed schema1', async () => {
    fixture.statesDigest = false;
    fixture.putManifest(name, 'old', signed.bytes, mediaTypes.dockerSchema1Signed);
    expect(await createRegistryStage().registry.resolve(repository(), 'old')).toMatchObject({ digest: signed.digest });
  });

  it.each([
    [404, 'not_found'],
    [500, 'server_error'],
  ])('sends no GET if HEAD is answered with %i', async (headStatus, reason) => {
    fixture.faults.set('latest', { headStatus });
    const { registry } = createRegistryStage();
    await expect(registry.resolve(repository(), 'latest')).rejects.toMatchObject({ reason });
    expect(methods()).not.toContain('GET');
  });
});
