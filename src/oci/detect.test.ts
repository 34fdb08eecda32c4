import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import { detectionOf, mediaTypes } from './index.ts';

const detect = (text: string) => detectionOf(new TextEncoder().encode(text));

function kindOf(text: string): unknown {
  try {
    detect(text);
  } catch (error) {
    if (error instanceof AppError) return [error.code, error.reason, error.detail?.kind];
    throw error;
  }
  return 'accepted';
}

describe('detectionOf', () => {
  test.each([
    ['{"mediaType":"bananas","config":{}}', 'bananas', 'mediaType'],
    ['{"config":null}', mediaTypes.ociManifest, 'config'],
    ['{"layers":[]}', mediaTypes.ociManifest, 'layers'],
    ['{"layers":[],"config":{}}', mediaTypes.ociManifest, 'config'],
    ['{"manifests":null}', mediaTypes.ociIndex, 'manifests'],
    ['{"blobs":[]}', mediaTypes.ociIndex, 'default'],
    ['null', mediaTypes.ociIndex, 'default'],
    ['{"f\u017fLAYER\u017f":0}', mediaTypes.dockerSchema1, 'fsLayers'],
    ['{"\\u0066sLayers":0}', mediaTypes.dockerSchema1, 'fsLayers'],
    ['{"mediaType":"a","mediaType":null}', 'a', 'mediaType'],
    ['{"mediaType":"a","MEDIATYPE":"","config":1}', mediaTypes.ociManifest, 'config'],
  ])('detects %s as %s from %s', (text, mediaType, from) => {
    expect(detect(text)).toEqual({ mediaType, from });
  });

  test.each([
    ['{"mediaType":1', 'syntax'],
    ['{"mediaType":1}', 'type'],
    ['{"mediaType":[],"mediaType":"a"}', 'type'],
    ['7', 'type'],
    ['{"config":1,"fsLayers":null}', 'ambiguous'],
    [`{"mediaType":"${mediaTypes.dockerManifest}","FSLAYERS":null}`, 'ambiguous'],
    [`{"mediaType":"${mediaTypes.dockerSchema1}","layers":null}`, 'ambiguous'],
  ])('refuses %s: %s', (text, kind) => {
    expect(kindOf(text)).toEqual(['invalid_argument', 'invalid_manifest', kind]);
  });

  test('accepts schema1 with a config, and returns its signed type unchanged', () => {
    expect(detect(`{"mediaType":"${mediaTypes.dockerSchema1}","config":{}}`).from).toBe('mediaType');
    expect(detect(`{"mediaType":"${mediaTypes.dockerSchema1Signed}","layers":[]}`).from).toBe('mediaType');
  });
});
