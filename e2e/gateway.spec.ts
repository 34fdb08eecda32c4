import { request as forward, type RequestListener } from 'node:http';
import { expect, test } from 'playwright/test';
import { pushRealImages, type RealImage } from '../src/testing/fixtures/realImages.ts';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { startServer } from '../src/testing/servers/gatewayStage.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

let registry: DistributionRegistry;
let images: readonly RealImage[] = [];
let app: App;

test.beforeAll(async () => {
  registry = await startDistribution({ corsOrigins: [] });
  images = await pushRealImages(registry);
  // A name that does not resolve: only the gateway can have requested it.
  app = await startApp({ hosts: { 'hub.invalid': { server: registry.origin } } });
});
test.afterAll(async () => {
  await app.stop();
  await registry.stop();
});

test('a listed host without CORS opens through the gateway, and again with the gateway stopped', async ({
  page,
  context,
}) => {
  const [wanted] = images;
  if (!wanted) throw new Error('there is no image');
  const image = new ImagePage(page);
  registry.requests.length = 0;
  await image.open(app.origin, `hub.invalid/${wanted.repository}@${wanted.digest}`);
  await expect(image.row('layers/0')).toBeVisible();
  expect(await image.rows()).toContainEqual(expect.objectContaining({ digest: wanted.layers[0]?.digest }));
  expect(registry.requests.map(({ path }) => path)).toContain(`/v2/${wanted.repository}/manifests/${wanted.digest}`);

  await untilControlled(page);

  await registry.pause();
  await page.reload();
  await expect(image.row('layers/0')).toBeVisible();
  // The tree is shown before the page, which is loaded over the network if it is not cached yet.
  await expect(image.title).toBeVisible();
  // Requests name the host of the link, whichever route is used.
  await context.setOffline(true);
  await image.open(app.origin, 'hub.invalid/never/seen:1');
  await expect(image.alert).toContainText('must be fetched from hub.invalid');
  await registry.resume();
});

test('a host that requires an anonymous token and redirects its blobs opens, like Docker Hub', async ({ page }) => {
  const [wanted] = images;
  if (!wanted) throw new Error('there is no image');
  const relay: RequestListener = ({ method, url, headers }, response) => {
    const { authorization: _, host: __, ...others } = headers;
    forward(registry.origin + url, { method, headers: others }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end();
  };
  const tokens = await startServer((_request, response) => response.end('{"token":"anonymous"}'));
  const files = await startServer(relay);
  const hub = await startServer((request, response) => {
    if (request.headers.authorization !== 'Bearer anonymous') {
      const challenge = `Bearer realm="${tokens.origin}/token",service="hub"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else if (request.url?.includes('/blobs/')) {
      response.writeHead(307, { location: files.origin + request.url }).end();
    } else relay(request, response);
  });
  const hubApp = await startApp({
    hosts: { 'hub.invalid': { server: hub.origin }, [files.host]: {}, [tokens.host]: {} },
  });
  const image = new ImagePage(page);
  await image.open(hubApp.origin, `hub.invalid/${wanted.repository}@${wanted.digest}`);
  await expect(image.row('layers/0')).toBeVisible();
  await image.row('config').click();
  await expect.poll(() => files.requests.length).toBeGreaterThan(0);
  await expect(image.alert).toHaveCount(0);
  expect(tokens.requests.map(({ url }) => url)).toEqual([
    `/token?service=hub&scope=${encodeURIComponent(`repository:${wanted.repository}:pull`)}`,
  ]);
  expect(files.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  await hubApp.stop();
  for (const server of [hub, files, tokens]) await server.close();
});

test('a host that is not listed is requested directly, and the error says that CORS is missing', async ({ page }) => {
  const [wanted] = images;
  if (!wanted) throw new Error('there is no image');
  const image = new ImagePage(page);
  await image.open(app.origin, `${registry.host}/${wanted.repository}@${wanted.digest}`);
  await expect(image.alert).toHaveAttribute('data-reason', 'cors_missing');
});

test('a page of another origin can read nothing from the gateway', async ({ page }) => {
  const other = await startApp();
  await page.goto(other.origin);
  registry.requests.length = 0;
  // The page's policy would hide which side refused, so the request comes from a plain document.
  await page.goto(`${other.origin}/favicon.svg`);
  const url = `${app.origin}/gateway/hub.invalid/v2/`;
  expect(await page.evaluate((address) => fetch(address).then(String, () => 'refused'), url)).toBe('refused');
  await page.evaluate((address) => fetch(address, { mode: 'no-cors' }).then(String, String), url);
  expect(registry.requests).toEqual([]);
  await other.stop();
});

test('a listed host that the gateway cannot reach is reported as unreachable', async ({ page }) => {
  const lonely = await startApp({ hosts: { 'hub.invalid': { server: 'https://registry-1.hub.invalid' } } });
  const image = new ImagePage(page);
  await image.open(lonely.origin, 'hub.invalid/team/app:1.0');
  await expect(image.alert).toHaveAttribute('data-reason', 'unreachable');
  await expect(image.alert).toContainText('registry-1.hub.invalid can’t be reached from the gateway');
  await expect(image.alert).toContainText(/DNS failed.*ENOTFOUND|DNS failed.*EAI_AGAIN/);
  await expect(page.getByText(/new tab/)).toHaveCount(0);
  await expect(page.getByText("registry-1.hub.invalid can't be reached", { exact: true })).toBeVisible();
  await lonely.stop();
});
