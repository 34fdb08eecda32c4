import { afterEach } from 'vitest';
import { startGateway, startServer, type TestServer } from './gatewayStage.ts';

/** Starts servers for a file of tests; each is closed after the test that started it. */
export interface GatewayServers {
  readonly upstream: (...server: Parameters<typeof startServer>) => Promise<TestServer>;
  readonly gatewayTo: (...gateway: Parameters<typeof startGateway>) => Promise<TestServer>;
}

/** Called once, at the top of a file of tests. */
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
