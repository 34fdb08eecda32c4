import { afterEach } from 'vitest';
import { startGateway, startServer, type TestServer } from './gatewayStage.ts';

/** Starts servers for a test file; each is closed after the test that started it. */
export interface GatewayServers {
  readonly upstream: (...server: Parameters<typeof startServer>) => Promise<TestServer>;
  readonly gatewayTo: (...gateway: Parameters<typeof startGateway>) => Promise<TestServer>;
}

/** Call once, at the top of a test file. */
export function closedAfterEach(): GatewayServers {
  const running: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.close()));
  });
  const keep = async (starting: Promise<TestServer>): Promise<TestServer> => {
    const server = await starting;
    running.push(server);
    return server;
  };
  return {
    upstream: (...server) => keep(startServer(...server)),
    gatewayTo: (...gateway) => keep(startGateway(...gateway)),
  };
}
