import { type Explored, explored, names, one } from '../testing/explored';
import { FakeService, instance, json, login, refusal, row, until } from '../testing/fakeService';

test('the last question wins, and the one before is taken back', async () => {
  const { service, model } = one;
  let release = (): void => undefined;
  let takenBack = false;
  service.on('GET instances/lake/search', async (request, url) => {
    if (url.searchParams.get('did') === 's:slow') {
      request.signal.addEventListener('abort', () => {
        takenBack = true;
      });
      await new Promise<void>(resolve => {
        release = resolve;
      });
      return json({ rows: [row('s:slow')], more: false });
    }
    return json({ rows: [row('s:quick')], more: false });
  });

  model.setText('s:slow');
  const slow = model.search();
  await until(() => service.questions('GET instances/lake/search') === 1);
  model.setText('s:quick');
  await model.search();
  release();
  await slow;

  expect(takenBack).toBe(true);
  expect(names(model)).toEqual(['quick']);
});

interface Asked {
  readonly release: () => void;
  isTakenBack: boolean;
}

/** A search that Rucio takes long for: each question with what became of it. */
function slowSearch(service: FakeService): Asked[] {
  const all: Asked[] = [];
  service.on('GET instances/lake/search', async request => {
    await new Promise<void>(resolve => {
      const asked = { release: resolve, isTakenBack: false };
      request.signal.addEventListener('abort', () => {
        asked.isTakenBack = true;
      });
      all.push(asked);
    });
    return json({ rows: [row('s:found')], more: false });
  });
  return all;
}

test.each<[string, (explored: Explored) => void]>([
  [
    'somebody types on',
    ({ model }): void => {
      model.setText('s:fo');
    }
  ],
  [
    'so much is deleted that nothing is searched for',
    ({ model }): void => {
      model.setText('s:');
    }
  ],
  [
    'the box is cleared',
    ({ model }): void => {
      model.setText('');
    }
  ],
  [
    'another kind is wanted',
    ({ model }): void => {
      model.setType('file');
    }
  ],
  [
    'another instance is looked at',
    ({ lake }): void => {
      lake.use('pond');
    }
  ],
  [
    'the panel is hidden',
    ({ model }): void => {
      model.setSeen(false);
    }
  ],
  [
    'the panel is closed',
    ({ model }): void => {
      model.dispose();
    }
  ]
])('a search is taken back at once when %s', async (_, happens) => {
  const service = new FakeService().on('GET instances', () =>
    json({ instances: [instance('lake'), instance('pond')], default: 'lake' })
  );
  service.on('GET instances/pond/search', () => json({ rows: [], more: false }));
  const made = await explored(service);
  const asked = slowSearch(service);
  made.model.setText('s:f');
  void made.model.search();
  await until(() => asked.length === 1);

  happens(made);

  expect(asked[0]?.isTakenBack).toBe(true);
  made.model.dispose();
  made.lake.dispose();
});

test('whoever types is told that it is being searched, and asked once when the typing rests', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:found')], more: false }));

  model.setText('s:f');
  expect(model.searching).toBe(true);
  model.setText('s:fo');
  expect(model.searching).toBe(true);
  await until(() => model.lines.length === 1);

  expect(model.searching).toBe(false);
  expect(service.questions('GET instances/lake/search')).toBe(1);
});

test('a panel that is seen again asks again what was taken back, and nothing that was answered', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/did', () => json(row('s:all', 'CONTAINER')));
  model.setText('s:all');
  await model.search();
  let isSlow = true;
  service.on('GET instances/lake/children', () =>
    isSlow ? new Promise(() => undefined) : json({ rows: [row('s:part')], cursor: null, total: 1 })
  );
  model.toggle('s:all');
  expect(names(model)).toEqual(['all', '  loading']);

  model.setSeen(false);
  isSlow = false;
  expect(service.questions('GET instances/lake/children')).toBe(1);
  model.setSeen(true);
  await until(() => names(model).includes('  part'));

  expect(service.questions('GET instances/lake/search')).toBe(1);
});

test('a login while nobody looks is followed by a search when somebody does', async () => {
  const { service, lake, model } = one;
  service.on('GET instances/lake/search', () => refusal('not-logged-in', 401));
  model.setText('s:x');
  await model.search();
  model.setSeen(false);
  service.on('GET instances/lake/search', () => json({ rows: [row('s:x')], more: false }));
  service.on('POST instances/lake/login', () => json(login()));
  await lake.login('lake', { kind: 'userpass', username: 'alice', password: 'x' });
  expect(service.questions('GET instances/lake/search')).toBe(1);

  model.setSeen(true);

  await until(() => model.lines.length === 1);
});
