// `npm run check`: all checks that need no browser. Every step runs, so that one call shows all failures.
import { spawnSync } from 'node:child_process';
import { measureBuild } from './size.mjs';

const steps = [
  ['format and lint', 'biome', 'ci'],
  ['types: pure', 'tsc', '-p', 'src/tsconfig.pure.json'],
  ['types: worker', 'tsc', '-p', 'src/tsconfig.worker.json'],
  ['types: page', 'tsc', '-p', 'src/tsconfig.page.json'],
  ['types: node', 'tsc', '-p', 'e2e/tsconfig.json'],
  ['dead code', 'knip'],
  ['unit tests, architecture', 'vitest', 'run', '--project', 'node'],
  ['build', 'vite', 'build', '--logLevel', 'warn'],
];

const broken = steps.flatMap(([name, command, ...args]) => {
  console.log(`\n${name}: ${command} ${args.join(' ')}`);
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  return status === 0 ? [] : [name];
});

if (!broken.includes('build')) {
  const sizes = measureBuild(new URL('../../dist/', import.meta.url));
  console.log('\nsize, gzipped JavaScript and CSS');
  for (const { name, bytes, limitBytes } of sizes) {
    const verdict = bytes <= limitBytes ? 'ok' : 'OVER';
    console.log(`  ${name.padEnd(12)} ${kilobytes(bytes)} of ${kilobytes(limitBytes)} kB  ${verdict}`);
  }
  if (sizes.some(({ bytes, limitBytes }) => bytes > limitBytes)) broken.push('size');
}

console.log(broken.length > 0 ? `\nfailed: ${broken.join(', ')}` : '\nall checks passed');
process.exitCode = broken.length > 0 ? 1 : 0;

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1).padStart(6);
}
