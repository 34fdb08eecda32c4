import { expect, it } from 'vitest';
import type { TreeNode } from '../tree/nodes.ts';
import { viewsOf } from './views.tsx';

const node = (fields: Pick<TreeNode, 'kind' | 'content'>): TreeNode => ({
  path: '',
  icon: 'image',
  name: '',
  note: '',
  measure: '',
  descriptor: undefined,
  platform: undefined,
  opens: false,
  ...fields,
});

const everyImageView = ['overview', 'layers', 'dockerfile', 'config', 'raw', 'commands'];

it.each<[string, Pick<TreeNode, 'kind' | 'content'>, readonly string[]]>([
  ['an image', { kind: 'image', content: 'manifest' }, everyImageView],
  ['an index', { kind: 'index', content: 'manifest' }, ['overview', 'raw', 'commands']],
  ['a config', { kind: 'config', content: 'blob' }, ['overview', 'raw', 'commands']],
  ['a blob that is read', { kind: 'blob', content: 'blob' }, ['raw', 'commands']],
  ['a layer that is not read', { kind: 'layer', content: 'none' }, ['overview', 'commands']],
])('lists the views of %s', (_, fields, expected) => {
  expect(viewsOf(node(fields)).map(({ name }) => name)).toEqual(expected);
});
