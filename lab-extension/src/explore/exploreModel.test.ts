import { names, one, rowAt } from '../testing/explored';
import { download, json, refusal, row, until } from '../testing/fakeService';

const OPEN = { rse: 'OPEN', type: 'DISK', available: 1, files: 1, bytes: 100, state: 'complete' };

test('shows what was found, opens it level by level, and closes it again', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () =>
    json({ rows: [row('s:all', 'CONTAINER'), row('s:other')], more: false })
  );
  service.on('GET instances/lake/children', (_, url) =>
    json(
      url.searchParams.get('did') === 's:all'
        ? { rows: [row('s:part')], cursor: null, total: 1 }
        : { rows: [row('s:a.root', 'FILE'), row('s:b.root', 'FILE')], cursor: null, total: 2 }
    )
  );

  model.setText('s:');
  await model.search();
  expect(names(model)).toEqual(['all', 'other']);

  model.toggle('s:all');
  expect(names(model)).toEqual(['all', '  loading', 'other']);
  await until(() => names(model).includes('  part'));
  model.toggle('s:all\ns:part');
  await until(() => model.lines.length === 5);
  expect(names(model)).toEqual(['all', '  part', '    a.root', '    b.root', 'other']);
  expect(model.lines.at(3)).toMatchObject({ level: 3, position: 2, siblings: 2 });

  model.toggle('s:all');
  expect(names(model)).toEqual(['all', 'other']);
});

test('pages a large dataset, and says how much is shown', async () => {
  const { service, model } = one;
  const page = (from: number, count: number): object[] =>
    Array.from({ length: count }, (_, at) => row(`s:f${String(from + at)}`, 'FILE'));
  service.on('GET instances/lake/search', () => json({ rows: [row('s:big')], more: false }));
  service.on('GET instances/lake/children', (_, url) =>
    url.searchParams.get('cursor') === null
      ? json({ rows: page(0, 200), cursor: 'next', total: 250 })
      : json({ rows: page(199, 51), cursor: null, total: 250 })
  );
  model.setText('s:big');
  await model.search();

  model.toggle('s:big');
  await until(() => model.lines.length > 100);
  expect(model.lines.at(-1)).toMatchObject({ kind: 'more', shown: 200, total: 250 });

  await model.showMore('s:big');
  // One row came twice; it is there once.
  expect(model.lines).toHaveLength(1 + 250);
});

test('a branch that fails says so in its place, and can be asked again', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/children', () => refusal('rucio-unavailable', 503));
  model.setText('s:all');
  await model.search();

  model.toggle('s:all');
  await until(() => model.lines.at(1)?.kind === 'problem');
  service.on('GET instances/lake/children', () => json({ rows: [row('s:part')], cursor: null, total: null }));
  await model.showMore('s:all');

  expect(names(model)).toEqual(['all', '  part']);
});

test('searches again by itself when somebody has logged in', async () => {
  const { service, lake, model } = one;
  service.on('GET instances/lake/search', () => refusal('not-logged-in', 401));
  model.setText('s:x');
  await model.search();
  expect(model.problem?.type).toBe('not-logged-in');

  service.on('GET instances/lake/search', () => json({ rows: [row('s:x')], more: false }));
  service.on('POST instances/lake/login', () => json({ state: 'logged-in', account: 'alice' }));
  await lake.login('lake', { kind: 'userpass', username: 'alice', password: 'x' });
  await until(() => model.lines.length === 1);

  expect(model.problem).toBeNull();
});

test('a row follows its download, and its verified end', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:d')], more: false }));
  service.on('GET states', () =>
    json({ states: { 's:d': { state: 'here', bytes_here: 100, bytes: 100, files_here: 6, files: 6 } } })
  );
  model.setText('s:d');
  await model.search();
  model.setSight(0, 0);
  const here = (): unknown => rowAt(model, 0)?.here;

  service.events?.write({ id: 1, type: 'download', download: download('s:d') });
  await until(() => (here() as { state: string }).state === 'downloading');
  expect(here()).toMatchObject({ bytesHere: 41, bytes: 100, filesHere: 2, files: 6 });

  service.events?.write({ id: 2, type: 'download', download: download('s:d', 'done') });
  await until(() => (here() as { state: string }).state === 'here');
});

test('looks closely at the current row, with the replicas of a file', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:f', 'FILE')], more: false }));
  service.on('GET instances/lake/did', () => json({ ...row('s:f', 'FILE'), account: 'root', open: false }));
  service.on('GET instances/lake/rses', () => json({ rows: [OPEN] }));
  model.setText('s:f');
  await model.search();

  model.setCurrent('s:f');
  await until(() => model.details?.more != null && model.details.sections.shares.answer !== null);

  expect(model.details).toMatchObject({
    more: { account: 'root', open: false },
    sections: { shares: { answer: { rows: [{ rse: 'OPEN', state: 'complete' }] } }, rules: { isOpen: false } }
  });
});

