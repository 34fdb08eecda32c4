import { describe, expect, it } from 'vitest';
import { AppError, type Reason } from '../../errors/index.ts';
import { asMediaType, type Descriptor, mediaTypes } from '../../oci/index.ts';
import { rowProof, sizeMismatch } from './contentProof.ts';
import type { TreeNode } from './nodes.ts';
import type { TreeRow } from './tree.ts';

const descriptor: Descriptor = { mediaType: mediaTypes.ociManifest, digest: `sha256:${'a'.repeat(64)}`, size: 9999n };
const node: TreeNode = {
  path: 'manifests/0',
  kind: 'image',
  icon: 'image',
  name: 'linux/amd64',
  note: '',
  measure: '',
  descriptor,
  platform: undefined,
  opens: true,
  content: 'manifest',
};

function rowOf(changes: Partial<TreeRow>): TreeRow {
  return {
    node,
    level: 1,
    setSize: 1,
    posInSet: 1,
    parentPath: '',
    expanded: false,
    busy: false,
    error: undefined,
    ...changes,
  };
}

function failed(reason: Reason): TreeRow {
  return rowOf({ error: new AppError('data_loss', 'x', { reason }) });
}

describe('sizeMismatch', () => {
  it('returns both sizes if they differ, and nothing if either is unknown', () => {
    expect(sizeMismatch(descriptor, 1234567)).toBe('1,234,567, not 9,999 bytes');
    expect(sizeMismatch(descriptor, 9999)).toBe('');
    expect(sizeMismatch(descriptor, undefined)).toBe('');
    expect(sizeMismatch({ mediaType: asMediaType(''), digest: '' }, 1)).toBe('');
    expect(sizeMismatch(undefined, 1)).toBe('');
  });

  it('compares sizes beyond 2^53 exactly', () => {
    expect(sizeMismatch({ ...descriptor, size: 2n ** 53n + 1n }, 2 ** 53)).not.toBe('');
  });

  it('ignores schema 1, whose size may or may not include the signatures', () => {
    expect(sizeMismatch({ ...descriptor, mediaType: mediaTypes.dockerSchema1Signed }, 1)).toBe('');
  });
});

describe('rowProof', () => {
  it('returns no text for intact content and for unknown content', () => {
    expect(rowProof(rowOf({ length: 9999 }), true)).toEqual(['stored', '']);
    expect(rowProof(rowOf({}), undefined)).toEqual(['stored', '']);
  });

  it('reports content that is not downloaded, and content that could not be stored', () => {
    expect(rowProof(rowOf({}), false)).toEqual(['missing', 'not downloaded']);
    expect(rowProof(rowOf({ length: 9999 }), false)).toEqual(['stored', 'not stored']);
  });

  it('reports both sizes if they differ, even if the content could not be stored', () => {
    for (const isStored of [true, false]) {
      expect(rowProof(rowOf({ length: 12 }), isStored)).toEqual(['differs', 'size differs: 12, not 9,999 bytes']);
    }
  });

  it('reports a digest mismatch as corrupt, and other failures as not readable', () => {
    expect(rowProof(failed('corrupt'), true)).toEqual(['failed', 'corrupt']);
    expect(rowProof(failed('digest_mismatch'), false)).toEqual(['failed', 'corrupt']);
    expect(rowProof(failed('not_found'), false)).toEqual(['failed', 'could not be read']);
  });
});
