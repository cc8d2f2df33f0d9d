import { instance, json, refusal, row, until } from '../testing/fakeService';
import { type Explored, explored, one } from '../testing/explored';
import { FakeService } from '../testing/fakeService';

const SEARCH = 'GET instances/lake/search';

const rows = (from: number, count: number): object[] =>
  Array.from({ length: count }, (_, at) => row(`s:d${String(from + at)}`));

/** A catalogue with so many matches, read on once a cursor is used: all of it, or what `read` says. */
function many(service: FakeService, count: number, ended: () => boolean = () => true): void {
  service.on(SEARCH, (_, url) => {
    const limit = Number(url.searchParams.get('limit'));
    const cursor = url.searchParams.get('cursor');
    const from = cursor === null ? 0 : Number(cursor.split('-')[1]);
    const last = Math.min(count, from + limit);
    return json({
      rows: rows(from, last - from),
      cursor: last < count ? `7-${String(last)}` : null,
      more: last < count,
      read: cursor === null ? limit + 1 : 4000,
      total: cursor !== null && ended() ? count : null,
      asked: '2026-11-21T10:00:00Z'
    });
  });
}

const search = async ({ model }: Explored, text = 's:'): Promise<void> => {
  model.setText(text);
  await model.search();
};

test('the first page is all that is asked for, until somebody scrolls near its end', async () => {
  const { service, model } = one;
  many(service, 5000);
  await search(one);
  expect(model.found).toMatchObject({ shown: 100, more: true, total: null, reading: null });
  model.setSight(0, 50);
  expect(service.questions(SEARCH)).toBe(1);

  model.setSight(60, 80);
  await until(() => model.found?.shown === 300);

  expect(service.asked.at(-1)?.url.searchParams.get('cursor')).toBe('7-100');
  expect(model.found).toMatchObject({ shown: 300, total: 5000 });
});

test('whoever scrolls on sees every match once, to the last', async () => {
  const { service, model } = one;
  many(service, 1250);
  await search(one);

  while (model.lines.at(-1)?.kind !== 'did') {
    const before = model.lines.length;
    model.setSight(model.lines.length - 20, model.lines.length - 1);
    await until(() => model.lines.length > before || model.lines.at(-1)?.kind === 'did');
  }

  const seen = [...model.lines].map(({ key }) => key);
  expect(new Set(seen).size).toBe(1250);
  expect(model.found).toMatchObject({ shown: 1250, total: 1250, reading: null });
});

test('while the service reads on it is asked how far it is, until it knows the end', async () => {
  const { service, model } = one;
  let isRead = false;
  many(service, 5000, () => isRead);
  await search(one);
  await model.showMore(null);
  expect(model.found).toMatchObject({ shown: 300, reading: 4000, total: null });

  isRead = true;
  await until(() => model.found?.total === 5000);

  expect(model.found).toMatchObject({ shown: 300, reading: null });
});

test.each<[string, (explored: Explored) => void]>([
  [
    'types on',
    ({ model }): void => {
      model.setText('s:other');
    }
  ],
  [
    'clears the box',
    ({ model }): void => {
      model.setText('');
    }
  ],
  [
    'hides the panel',
    ({ model }): void => {
      model.setSeen(false);
    }
  ],
  [
    'closes the panel',
    ({ model }): void => {
      model.dispose();
    }
  ],
  [
    'leaves the page',
    ({ model }): void => {
      model.leave();
    }
  ],
  [
    'looks at another instance',
    ({ lake }): void => {
      lake.use('pond');
    }
  ]
])('nobody reads on for somebody who %s', async (_, happens) => {
  const service = new FakeService().on('GET instances', () =>
    json({ instances: [instance('lake'), instance('pond')], default: 'lake' })
  );
  const made = await explored(service);
  service.on('DELETE instances/lake/listings/7-300', () => new Response(null, { status: 204 }));
  service.on('GET instances/pond/search', () => json({ rows: [], more: false }));
  many(service, 5000, () => false);
  await search(made);
  await made.model.showMore(null);

  happens(made);

  await until(() => service.questions('DELETE instances/lake/listings/7-300') === 1);
  made.model.dispose();
  made.lake.dispose();
});

test.each<[string, (explored: Explored) => void]>([
  [
    'folds it',
    ({ model }): void => {
      model.toggle('s:all');
    }
  ],
  [
    'reads it anew',
    ({ model }): void => {
      void model.refresh('s:all');
    }
  ]
])('nobody reads on a listing for somebody who %s', async (_, happens) => {
  const { service, model } = one;
  const LET_GO = 'DELETE instances/lake/listings/7-200';
  service.on(LET_GO, () => new Response(null, { status: 204 }));
  service.on(SEARCH, () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/children', (_request, url) =>
    url.searchParams.get('refresh') === 'true'
      ? json({ rows: rows(0, 200), cursor: '8-200', total: null })
      : json({ rows: rows(0, 200), cursor: '7-200', total: null })
  );
  await search(one);
  model.toggle('s:all');
  await until(() => model.lines.length > 200);

  happens(one);

  await until(() => service.questions(LET_GO) === 1);
  expect(service.questions('DELETE instances/lake/listings/8-200')).toBe(0);
});

