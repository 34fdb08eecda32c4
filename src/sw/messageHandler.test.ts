import { describe, expect, it } from 'vitest';
import type { WorkerAnswer, WorkerRequest } from '../api/index.ts';
import type { Handler } from './handler.ts';
import { createMessageHandler } from './messageHandler.ts';

const origin = 'http://localhost:4173';
const request = (id: number, url = '/v2/'): WorkerRequest => ({ type: 'request', id, url, method: 'GET' });

describe('createMessageHandler', () => {
  it('sends a short body with the head', async () => {
    const { say, heard } = page(async ({ url }) => new Response(url, { headers: { 'content-length': '25' } }));
    await say(request(1, '/-/log'));
    expect(heard).toMatchObject([{ type: 'head', id: 1, status: 200 }]);
    expect(textOf(heard[0])).toBe(`${origin}/-/log`);
  });

  it('sends a long body, or one of unknown length, one piece per pull', async () => {
    const { say, heard } = page(async () => new Response(new Blob(['abc']).stream()));
    await say(request(1));
    expect(heard).toEqual([{ type: 'head', id: 1, status: 200, headers: [] }]);
    await say({ type: 'pull', id: 1 });
    expect(textOf(heard[1])).toBe('abc');
    await say({ type: 'pull', id: 1 });
    expect(heard[2]).toEqual({ type: 'piece', id: 1 });
  });

  it('passes on method and body', async () => {
    const { say, heard } = page(async (asked) => new Response(`${asked.method} ${await asked.text()}`));
    await say({ type: 'request', id: 1, url: '/-/present', method: 'POST', body: '[]' });
    await say({ type: 'pull', id: 1 });
    expect(textOf(heard[1])).toBe('POST []');
  });

  it('distinguishes requests of two pages with the same ID', async () => {
    const answerMessage = createMessageHandler(async () => new Response(new Blob(['x']).stream()), origin);
    const heard: string[] = [];
    const asker = (name: string) => ({ postMessage: ({ type }: WorkerAnswer) => heard.push(`${name} ${type}`) });
    await Promise.all(['one', 'other'].map((name) => answerMessage(request(1), name, asker(name))));
    await answerMessage({ type: 'cancel', id: 1 }, 'one', asker('one'));
    await answerMessage({ type: 'pull', id: 1 }, 'other', asker('other'));
    expect(heard.sort()).toEqual(['one head', 'other head', 'other piece']);
  });

  it('aborts a cancelled request', async () => {
    let stopped = false;
    const { say } = page(async ({ signal }) => {
      signal.addEventListener('abort', () => {
        stopped = true;
      });
      return new Response(new ReadableStream());
    });
    await say(request(1));
    await say({ type: 'cancel', id: 1 });
    expect(stopped).toBe(true);
  });

  it('fails the rest of a body if its worker was stopped', async () => {
    const { say, heard } = page(async () => new Response(new ReadableStream()));
    await say({ type: 'pull', id: 7 });
    expect(heard).toEqual([{ type: 'failed', id: 7, message: 'the worker restarted and lost the rest of the answer' }]);
  });

  it('reports an error while a body is read', async () => {
    const broken = new ReadableStream(
      { pull: (controller) => controller.error(new Error('cut')) },
      { highWaterMark: 0 },
    );
    const { say, heard } = page(async () => new Response(broken));
    await say(request(1));
    await say({ type: 'pull', id: 1 });
    expect(heard[1]).toEqual({ type: 'failed', id: 1, message: 'cut' });
  });
});

function page(registry: Handler): { say: (message: WorkerRequest) => Promise<void>; heard: WorkerAnswer[] } {
  const heard: WorkerAnswer[] = [];
  const answerMessage = createMessageHandler(registry, origin);
  return {
    say: (message) => answerMessage(message, 'page', { postMessage: (answer) => heard.push(answer) }),
    heard,
  };
}

function textOf(answer: WorkerAnswer | undefined): string {
  return answer && 'bytes' in answer ? new TextDecoder().decode(answer.bytes) : '';
}
