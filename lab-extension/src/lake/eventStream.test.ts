import { html, panel, readyPanel, until } from '../testing/fakeService';
import type { LakeEvent } from './wire';

test('goes on after the last event when the service ends the stream', async () => {
  const { service, lake } = await readyPanel();
  const first = service.events;

  first?.write({ type: 'alive', id: 17 });
  first?.write({ type: 'end', id: 18 });
  first?.end();
  await until(() => service.events !== first);

  const urls = service.asked
    .filter(({ path }) => path === 'events')
    .map(({ url }) => url.searchParams.get('after'));
  expect(urls).toEqual([null, '18']);
  lake.dispose();
});

test('reads lines that arrive in pieces, also in the middle of a letter', async () => {
  const { service, lake, events } = await readyPanel();
  const seen: LakeEvent[] = [];
  events.event.connect((_, event) => seen.push(event));

  service.events?.raw('{"type":"ali');
  service.events?.raw('ve","id":3}\n{"type":"alive","id":4}\n{"type":"someth');
  service.events?.raw('ing new","id":5}\n\n');
  await until(() => seen.length === 3);

  expect(seen.map(({ kind, id }) => [kind, id])).toEqual([
    ['alive', 3],
    ['alive', 4],
    ['unknown', 5]
  ]);
  lake.dispose();
});

test('is closed while nobody looks, and opened again when somebody does', async () => {
  const { service, sight, lake } = await readyPanel();
  const first = service.events;
  first?.write({ type: 'alive', id: 9 });
  await until(() => first !== null);

  sight.set(true);
  await until(() => first?.closed === true);
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(service.questions('GET events')).toBe(1);

  sight.set(false);
  await until(() => service.questions('GET events') === 2);
  lake.dispose();
});

test('a service that is gone is said to be, and found again by itself', async () => {
  const { service, lake } = await readyPanel();
  const [healthy, flowing] = [service.answer('GET health'), service.answer('GET events')];
  service.on('GET events', () => html(502)).on('GET health', () => html(502));

  service.events?.end();
  await until(() => lake.service.kind === 'down');

  service.on('GET health', healthy).on('GET events', flowing);
  lake.tryAgain();
  await until(() => lake.service.kind === 'ready' && service.questions('GET events') > 2);
  lake.dispose();
});

test('a stream that is not ours becomes an error, not an event', async () => {
  const { service, lake, events } = await readyPanel();
  let broken: unknown = null;
  events.broken.connect((_, thrown) => {
    broken = thrown;
  });

  service.events?.raw('<html>\n');
  await until(() => broken !== null);

  expect(lake.service.kind).toBe('ready');
  lake.dispose();
});

test('nothing is asked before the panel is started', () => {
  const { service, lake } = panel();

  expect(service.asked).toEqual([]);
  lake.dispose();
});