test('replicas that come late are not shown with another row', async () => {
  const { service, model } = one;
  let release = (): void => undefined;
  let takenBack = false;
  service.on('GET instances/lake/search', () =>
    json({ rows: [row('s:f', 'FILE'), row('s:g', 'FILE')], more: false })
  );
  service.on('GET instances/lake/did', (_, url) =>
    json({ ...row(url.searchParams.get('did') ?? '', 'FILE'), account: 'root', open: false })
  );
  service.on('GET instances/lake/rses', async request => {
    request.signal.addEventListener('abort', () => {
      takenBack = true;
    });
    await new Promise<void>(resolve => {
      release = resolve;
    });
    return json({ rows: [OPEN] });
  });
  model.setText('s:');
  await model.search();
  model.setCurrent('s:f');
  await until(() => service.questions('GET instances/lake/rses') === 1 && model.details?.more != null);

  model.setCurrent('s:g');
  release();
  await new Promise(resolve => setTimeout(resolve, 30));

  expect(takenBack).toBe(true);
  expect(model.details).toMatchObject({
    row: { did: 's:g' },
    more: null,
    sections: { shares: { answer: null } }
  });
});

test('a container is here when what is in it is, also while it is closed', async () => {
  const { service, model } = one;
  const here = { state: 'here', bytes_here: 100, bytes: 100, files_here: 3, files: 3 };
  service.on('GET instances/lake/search', () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/children', () => json({ rows: [row('s:part')], cursor: null, total: 1 }));
  service.on('GET states', () => json({ states: { 's:part': here } }));
  model.setText('s:all');
  await model.search();
  model.toggle('s:all');
  await until(() => names(model).includes('  part'));
  model.toggle('s:all');
  const state = (): unknown => rowAt(model, 0)?.here.state;
  expect(state()).toBe('elsewhere');

  service.events?.write({ id: 1, type: 'download', download: download('s:part') });
  await until(() => state() === 'partial');
  service.events?.write({ id: 2, type: 'download', download: download('s:part', 'done') });

  await until(() => state() === 'here');
});

test('more rows in sight than one question takes are all kept fresh', async () => {
  const { service, model } = one;
  const dids = Array.from({ length: 90 }, (_, at) => `s:d${String(at)}`);
  const here = { state: 'here', bytes_here: 100, bytes: 100, files_here: 3, files: 3 };
  service.on('GET instances/lake/search', () => json({ rows: dids.map(did => row(did)), more: false }));
  service.on('GET states', (_, url) =>
    json({ states: Object.fromEntries(url.searchParams.getAll('did').map(did => [did, here])) })
  );
  model.setText('s:');
  await model.search();
  model.setSight(0, 89);

  service.events?.write({ id: 1, type: 'download', download: download('s:other', 'done') });

  await until(() => [...model.lines].every(line => line.kind === 'did' && line.row.here.state === 'here'));
});

test('a state that could not be asked for is asked for when somebody looks again', async () => {
  const { service, model } = one;
  const here = { state: 'here', bytes_here: 100, bytes: 100, files_here: 3, files: 3 };
  service.on('GET instances/lake/search', () => json({ rows: [row('s:d'), row('s:e')], more: false }));
  service.on('GET states', () => refusal('unforeseen', 502));
  model.setText('s:');
  await model.search();
  model.setSight(0, 0);
  service.events?.write({ id: 1, type: 'download', download: download('s:d', 'done') });
  await until(() => service.questions('GET states') === 1);

  service.on('GET states', (_, url) =>
    json({ states: Object.fromEntries(url.searchParams.getAll('did').map(did => [did, here])) })
  );
  model.setSight(0, 1);

  await until(() => rowAt(model, 0)?.here.state === 'here');
});

test('a row that comes into sight after something has moved is asked for', async () => {
  const { service, model } = one;
  const here = { state: 'here', bytes_here: 100, bytes: 100, files_here: 3, files: 3 };
  service.on('GET instances/lake/search', () => json({ rows: [row('s:d')], more: false }));
  service.on('GET states', (_, url) =>
    json({ states: Object.fromEntries(url.searchParams.getAll('did').map(did => [did, here])) })
  );
  model.setText('s:');
  await model.search();
  service.events?.write({ id: 1, type: 'download', download: download('s:other', 'done') });
  await until(() => service.questions('GET states') === 1);

  model.setSight(0, 0);

  await until(() => rowAt(model, 0)?.here.state === 'here');
});