test('a search of which nothing but the first page was read has nothing to be let go', async () => {
  const { service, model } = one;
  many(service, 5000);
  await search(one);

  model.setText('');

  expect(service.asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
});

test('a panel that is seen again goes on where it was', async () => {
  const { service, model } = one;
  service.on('DELETE instances/lake/listings/7-300', () => new Response(null, { status: 204 }));
  many(service, 5000, () => false);
  await search(one);
  await model.showMore(null);
  model.setSeen(false);
  model.setSeen(true);
  expect(model.found).toMatchObject({ shown: 300, reading: null });

  model.setSight(200, 220);
  await until(() => model.found?.shown === 500);

  expect(model.found?.reading).toBe(4000);
});

test('a page that fails is said where the list stops, and asked again by whoever wants it', async () => {
  const { service, model } = one;
  many(service, 500);
  await search(one);
  service.on(SEARCH, () => refusal('rucio-unavailable', 503));
  model.setSight(60, 80);
  await until(() => model.lines.at(-1)?.kind === 'problem');
  model.setSight(60, 80);
  expect(service.questions(SEARCH)).toBe(2);
  expect(model.problem).toBeNull();

  many(service, 500);
  await model.showMore(null);

  expect(model.found).toMatchObject({ shown: 300 });
});

test.each(['limit', 'stalled'] as const)('a list that ends too soon says so: %s', async why => {
  const { service, model } = one;
  many(service, 500);
  await search(one);
  service.on(SEARCH, () => json({ rows: rows(100, 50), cursor: null, more: true, read: 150, cut: why }));

  await model.showMore(null);

  expect(model.found).toMatchObject({ shown: 150, cut: why, reading: null });
  expect(model.lines.at(-1)).toMatchObject({ kind: 'cut', why });
});

test('pages with nothing new on them are not asked for without end', async () => {
  const { service, model } = one;
  service.on(SEARCH, () => json({ rows: rows(0, 100), cursor: '7-100', more: true, read: 100 }));
  await search(one);

  for (let look = 0; look < 5; look++) {
    model.setSight(0, 99);
    await new Promise(resolve => setTimeout(resolve, 5));
    await until(() => model.lines.at(-1)?.kind === 'more');
  }

  expect(service.questions(SEARCH)).toBeLessThan(4);
  expect(model.lines.at(-1)?.kind).toBe('more');
});

test('a listing that is kept is shown with what is wrong, and read anew at a click', async () => {
  const { service, model } = one;
  service.on(SEARCH, () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/did', () => json(row('s:all', 'CONTAINER')));
  service.on('GET instances/lake/children', (_, url) =>
    url.searchParams.get('refresh') === 'true'
      ? json({ rows: [row('s:new')], total: 1, asked: '2026-11-22T09:00:00Z', kept: false })
      : json({
          rows: [row('s:old')],
          total: 1,
          asked: '2026-11-21T10:00:00Z',
          kept: true,
          problem: { type: '/problems/instance-silent', title: 'Silent', detail: 'The lake is silent.' }
        })
  );
  await search(one);
  model.toggle('s:all');
  await until(() => model.lines.length === 3);
  expect(model.lines.at(1)).toMatchObject({ kind: 'beside', problem: { detail: 'The lake is silent.' } });
  model.setCurrent('s:all');
  expect(model.listing).toMatchObject({ kept: true, asked: new Date('2026-11-21T10:00:00Z') });

  await model.refresh('s:all');

  expect([...model.lines].map(({ key }) => key)).toEqual(['s:all', 's:all\ns:new']);
  expect(model.listing).toMatchObject({ kept: false, asked: new Date('2026-11-22T09:00:00Z') });
});

test('what is searched for once more is asked of Rucio, whatever is remembered, and anything else is not', async () => {
  const { service } = one;
  const asked: (string | null)[] = [];
  service.on(SEARCH, (_, url) => {
    asked.push(url.searchParams.get('refresh'));
    return json({ rows: [row('s:d')], more: false });
  });

  await search(one);
  await search(one);
  await search(one, 's:d');

  expect(asked).toEqual([null, 'true', null]);
});

test('words that cannot be understood say where', async () => {
  const { service, model } = one;
  service.on(SEARCH, () => refusal('bad-search', 400, { at: 5 }));

  await search(one, 's:* byts>1');

  expect(model.problem).toMatchObject({ type: 'bad-search', at: 5 });
  expect(model.askedText).toBe('s:* byts>1');
});
