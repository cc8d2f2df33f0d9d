import { mayAsk } from './loginWire';
import { ExploreModel } from '../explore/exploreModel';
import { FakeService, instance, json, login, readyPanel, refusal, row, until } from '../testing/fakeService';

const SILENT = {
  state: 'silent',
  since: '2026-11-21T09:12:00Z',
  next: '2026-11-21T09:20:00Z',
  words: 'Rucio did not answer within 10 s.'
};

test('that an instance is silent is known before anybody asks it', async () => {
  const service = new FakeService().on('GET instances', () =>
    json({
      instances: [{ ...(instance('lake') as Record<string, unknown>), reach: SILENT }],
      default: 'lake'
    })
  );

  const { lake } = await readyPanel(service);

  expect(lake.instance?.reach).toMatchObject({ state: 'silent', since: new Date('2026-11-21T09:12:00Z') });
  expect(service.asked.map(({ path }) => path)).not.toContain('instances/lake/try');
  lake.dispose();
});

test('an instance that falls silent says so at once, and one that is back is searched again', async () => {
  const { service, lake, transfers } = await readyPanel();
  const model = new ExploreModel(lake, transfers);
  service.on('GET instances/lake/search', () => refusal('instance-silent', 503));
  service.events?.write({ id: 1, type: 'instance', instance: 'lake', reach: SILENT });
  await until(() => lake.instance?.reach?.state === 'silent');
  model.setText('s:d');
  await model.search();
  expect(model.problem?.type).toBe('instance-silent');

  service.on('GET instances/lake/search', () => json({ rows: [row('s:d')], more: false }));
  service.events?.write({ id: 2, type: 'instance', instance: 'lake', reach: { state: 'well' } });
  await until(() => model.lines.length === 1);

  expect(model.problem).toBeNull();
  model.dispose();
  lake.dispose();
});

test('a search that fails although its instance has come back meanwhile is asked once again', async () => {
  const { service, lake, transfers } = await readyPanel();
  const model = new ExploreModel(lake, transfers);
  const late: ((response: Response) => void)[] = [];
  service.on('GET instances/lake/search', () => new Promise(resolve => late.push(resolve)));
  service.events?.write({ id: 1, type: 'instance', instance: 'lake', reach: SILENT });
  await until(() => lake.instance?.reach?.state === 'silent');
  model.setText('s:d');
  const searched = model.search();
  await until(() => late.length === 1);
  service.events?.write({ id: 2, type: 'instance', instance: 'lake', reach: { state: 'well' } });
  await until(() => lake.instance?.reach?.state === 'well');

  late[0]?.(refusal('instance-silent', 503));
  await until(() => late.length === 2);
  expect(model.searching).toBe(true);
  late[1]?.(refusal('rucio-unavailable', 503));
  await searched;

  expect(model.problem?.type).toBe('rucio-unavailable');
  expect(service.questions('GET instances/lake/search')).toBe(2);
  model.dispose();
  lake.dispose();
});

test.each<[string, string, object]>([
  ['that is about the search', 'bad-search', { state: 'well' }],
  ['while the instance has fallen silent again', 'instance-silent', SILENT]
])('a failure %s is not asked again', async (_, type, last) => {
  const { service, lake, transfers } = await readyPanel();
  const model = new ExploreModel(lake, transfers);
  let fail: (response: Response) => void = () => undefined;
  service.on('GET instances/lake/search', () => new Promise(resolve => (fail = resolve)));
  service.events?.write({ id: 1, type: 'instance', instance: 'lake', reach: SILENT });
  model.setText('s:d');
  const searched = model.search();
  await until(() => service.questions('GET instances/lake/search') === 1);
  service.events?.write({ id: 2, type: 'instance', instance: 'lake', reach: { state: 'well' } });
  await until(() => lake.instance?.reach?.state === 'well');
  service.events?.write({ id: 3, type: 'instance', instance: 'lake', reach: last });
  await until(() => lake.instance?.reach?.state === (last as { state: string }).state);

  fail(refusal(type, 503));
  await searched;

  expect(model.problem?.type).toBe(type);
  expect(service.questions('GET instances/lake/search')).toBe(1);
  model.dispose();
  lake.dispose();
});

