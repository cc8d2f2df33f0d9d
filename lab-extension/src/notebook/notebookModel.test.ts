import { DID, SAVED, SIX, first, kernel, modelOf, one, stateOf } from '../testing/attaching';
import { FakeNotebook } from '../testing/fakeNotebook';
import { download, handles, json, panel, refusal, until } from '../testing/fakeService';

test('attaches what is here: the variable holds the paths, the notebook says so', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);

  model.attach('lake', DID);
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('hyy_oct20')).toEqual(SIX);
  expect(notebook.content).toEqual(SAVED);
});

test('fetches what is not here, and binds when it is complete', async () => {
  const { service } = one;
  service.on('POST handles', () => json(handles(DID, null)));
  service.on('POST downloads', () => json(download(DID, 'queued'), 202));
  const model = modelOf(new FakeNotebook(kernel));

  model.attach('lake', DID);
  await until(() => stateOf(model) === 'downloading');
  service.events?.write({ id: 1, type: 'download', download: download(DID, 'running') });
  await until(() => JSON.stringify(first(model).state).includes('"running"'));
  expect(kernel.sent).toEqual([]);

  service.on('POST handles', () => json(handles(DID, SIX)));
  service.events?.write({ id: 2, type: 'download', download: download(DID, 'done') });
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('len(hyy_oct20)')).toBe(6);
});

test('a download that fails leaves its reason beside the variable, and a way on', async () => {
  const { service } = one;
  service.on('POST handles', () => json(handles(DID, null)));
  service.on('POST downloads', () => json(download(DID, 'queued'), 202));
  const model = modelOf(new FakeNotebook(kernel));
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'downloading');

  const problem = {
    type: '/problems/checksum-mismatch',
    title: 'x',
    status: 502,
    detail: 'Differs at OPEN.'
  };
  service.events?.write({ id: 1, type: 'download', download: download(DID, 'failed', { problem }) });
  await until(() => stateOf(model) === 'download-ended');
  expect(first(model).state).toMatchObject({ download: { problem: { detail: 'Differs at OPEN.' } } });

  model.download(first(model));
  await until(() => stateOf(model) === 'downloading');
});

test('an opened notebook is bound by itself, without a download of its own accord', async () => {
  one.service.on('POST handles', () => json(handles(DID, null)));
  const elsewhere = modelOf(new FakeNotebook(kernel, structuredClone(SAVED)));
  await until(() => stateOf(elsewhere) === 'elsewhere');
  expect(one.service.questions('POST downloads')).toBe(0);

  one.service.on('POST handles', () => json(handles(DID, SIX)));
  const here = modelOf(new FakeNotebook(kernel, structuredClone(SAVED)));
  await until(() => stateOf(here) === 'attached');
});

test('a notebook that opened before the service answered is bound when it does', async () => {
  const late = panel();
  late.service.on('POST handles', () => json(handles(DID, SIX)));
  const model = modelOf(new FakeNotebook(kernel, structuredClone(SAVED)), late);
  await until(() => stateOf(model) === 'asking');

  late.lake.start();
  await until(() => stateOf(model) === 'attached');
  late.lake.dispose();
});

test('a variable of one’s own is not replaced unless one says so', async () => {
  await kernel.run('hyy_oct20 = "my own"');
  const model = modelOf(new FakeNotebook(kernel, structuredClone(SAVED)));

  await until(() => stateOf(model) === 'other-value');
  expect(await kernel.value('hyy_oct20')).toBe('my own');

  model.bindAgain(first(model));
  await until(() => stateOf(model) === 'attached');
  expect(await kernel.value('hyy_oct20')).toEqual(SIX);
});

test('a list of the same length with other paths is found out', async () => {
  const others = SIX.map(path => path.replace('/data/', '/date/'));
  await kernel.run(`hyy_oct20 = ${JSON.stringify(others)}`);
  const model = modelOf(new FakeNotebook(kernel, structuredClone(SAVED)));

  await until(() => stateOf(model) === 'other-value');
});

test('what a person attaches or renames replaces what the variable held', async () => {
  const others = SIX.map(path => path.replace('/data/', '/date/'));
  const model = modelOf(new FakeNotebook(kernel));
  model.attach('lake', 's:half.1', 'x');
  await until(() => stateOf(model) === 'attached');
  model.detach(first(model));

  one.service.on('POST handles', () => json(handles('s:half.2', others)));
  model.attach('lake', 's:half.2', 'x');
  await until(() => stateOf(model) === 'attached');
  expect(await kernel.value('x')).toEqual(others);

  await kernel.run('y = 5');
  model.rename(first(model), 'y');
  await until(() => stateOf(model) === 'attached');
  expect(await kernel.value('y')).toEqual(others);
});

test('one file is one text', async () => {
  one.service.on('POST handles', () => json(handles('s:one.root', ['/data/one.root'], { single: true })));
  const model = modelOf(new FakeNotebook(kernel));

  model.attach('lake', 's:one.root');
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('one_root')).toBe('/data/one.root');
});

test('an empty dataset is an empty list', async () => {
  one.service.on('POST handles', () => json(handles('s:none', [])));
  const model = modelOf(new FakeNotebook(kernel));

  model.attach('lake', 's:none');
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('none')).toEqual([]);
});

test('a notebook of another catalogue is not served from this one', async () => {
  const metadata = JSON.parse(
    JSON.stringify(SAVED).replace('127.0.0.1:21010', 'rucio.example.org')
  ) as typeof SAVED;
  const model = modelOf(new FakeNotebook(kernel, metadata));

  await until(() => stateOf(model) === 'other-catalogue');
  expect(one.service.questions('POST handles')).toBe(0);

  model.useCatalogue(first(model), 'lake');
  await until(() => stateOf(model) === 'attached');
  expect(metadata).toEqual(SAVED);
});

