import { FakeService, html, json, login, panel, readyPanel, refusal, until } from '../testing/fakeService';

test('names what is wrong with a misconfigured service', async () => {
  const service = new FakeService().on('GET health', () =>
    json({
      name: 'lakeside',
      version: '0.1.0',
      state: 'misconfigured',
      problems: [
        {
          type: '/problems/misconfigured',
          title: 'Misconfigured',
          status: 503,
          detail: 'LAKESIDE_RUCIO_URL is not a URL.'
        }
      ]
    })
  );
  const { lake } = panel(service);

  lake.start();
  await until(() => lake.service.kind === 'misconfigured');

  expect(lake.service).toMatchObject({ problems: [{ detail: 'LAKESIDE_RUCIO_URL is not a URL.' }] });
  lake.dispose();
});

test('a service that is down is asked again when a person says so', async () => {
  const service = new FakeService().on('GET health', () => html(502));
  const { lake } = panel(service);
  lake.start();
  await until(() => lake.service.kind === 'down');

  service.on('GET health', () => json({ name: 'lakeside', version: '0.1.0', state: 'ready' }));
  lake.tryAgain();
  await until(() => lake.service.kind === 'ready');

  expect(lake.instance?.label).toBe('Little lake');
  lake.dispose();
});

test('an older service is to be updated, a newer one asks for a reload', async () => {
  const older = panel(new FakeService(), '0.2.0');
  const newer = panel(new FakeService(), '0.0.9');

  older.lake.start();
  newer.lake.start();
  await until(() => older.lake.mismatch !== null && newer.lake.mismatch !== null);

  expect(older.lake.mismatch).toMatchObject({ type: 'update-service' });
  expect(older.lake.mismatch?.remedy).toContain('jupyterlab-lakeside==0.2.0');
  expect(newer.lake.mismatch).toMatchObject({ type: 'reload-page' });
  older.lake.dispose();
  newer.lake.dispose();
});

test('a refusal for want of a login logs the chip out', async () => {
  const { service, lake } = await readyPanel();
  service.on('GET instances/lake/did', () => refusal('login-expired', 401));
  expect(lake.instance?.login.state).toBe('logged-in');

  await lake.watched('lake', lake.api.details('lake', 's:n')).catch(() => undefined);

  expect(lake.instance?.login.state).toBe('logged-out');
  lake.dispose();
});

test('remembers that Rucio does not answer until something goes well', async () => {
  const { service, lake } = await readyPanel();
  service.on('GET instances/lake/did', () => refusal('rucio-unavailable', 503, { retry_after: 20 }));
  await lake.watched('lake', lake.api.details('lake', 's:n')).catch(() => undefined);
  expect(lake.trouble('lake')).toMatchObject({ type: 'rucio-unavailable', retryAfter: 20 });

  service.on('GET instances/lake/search', () => json({ rows: [], more: false }));
  await lake.watched('lake', lake.api.search('lake', 's:*', 'all', 1));

  expect(lake.trouble('lake')).toBeNull();
  lake.dispose();
});

test('a login elsewhere shows here', async () => {
  const { service, lake } = await readyPanel();

  service.events?.write({ type: 'login', id: 2, instance: 'lake', login: login('logged-out') });
  await until(() => lake.instance?.login.state === 'logged-out');

  service.events?.write({ type: 'login', id: 3, instance: 'lake', login: login() });
  await until(() => lake.instance?.login.account === 'alice');
  lake.dispose();
});
