import { one } from '../testing/explored';
import { json, refusal, row, until } from '../testing/fakeService';

const HERE = { state: 'here', bytes_here: 100, bytes: 100, files_here: 1, files: 1 };

test('of the rows in sight, and of no others, it is asked what storages have, in bulk', async () => {
  const { service, model } = one;
  const rows = Array.from({ length: 90 }, (_, at) => row(`s:d${String(at)}`));
  service.on('GET instances/lake/search', () =>
    json({ rows: [row('s:f', 'FILE'), row('s:g', 'FILE', { here: HERE }), ...rows], more: false })
  );
  service.on('GET instances/lake/replicas', () =>
    json({ rows: [{ did: 's:f', replicas: [{ rse: 'T', state: 'AVAILABLE', type: 'TAPE', pfns: 0 }] }] })
  );
  service.on('POST instances/lake/states', () =>
    json({
      rows: [
        { did: 's:d0', availability: 'partial' },
        { did: 's:d1', availability: 'something new' }
      ]
    })
  );
  model.setText('s:');
  await model.search();

  model.setSight(0, 10);
  await until(() => model.availability('s:d0') !== null);

  expect(model.availability('s:f')).toBe('tape');
  expect(model.availability('s:d0')).toBe('partial');
  expect(model.availability('s:d1')).toBe('unknown');
  const [asked] = service.asked.filter(({ path }) => path === 'instances/lake/states');
  expect(asked?.body).toEqual({ dids: Array.from({ length: 9 }, (_, at) => `s:d${String(at)}`) });
  const files = service.asked.find(({ path }) => path === 'instances/lake/replicas');
  expect(files?.url.searchParams.getAll('did')).toEqual(['s:f']);
});

test('what cannot be said is not shown, and not asked again and again', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:d')], more: false }));
  service.on('POST instances/lake/states', () => refusal('rucio-unavailable', 503));
  model.setText('s:d');
  await model.search();

  model.setSight(0, 0);
  await until(() => service.questions('POST instances/lake/states') === 1);
  model.setSight(0, 0);
  await new Promise(resolve => setTimeout(resolve, 300));

  expect(service.questions('POST instances/lake/states')).toBe(1);
  expect(model.availability('s:d')).toBeNull();
  expect(model.problem).toBeNull();
});

test('what the instance did not say is asked once more when it is well again', async () => {
  const { service, model, lake } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:d')], more: false }));
  service.on('POST instances/lake/states', () => refusal('rucio-unavailable', 503));
  model.setText('s:d');
  await model.search();
  model.setSight(0, 0);
  await until(() => service.questions('POST instances/lake/states') === 1);
  reach('silent');
  await until(() => lake.instance?.reach?.state === 'silent');
  service.on('POST instances/lake/states', () => json({ rows: [{ did: 's:d', availability: 'tape' }] }));

  reach('well');

  await until(() => model.availability('s:d') === 'tape');
  expect(service.questions('POST instances/lake/states')).toBe(2);
});

let id = 1;

function reach(state: string): void {
  one.service.events?.write({ id: id++, type: 'instance', instance: 'lake', reach: { state } });
}
