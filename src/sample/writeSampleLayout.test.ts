import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../e2e/run/programs.mjs';
import { createSampleLayout } from './sampleImage.ts';
import { layoutFiles } from './writeSampleLayout.ts';

test('skopeo copies the layout with all its platforms and the same digests', ({ skip, onTestFinished }) => {
  const skopeo = findProgram('skopeo') ?? skip('skopeo is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'ociscope-layout-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const layout = createSampleLayout();
  for (const [path, bytes] of layoutFiles(layout)) {
    mkdirSync(dirname(join(folder, 'in', path)), { recursive: true });
    writeFileSync(join(folder, 'in', path), bytes);
  }
  const [from, to] = [`oci:${join(folder, 'in')}:latest`, `oci:${join(folder, 'out')}:latest`];
  execFileSync(skopeo, ['copy', '--insecure-policy', '--quiet', '--all', '--preserve-digests', from, to]);
  const copied = JSON.parse(readFileSync(join(folder, 'out', 'index.json'), 'utf8'));
  expect(copied.manifests[0].digest).toBe(layout.tags.get('latest')?.digest);
  const inspected = execFileSync(skopeo, ['inspect', '--config', '--override-os=linux', '--override-arch=arm64', to]);
  expect(JSON.parse(inspected.toString())).toMatchObject({ architecture: 'arm64', config: { User: 'nobody' } });
});
