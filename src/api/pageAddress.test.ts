import { describe, expect, it } from 'vitest';
import { formatPageAddress, readPageAddress, treeAddress } from './pageAddress.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the page address', () => {
  it('is home without a fragment', () => {
    expect(readPageAddress('')).toEqual({ kind: 'home' });
    expect(readPageAddress('#')).toEqual({ kind: 'home' });
    expect(formatPageAddress({ kind: 'home' })).toBe('');
  });

  it('has the reference, node, tab and platform', () => {
    const fragment = `#[::1]:5000/team/app@${digest}&select=manifests/0/layers/1&tab=raw&platform=linux/arm/v7`;
    const address = treeAddress(`[::1]:5000/team/app@${digest}`, 'manifests/0/layers/1', 'raw', 'linux/arm/v7');
    expect(readPageAddress(fragment)).toEqual(address);
    expect(formatPageAddress(address)).toBe(fragment);
  });

  it('is read the same after another program escaped it', () => {
    expect(readPageAddress(`#docker.io%2Flibrary%2Falpine%40${digest}&select=layers%2F2`)).toEqual(
      treeAddress(`docker.io/library/alpine@${digest}`, 'layers/2'),
    );
  });

  it('keeps a stray percent sign and accepts invalid UTF-8', () => {
    expect(readPageAddress('#100%')).toEqual(treeAddress('100%'));
    expect(readPageAddress('#%ff%zz')).toEqual(treeAddress('\ufffd%zz'));
  });

  it('does not read a plus sign as a space', () => {
    expect(readPageAddress('#a+b')).toEqual(treeAddress('a+b'));
  });

  it('round-trips text that is not a reference', () => {
    for (const text of ['Not A Reference', 'a&b', '50%25', 'x#y', 'host/name?x=1']) {
      expect(readPageAddress(formatPageAddress(treeAddress(text, 'config')))).toEqual(treeAddress(text, 'config'));
    }
  });

  it('distinguishes other pages from references', () => {
    expect(readPageAddress('#view=storage')).toEqual({ kind: 'other', name: 'view', value: 'storage' });
    expect(readPageAddress('#repo=docker.io/library/alpine')).toEqual({
      kind: 'other',
      name: 'repo',
      value: 'docker.io/library/alpine',
    });
  });
});
