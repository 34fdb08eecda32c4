import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The sample registry of an app on its own origin, which answers nothing until it is released. */
export interface HeldRegistry {
  readonly host: string;
  release(): void;
  stop(): Promise<void>;
}

export async function startHeldRegistry(origin: string): Promise<HeldRegistry> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = createServer(async (request, response) => {
    await released;
    const ask = () => fetch(new URL(request.url ?? '/', origin), { headers: { accept: request.headers.accept ?? '' } });
    // A connection that is used again may have been closed by the app's server meanwhile.
    const answer = await ask().catch(ask);
    response.writeHead(answer.status, {
      'access-control-allow-origin': '*',
      'content-type': answer.headers.get('content-type') ?? '',
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    release,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
