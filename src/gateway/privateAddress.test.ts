import { describe, expect, it } from 'vitest';
import { createPublicLookup, isPrivateAddress, type LookupAll } from './privateAddress.ts';

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.8.8.8',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:169.254.169.254',
    '::ffff:a00:1',
    '64:ff9b::a9fe:a9fe',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%lo',
    '2606:4700::1111%lo',
    'fec0::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b:1::1',
    '2001::1',
    '3fff::1',
    '5f00::1',
    '192.88.99.1',
    'febf::1',
    'ff02::1',
    '2002:7f00:1::',
    'no address',
    '',
  ])('"%s" is recognised as private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['1.1.1.1', '8.8.8.8', '100.128.0.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    '"%s" is public',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('the look-up for public hosts', () => {
  const answering =
    (...addresses: string[]): LookupAll =>
    (_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  it('returns the addresses, in both forms that sockets request', () => {
    const lookup = createPublicLookup(answering('1.1.1.1', '2606:4700::1111'), isPrivateAddress);
    lookup('a.example', { all: true }, (error, addresses) => {
      expect(error).toBeNull();
      expect(addresses).toHaveLength(2);
    });
    lookup('a.example', {}, (error, address, family) => expect([error, address, family]).toEqual([null, '1.1.1.1', 4]));
  });

  it('fails if an address is private, or there is no address', () => {
    for (const addresses of [['1.1.1.1', '10.0.0.1'], ['::1'], []]) {
      createPublicLookup(answering(...addresses), isPrivateAddress)('a.example', { all: true }, (error) =>
        expect(error).toMatchObject({ code: 'permission_denied' }),
      );
    }
    expect.assertions(3);
  });
});
