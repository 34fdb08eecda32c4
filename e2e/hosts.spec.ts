import { expect, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { hostTestMessages, registriesMessages } from '../src/ui/messages/registries.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { putImage } from './support/fixtureImage.ts';

let app: App;
let server: FixtureRegistry;
let mirror: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
});
test.beforeEach(async () => {
  server = await startFixtureRegistry();
  mirror = await startFixtureRegistry();
  putImage(server, 'hosts', '1.0');
});
test.afterEach(async () => {
  await Promise.all([server.close(), mirror.close()]);
});
test.afterAll(async () => {
  await app.stop();
});

test('a host that the user added is requested at its mirrors and then at its server, and tested there', async ({
  page,
}) => {
  await page.goto(`${app.origin}/#view=registries`);
  await page.getByRole('button', { name: registriesMessages.addHost }).click();
  const form = page.getByRole('form', { name: 'New host' });
  await expect(form.getByLabel('Host')).toBeFocused();
  await form.getByLabel('Host').fill('images.example');
  await form.getByLabel('Server').fill('ftp://nowhere.example');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toHaveText('"server" is not an http or https URL');
  await form.getByLabel('Server').fill(server.origin);
  await form.getByLabel('Mirrors').fill(`http://localhost:1\n${mirror.origin}`);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: registriesMessages.addHost })).toBeFocused();
  const row = page.getByRole('listitem').filter({ hasText: 'images.example' });
  const test = row.getByRole('button', { name: hostTestMessages.testHost('images.example') });
  const place = await test.boundingBox();
  await expect(row).toContainText('set by you');
  await test.click();
  await expect(row.getByRole('status')).toContainText(`${server.origin} responded`);
  await expect(row.getByRole('status')).toContainText('"localhost:1" cannot be reached');

  expect(await test.boundingBox()).toEqual(place);

  mirror.requests.length = 0;
  const image = new ImagePage(page);
  await image.open(app.origin, 'images.example/team/app:1.0');
  await expect(image.row('config')).toBeVisible();
  const asked = mirror.requests.find(({ method }) => method === 'GET')?.path;
  expect(asked).toBe('/v2/team/app/manifests/1.0?ns=images.example');

  await page.goto(`${app.origin}/#view=registries`);
  const change = page.getByRole('button', { name: registriesMessages.editHost('images.example') });
  await change.click();
  await page.keyboard.press('Escape');
  await expect(change).toBeFocused();
  await change.click();
  await page.getByRole('form', { name: 'images.example' }).getByLabel('Mirrors').fill('');
  await page.getByRole('form', { name: 'images.example' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('mirrors http://localhost:1')).toBeHidden();
  await page.getByRole('button', { name: registriesMessages.resetHost('images.example') }).click();
  await expect(page.getByText('images.example')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Hosts' })).toBeFocused();
});
