import { expect, type Page, test } from 'playwright/test';
import { pushSmallImage, type SmallImage } from '../src/testing/fixtures/smallImage.ts';
import { type DistributionRegistry, startDistribution } from '../src/testing/servers/distributionRegistry.ts';
import { documentedConfiguration, nginxOnPort } from '../src/testing/servers/documentedConfiguration.ts';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { startNginx } from '../src/testing/servers/nginxServer.ts';
import { startTokenService, type TokenService } from '../src/testing/servers/tokenService.ts';
import type { WebServer } from '../src/testing/servers/webServer.ts';
import { ImagePage } from './pages/imagePage.ts';
import { SignInDialog } from './pages/signInDialog.ts';
import { type App, startApp } from './support/app.ts';
import { untilControlled } from './support/controlled.ts';

const user = 'reader';
const password = 'planted-secret';
const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

let app: App;
let open: DistributionRegistry;
let image: SmallImage;
test.beforeAll(async () => {
  app = await startApp();
  open = await startDistribution();
  image = await pushSmallImage(open.host, 'team/app');
});
test.afterAll(async () => {
  await Promise.all([app.stop(), open.stop()]);
});

test.describe('behind a login', () => {
  let registry: DistributionRegistry;
  let front: WebServer;
  let host: string;
  test.beforeAll(async () => {
    registry = await startDistribution({
      auth: { kind: 'htpasswd', user, password },
      contentFolder: open.contentFolder,
    });
    front = await startNginx((port) =>
      documentedConfiguration('nginx-cors.conf', [
        ...nginxOnPort(port, 'registry.example.com'),
        ['https://ociscope.example.com', app.origin],
        ['http://127.0.0.1:5000', registry.origin],
      ]),
    );
    host = new URL(front.origin).host.replace('127.0.0.1', 'localhost');
  });
  test.afterAll(async () => {
    await Promise.all([registry.stop(), front.stop()]);
  });

  test('no password is requested if the preflight is refused, and the fix is shown', async ({ page }) => {
    const opened = new ImagePage(page);
    await opened.open(app.origin, `${registry.host}/team/app@${image.digest}`);
    await expect(opened.alert).toHaveAttribute('data-reason', 'preflight_refused');
    await expect(page.getByLabel('Registry or proxy')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
    await expect(new SignInDialog(page).dialog).toBeHidden();
  });

  test('a wrong password is not stored', async ({ page }) => {
    await new ImagePage(page).open(app.origin, `${host}/team/app@${image.digest}`);
    const dialog = new SignInDialog(page);
    await dialog.signIn(user, 'wrong', { keep: true });
    await expect(dialog.dialog).toContainText("They weren't saved");
    await page.goto(`${app.origin}/#view=registries`);
    await expect(page.getByText('Not signed in')).toBeVisible();
  });

  test('a 401 asks for a sign-in, reports rejected credentials, and opens the image', async ({ page }) => {
    const opened = new ImagePage(page);
    const dialog = new SignInDialog(page);
    await opened.open(app.origin, `${host}/team/app@${image.digest}`);
    await expect(dialog.dialog).toContainText(`Sign in to ${host}`);
    await expect(page.locator('[role=alert][data-reason=unauthenticated]')).toBeAttached();
    await dialog.signIn(user, 'wrong');
    await expect(dialog.dialog).toContainText('rejected this username or password');
    await expect(dialog.dialog.getByLabel('Username')).toHaveValue(user);
    await dialog.signIn(user, password);
    await expect(opened.row('config')).toBeVisible();
    await expect(dialog.dialog).toBeHidden();
    await expect(opened.title).toBeFocused();
    await page.reload();
    await expect(opened.row('layers/0')).toBeVisible();
  });

  test('a password manager, which treats all registries as one site, is not asked to fill in a password', async ({
    page,
  }) => {
    const { dialog } = new SignInDialog(page);
    await new ImagePage(page).open(app.origin, `${host}/team/app@${image.digest}`);
    await expect(dialog.getByLabel('Password or token')).toHaveAttribute('autocomplete', 'new-password');
    await expect(dialog.getByLabel('Username')).toHaveAttribute('autocomplete', 'off');
  });

  test('a dismissed sign-in leaves the reason and a way to reopen it', async ({ page }) => {
    const dialog = new SignInDialog(page);
    await new ImagePage(page).open(app.origin, `${host}/team/app@${image.digest}`);
    await dialog.dialog.waitFor();
    await page.keyboard.press('Escape');
    await expect(dialog.dialog).toBeHidden();
    await expect(page.locator('[role=alert][data-reason=unauthenticated]')).toContainText(`Sign in to ${host}`);
    const button = page.getByRole('button', { name: 'Sign in', exact: true });
    await expect(button).toBeFocused();
    await button.click();
    await dialog.signIn(user, password);
    await expect(new ImagePage(page).row('config')).toBeVisible();
  });

  test('a session ends with its last tab; credentials saved on the device are listed until they are removed', async ({
    context,
  }) => {
    const dialogOf = async () => {
      const page = await context.newPage();
      await new ImagePage(page).open(app.origin, `${host}/team/app:latest`);
      return { page, dialog: new SignInDialog(page), image: new ImagePage(page) };
    };
    const first = await dialogOf();
    await first.dialog.signIn(user, password);
    await first.image.row('config').waitFor();
    const second = await dialogOf();
    await second.image.row('config').waitFor();
    await Promise.all([first.page.close(), second.page.close()]);
    const third = await dialogOf();
    await third.dialog.signIn(user, password, { keep: true });
    await third.image.row('config').waitFor();
    await third.page.close();
    const fourth = await dialogOf();
    await fourth.image.row('config').waitFor();
    await fourth.page.goto(`${app.origin}/#view=registries`);
    await expect(fourth.page.getByText('saved on this device')).toBeVisible();
    await fourth.page.getByRole('button', { name: `Sign out of ${host}` }).click();
    await expect(fourth.page.getByText('Not signed in')).toBeVisible();
    await expect(fourth.page.getByRole('heading', { name: 'Sign-ins' })).toBeFocused();
    const fifth = await dialogOf();
    await fifth.dialog.dialog.waitFor();
  });
});

test.describe('by a token service on another origin', () => {
  let tokens: TokenService;
  let registry: DistributionRegistry;
  let front: WebServer;
  test.beforeAll(async () => {
    tokens = await startTokenService({ user, password });
    registry = await startDistribution({ auth: { kind: 'token', ...tokens }, contentFolder: open.contentFolder });
    front = await startNginx((port) =>
      documentedConfiguration('nginx-cors.conf', [
        ...nginxOnPort(port, 'registry.example.com'),
        ['https://ociscope.example.com', app.origin],
        ['http://127.0.0.1:5000', registry.origin],
      ]),
    );
  });
  test.afterAll(async () => {
    await Promise.all([registry.stop(), front.stop(), tokens.stop()]);
  });

  test('the other site is named before it gets the password, and confirmed once', async ({ page }) => {
    const host = new URL(front.origin).host.replace('127.0.0.1', 'localhost');
    const dialog = new SignInDialog(page);
    await new ImagePage(page).open(app.origin, `${host}/team/app@${image.digest}`);
    await expect(dialog.dialog).toContainText(new URL(tokens.realm).origin);
    expect(tokens.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
    await dialog.signIn(user, password);
    await expect(new ImagePage(page).row('config')).toBeVisible();
    expect(tokens.requests.at(-1)?.authorization).toBe(basic);
    await expect(dialog.dialog).toBeHidden();
  });
});

test.describe('at a scripted registry', () => {
  let fixture: FixtureRegistry;
  let storage: FixtureRegistry;
  test.beforeEach(async () => {
    fixture = await startFixtureRegistry();
    storage = await startFixtureRegistry();
    fixture.auth = { challenge: 'Basic realm="fixture"', authorization: basic };
    fixture.putManifest('team/app', image.digest, new TextEncoder().encode(image.manifest));
  });
  test.afterEach(async () => {
    await Promise.all([fixture.close(), storage.close()]);
  });

  test("a challenge that CORS hides is reported, and the user's setting is used", async ({ page }) => {
    fixture.cors = { ...fixture.cors, expose: [] };
    const dialog = new SignInDialog(page);
    await new ImagePage(page).open(app.origin, `${fixture.host}/team/app@${image.digest}`);
    await expect(page.locator('[role=alert][data-reason=header_hidden]')).toBeAttached();
    await expect(dialog.dialog).toContainText("doesn't expose WWW-Authenticate");
    await page.getByLabel('Authentication').selectOption('basic');
    await dialog.signIn(user, password);
    await expect(new ImagePage(page).row('config')).toBeVisible();
  });

  test('a scheme chosen for a failed sign-in is reverted', async ({ page }) => {
    fixture.cors = { ...fixture.cors, expose: [] };
    const dialog = new SignInDialog(page);
    await new ImagePage(page).open(app.origin, `${fixture.host}/team/app@${image.digest}`);
    await dialog.signIn(user, 'wrong');
    await expect(dialog.dialog).toContainText("They weren't saved");
    await untilControlled(page);
    const { own } = await page.evaluate(async () => (await fetch('/-/hosts')).json());
    expect(own).toEqual({});
  });

  test('a redirect to another origin carries no Authorization, and its content is verified', async ({ page }) => {
    const path = `/v2/team/app/manifests/${image.digest}`;
    storage.putManifest('team/app', image.digest, new TextEncoder().encode(image.manifest));
    fixture.faults.set(image.digest, { redirectTo: `${storage.origin}${path}` });
    await new ImagePage(page).open(app.origin, `${fixture.host}/team/app@${image.digest}`);
    await new SignInDialog(page).signIn(user, password);
    await expect(new ImagePage(page).row('config')).toBeVisible();
    // The referrers of the manifest are redirected too.
    const hops = new Set(storage.requests.map(({ headers }) => `${headers.authorization} ${headers.origin}`));
    expect(hops).toEqual(new Set(['undefined null']));
    expect(fixture.requests.some(({ headers }) => headers.authorization === basic)).toBe(true);
    const wrong = `sha256:${'b'.repeat(64)}`;
    storage.putManifest('team/app', wrong, new TextEncoder().encode(image.manifest));
    fixture.faults.set(wrong, { redirectTo: `${storage.origin}/v2/team/app/manifests/${wrong}` });
    await new ImagePage(page).open(app.origin, `${fixture.host}/team/app@${wrong}`);
    await expect(page.locator('[role=alert][data-reason=digest_mismatch]')).toBeVisible();
  });

  test('a password appears in nothing that is stored, logged, reported or requested', async ({ page, context }) => {
    const urls: string[] = [];
    const lines: string[] = [];
    context.on('request', (request) => urls.push(request.url()));
    context.on('console', (message) => lines.push(message.text()));
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.origin });
    await new ImagePage(page).open(app.origin, `${fixture.host}/team/app@${image.digest}`);
    await new SignInDialog(page).signIn(user, password, { keep: true });
    await expect(new ImagePage(page).row('config')).toBeVisible();
    // The config is missing: an error with all its facts.
    await new ImagePage(page).row('config').click();
    await page.getByRole('button', { name: 'Copy report' }).click();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain('ociscope:');
    const said = [report, ...urls, ...lines, await page.content(), await everythingStored(page), await answersOf(page)];
    expect(said.join('\n')).toContain(fixture.host);
    const secrets = [password, Buffer.from(`${user}:${password}`).toString('base64').slice(4, 24)];
    for (const secret of secrets) expect(said.filter((text) => text.includes(secret))).toEqual([]);
  });
});

/** Every record of every database, cache and storage of the origin, as text. */
async function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts: string[] = [];
    const add = async (value: unknown): Promise<void> => {
      if (value instanceof Blob) texts.push(await value.text());
      else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) texts.push(new TextDecoder().decode(value));
      else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) await add(part);
      else texts.push(String(value));
    };
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values: unknown[] = await done(database.transaction(store).objectStore(store).getAll());
        for (const value of values) await add(value);
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) texts.push(request.url);
    }
    texts.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie);
    return texts.join('\n');
  });
}

/** Returns what the worker reports about itself. */
async function answersOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const paths = ['/-/log', '/-/credentials', '/-/hosts'];
    return (await Promise.all(paths.map(async (path) => (await fetch(path)).text()))).join('\n');
  });
}
