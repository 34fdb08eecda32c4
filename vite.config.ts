import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { firefox } from './e2e/run/firefoxProvider.ts';
import { chromiumFlags, findProgram } from './e2e/run/programs.mjs';
import { lazyStyles, openSearch, pageSecurity, registerEarly, workers } from './src/build/index.ts';
import { gatewayPlugin } from './src/gateway/index.ts';
import { sampleRegistryPlugin } from './src/sample/index.ts';

const chromium = findProgram('chromium');

export default defineConfig({
  // Unknown paths are 404, as on a static host, so that development behaves like production.
  appType: 'mpa',
  plugins: [
    react(),
    lazyStyles(),
    registerEarly(),
    pageSecurity(),
    openSearch(process.env.OCISCOPE_ORIGIN),
    workers(),
    sampleRegistryPlugin(),
    gatewayPlugin(),
  ],
  build: {
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Bundles follow folders: what draws the tree; the page's frame with what it imports; a file for each folder that is loaded later.
          groups: [
            { name: 'main', test: /\/src\/main\.ts$|rolldown\/runtime/, priority: 3 },
            { name: 'page', test: /\/src\/ui\/shell\/[^/]+$/, priority: 2 },
            // Without a file of its own, it lands in the raw view, which the palette would then load.
            { name: 'addresses', test: /\/src\/(?:oci\/address|api\/typedAddress)\.ts$/, priority: 2 },
            // The home page's text comes with it, not with the text of all pages that are loaded later.
            { name: 'pages-home', test: /\/src\/ui\/(?:pages\/home\/|messages\/home\.ts)/, priority: 2 },
            { name: folderOf, test: /\/src\/ui\//, priority: 1 },
          ],
        },
      },
    },
  },
  // The sample registry sets its own CORS headers. The files are public, so every host name is allowed; the gateway checks host
  // names itself.
  preview: { port: 4173, strictPort: true, cors: false, allowedHosts: true },
  test: {
    // Tests wait for what they need, not for a time; a busy machine takes longer.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['src/**/*.test.{ts,tsx}'], exclude: ['src/**/*.browser.test.{ts,tsx}'] },
      },
      {
        extends: true,
        // A dependency that Vite discovers during a test run is loaded a second time, beside the copy that tests already use.
        optimizeDeps: {
          include: [
            'react',
            'react/jsx-dev-runtime',
            'react-dom/client',
            '@tanstack/react-query',
            '@tanstack/react-virtual',
            'modern-tar',
            'pako',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'firefox',
          include: ['src/{content,registry}/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: firefox(),
            instances: [{ browser: 'firefox' }],
          },
        },
      },
    ],
  },
});

/** Returns the name of a module's folder below `src/ui`, as part of a file name: `image-raw`. */
function folderOf(id: string): string | null {
  return /\/src\/ui\/(.+)\/[^/]+$/.exec(id)?.[1]?.replaceAll('/', '-') ?? null;
}