test('the older extension’s attachments are bound from the instance in front', async () => {
  const model = modelOf(
    new FakeNotebook(kernel, { rucio_attachments: [{ did: DID, type: 'collection', variableName: 'hyy' }] })
  );

  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('hyy')).toEqual(SIX);
});

test('renaming binds the new name, and refuses what is taken or no name', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);
  model.attach('lake', DID);
  model.attach('lake', 's:other');
  await until(() => model.attachments.every(({ state }) => state.kind === 'attached'));

  expect(model.nameFault(first(model), 'other')).toBe('taken');
  expect(model.nameFault(first(model), 'no name')).toBe('not-a-name');
  model.rename(first(model), 'photons');
  await until(() => model.attachments.every(({ state }) => state.kind === 'attached'));

  expect(await kernel.value('photons')).toEqual(SIX);
  expect(JSON.stringify(notebook.content)).toContain('"photons"');
});

test('removing takes it from the notebook and leaves the variable', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'attached');

  model.detach(first(model));

  expect(model.attachments).toEqual([]);
  expect(notebook.content).toEqual({});
  expect(await kernel.value('len(hyy_oct20)')).toBe(6);
});

test('attaching twice is attaching once', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);

  model.attach('lake', DID);
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'attached');

  expect(model.attachments).toHaveLength(1);
});

test('a refusal stands beside the variable, and a login is enough to go on', async () => {
  const { service, lake } = one;
  service.on('POST handles', () => refusal('not-logged-in', 401));
  const model = modelOf(new FakeNotebook(kernel));
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'problem');

  service.on('POST handles', () => json(handles(DID, SIX)));
  service.on('POST instances/lake/login', () => json({ state: 'logged-in', account: 'alice' }));
  await lake.login('lake', { kind: 'userpass', username: 'alice', password: 'x' });

  await until(() => stateOf(model) === 'attached');
});

test('an older download that failed does not hide the one that runs', async () => {
  const { service, transfers } = one;
  const old = download(DID, 'failed', { id: 'old' });
  service.on('POST handles', () => json(handles(DID, null)));
  service.on('POST downloads', () => json(download(DID, 'running'), 202));
  const model = modelOf(new FakeNotebook(kernel));
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'downloading');

  service.on('GET downloads', () =>
    json({ downloads: [download(DID, 'running'), old], store: { used: 0, free: 1 } })
  );
  await transfers.reload();

  expect(stateOf(model)).toBe('downloading');
});

test.each([
  ['hyy_oct20', 'taken'],
  ['no name', 'not-a-name'],
  ['class', 'reserved']
])('nothing is attached as %j: %s', async (variable, fault) => {
  const notebook = new FakeNotebook(kernel, structuredClone(SAVED));
  const model = modelOf(notebook);
  await until(() => stateOf(model) === 'attached');

  expect(model.attach('lake', 's:other', variable)).toBe(fault);

  expect(model.attachments).toHaveLength(1);
  expect(notebook.content).toEqual(SAVED);
});

test('files that nobody can verify are attached when a person says so, and stay so', async () => {
  const { service } = one;
  service.on('POST handles', async request => {
    const { unverified } = (await request.json()) as { unverified?: boolean };
    return json(handles(DID, unverified === true ? SIX : null, { missing: 0, unverified: 1 }));
  });
  const notebook = new FakeNotebook(kernel, SAVED);
  const model = modelOf(notebook);
  await until(() => stateOf(model) === 'unverified');
  expect(first(model).state).toEqual({ kind: 'unverified', count: 1 });

  model.attachUnverified(first(model));
  await until(() => stateOf(model) === 'attached');

  expect(first(model).unverified).toBe(1);
  const again = modelOf(new FakeNotebook(kernel, notebook.content));
  await until(() => stateOf(again) === 'attached');
});

test('a dataset that has grown keeps its variable until the new files have come', async () => {
  const { service } = one;
  const changed = { files: 1, bytes: 5000 };
  service.on('POST handles', () => json(handles(DID, SIX.slice(0, 5), { changed })));
  service.on('POST downloads', () => json(download(DID, 'queued'), 202));
  const model = modelOf(new FakeNotebook(kernel, SAVED));
  await until(() => stateOf(model) === 'attached');
  expect(first(model).changed).toEqual(changed);

  await model.renew(first(model));
  service.events?.write({ id: 1, type: 'download', download: download(DID) });
  await until(() => first(model).renewal?.state === 'running');
  expect(stateOf(model)).toBe('attached');
  expect(await kernel.value('hyy_oct20')).toEqual(SIX.slice(0, 5));

  service.on('POST handles', () => json(handles(DID, SIX)));
  service.events?.write({ id: 2, type: 'download', download: download(DID, 'done') });
  await until(() => first(model).value?.items.length === 6 && stateOf(model) === 'attached');

  expect(await kernel.value('hyy_oct20')).toEqual(SIX);
  expect(first(model)).toMatchObject({ changed: null, renewal: null });
});

test('new files that somebody else fetched do not replace what the variable holds', async () => {
  const { service } = one;
  service.on('POST handles', () => json(handles(DID, SIX.slice(0, 5), { changed: { files: 1, bytes: 1 } })));
  const model = modelOf(new FakeNotebook(kernel, SAVED));
  await until(() => stateOf(model) === 'attached');

  service.on('POST handles', () => json(handles(DID, SIX)));
  service.events?.write({ id: 1, type: 'download', download: download(DID, 'done') });
  await until(() => stateOf(model) === 'other-value');

  expect(await kernel.value('hyy_oct20')).toEqual(SIX.slice(0, 5));
});
