import { download, json, readyPanel, refusal, until } from '../testing/fakeService';
import { progressOf } from './transfersModel';

test('follows a download from its start to its end', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('POST downloads', () => json(download('s:d', 'queued'), 202));

  await transfers.start('lake', 's:d');
  expect(transfers.running).toHaveLength(1);
  expect(service.asked.at(-1)?.body).toEqual({ instance: 'lake', did: 's:d' });

  service.events?.write({ id: 1, type: 'download', download: download('s:d', 'running') });
  await until(() => transfers.of('lake', 's:d')?.state === 'running');
  expect(progressOf(transfers.downloads[0] ?? fail())).toBeCloseTo(0.41);

  service.events?.write({ id: 2, type: 'download', download: download('s:d', 'done') });
  await until(() => transfers.running.length === 0);
  lake.dispose();
});

test('an answer that was overtaken by the end of what it began is not believed', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('POST downloads', async () => {
    service.events?.write({ id: 1, type: 'download', download: download('s:d', 'done') });
    await until(() => transfers.of('lake', 's:d') !== null);
    return json(download('s:d', 'queued'), 202);
  });

  const started = await transfers.start('lake', 's:d');

  expect(started.state).toBe('done');
  expect(transfers.running).toEqual([]);
  lake.dispose();
});

test('reads the whole list when the stream begins, and when the service asks for it', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('GET downloads', () =>
    json({ downloads: [download('s:a', 'failed')], store: { used: 5, free: 6 } })
  );

  service.events?.write({ type: 'alive', id: 1 });
  await until(() => transfers.downloads.length === 1);
  expect(transfers.room).toEqual({ used: 5, free: 6, dir: null });

  service.on('GET downloads', () => json({ downloads: [], store: { used: 5, free: 6 } }));
  service.events?.write({ type: 'reset', id: 40 });
  await until(() => transfers.downloads.length === 0);
  lake.dispose();
});

test('a list that was on its way does not take back what was heard meanwhile', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('POST downloads', () => json(download('s:mine', 'queued'), 202));
  service.on('GET downloads', async () => {
    service.events?.write({ id: 1, type: 'download', download: download('s:heard', 'running') });
    await until(() => transfers.of('lake', 's:heard') !== null);
    await transfers.start('lake', 's:mine');
    return json({ downloads: [download('s:old', 'failed')], store: { used: 5, free: 6 } });
  });

  await transfers.reload();

  expect(transfers.downloads.map(({ did }) => did)).toEqual(['s:mine', 's:heard', 's:old']);
  lake.dispose();
});

test('cancels, goes on, and forgets', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('POST downloads', () => json(download('s:d'), 202));
  service.on('DELETE downloads/d-s%3Ad', () => json(download('s:d', 'cancelled')));
  service.on('POST downloads/d-s%3Ad/retry', () => json(download('s:d', 'queued'), 202));
  const started = await transfers.start('lake', 's:d');

  await transfers.cancel(started);
  expect(transfers.downloads[0]?.state).toBe('cancelled');
  await transfers.retry(started);
  expect(transfers.downloads[0]?.state).toBe('queued');
  await transfers.forget(started);
  expect(transfers.downloads).toEqual([]);
  lake.dispose();
});

test('says what was refused, and takes it back when it goes well', async () => {
  const { service, lake, transfers } = await readyPanel();
  service.on('POST downloads', () => json(download('s:d'), 202));
  service.on('DELETE downloads/d-s%3Ad', () => refusal('no-such-download', 404));
  const started = await transfers.start('lake', 's:d');

  await transfers.cancel(started);
  expect(transfers.problem?.type).toBe('no-such-download');
  await transfers.reload();
  expect(transfers.problem).toBeNull();
  lake.dispose();
});

function fail(): never {
  throw new Error('there is no download');
}