test('what “Try now” answers is old when the events have said something since', async () => {
  const { service, lake } = await readyPanel();
  let answer: (response: Response) => void = () => undefined;
  service.on('POST instances/lake/try', () => new Promise(resolve => (answer = resolve)));
  service.events?.write({ id: 1, type: 'instance', instance: 'lake', reach: SILENT });
  await until(() => lake.instance?.reach?.state === 'silent');
  const tried = lake.tryNow('lake');
  await until(() => service.questions('POST instances/lake/try') === 1);
  service.events?.write({ id: 2, type: 'instance', instance: 'lake', reach: { state: 'well' } });
  await until(() => lake.instance?.reach?.state === 'well');

  answer(json(SILENT));
  await tried;

  expect(lake.instance?.reach?.state).toBe('well');
  lake.dispose();
});

test('what is asked because events were missed changes nothing that was heard meanwhile', async () => {
  const { service, lake } = await readyPanel();
  let answer: (response: Response) => void = () => undefined;
  service.on('GET instances', () => new Promise(resolve => (answer = resolve)));
  service.events?.write({ id: 5, type: 'reset' });
  await until(() => service.questions('GET instances') === 2);
  service.events?.write({ id: 6, type: 'instance', instance: 'lake', reach: { state: 'well' } });
  service.events?.write({ id: 7, type: 'login', instance: 'lake', login: login('logged-out') });
  await until(() => lake.instance?.login.state === 'logged-out');

  const old = instance('lake') as Record<string, unknown>;
  answer(json({ instances: [{ ...old, label: 'Renamed lake', reach: SILENT }], default: 'lake' }));
  await until(() => lake.instance?.label === 'Renamed lake');

  expect(lake.instance).toMatchObject({ login: { state: 'logged-out' }, reach: { state: 'well' } });
  lake.dispose();
});

test('“Try now” asks once, and shows what comes of it', async () => {
  const { service, lake } = await readyPanel();
  let answer: (response: Response) => void = () => undefined;
  service.on('POST instances/lake/try', () => new Promise(resolve => (answer = resolve)));

  const tried = lake.tryNow('lake');
  void lake.tryNow('lake');
  expect(lake.isTried('lake')).toBe(true);
  await until(() => service.questions('POST instances/lake/try') === 1);
  answer(json({ state: 'slow', since: '2026-11-21T09:12:00Z', words: 'It takes its time.' }));
  await tried;

  expect(lake.instance?.reach?.state).toBe('slow');
  expect(lake.isTried('lake')).toBe(false);
  lake.dispose();
});

test('one instance that is silent takes nothing from another', async () => {
  const service = new FakeService().on('GET instances', () =>
    json({ instances: [instance('lake'), instance('pond')], default: 'lake' })
  );
  service.on('GET instances/lake/search', () => new Promise(() => undefined));
  service.on('GET instances/pond/search', () => json({ rows: [row('s:d')], more: false }));
  const { lake, transfers } = await readyPanel(service);
  const model = new ExploreModel(lake, transfers);
  model.setText('s:d');
  void model.search();

  lake.use('pond');
  await until(() => model.lines.length === 1);

  expect(lake.find('lake')?.login.state).toBe('logged-in');
  model.dispose();
  lake.dispose();
});

test('open data are asked for without a login', async () => {
  const open = { ...(instance('open') as Record<string, unknown>), kind: 'opendata', logins: [] };
  const service = new FakeService().on('GET instances', () =>
    json({ instances: [{ ...open, login: { state: 'open' }, web: 'javascript:alert(1)' }], default: 'open' })
  );
  service.on('GET instances/open/search', () => json({ rows: [row('s:d')], more: false }));
  const { lake, transfers } = await readyPanel(service);
  const model = new ExploreModel(lake, transfers);

  model.setText('s:d');
  await until(() => model.lines.length === 1);

  expect(lake.instance).toMatchObject({ kind: 'opendata', web: null });
  expect(lake.instance !== null && mayAsk(lake.instance.login)).toBe(true);
  model.dispose();
  lake.dispose();
});
