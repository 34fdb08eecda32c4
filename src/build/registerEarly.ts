import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Registers the service worker on a first visit while the first script still loads. That script registers it again, which returns
 * the same registration, and handles failures.
 */
const script = "navigator.serviceWorker?.controller===null&&navigator.serviceWorker.register('/sw.js').catch(()=>{})";

/** Hash of the script, as a source of the page's Content-Security-Policy. */
export const registrationHash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** Puts the script into the head of the built document. */
export function registerEarly(): Plugin {
  return {
    name: 'ociscope:register-early',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'script', children: script, injectTo: 'head-prepend' }],
  };
}
