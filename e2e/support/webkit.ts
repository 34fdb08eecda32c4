import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../run/programs.mjs';

/** WebKitGTK with one window, driven by plain WebDriver (w3.org/TR/webdriver2). */
export interface WebKit {
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs the body of a function in the page. */
  run<T>(body: string): Promise<T>;
  close(): Promise<void>;
}

const startTimeoutMs = 20_000;
const pollMs = 100;

export async function startWebKit(): Promise<WebKit> {
  const [xvfb, driver, browser] = (['xvfb-run', 'WebKitWebDriver', 'MiniBrowser'] as const).map(findProgram);
  if (!xvfb || !driver || !browser) throw new Error('WebKitGTK is not installed');
  const port = await freePort();
  // Its own process group, so that the X server ends with the driver.
  const running = spawn(xvfb, ['-a', driver, `--port=${port}`, '--host=127.0.0.1'], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
  });
  const send = createSend(`http://127.0.0.1:${port}`);
  try {
    await untilReady(send);
    const options = { binary: browser, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
    const { sessionId } = await send<{ sessionId: string }>('POST', '/session', { capabilities });
    const session = `/session/${sessionId}`;
    return {
      open: (url) => send('POST', `${session}/url`, { url }),
      reload: () => send('POST', `${session}/refresh`, {}),
      run: (script) => send('POST', `${session}/execute/sync`, { script, args: [] }),
      close: async () => {
        await send('DELETE', session);
        end(running);
      },
    };
  } catch (error) {
    end(running);
    throw error;
  }
}

type Send = <T>(method: string, path: string, body?: object) => Promise<T>;

function createSend(origin: string): Send {
  return async (method, path, body) => {
    const answer = await fetch(origin + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error} ${value?.message}`);
    return value;
  };
}

async function untilReady(send: Send): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      await send('GET', '/status');
      return;
    } catch (error) {
      if (waitedMs > startTimeoutMs) throw error;
      await sleep(pollMs);
    }
  }
}

function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
