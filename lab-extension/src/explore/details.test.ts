import { nullTranslator } from '@jupyterlab/translation';

import { names, one } from '../testing/explored';
import { json, refusal, row, until } from '../testing/fakeService';
import { webPage } from './webPage';
import { wholeList } from './wholeList';

const trans = nullTranslator.load('lakeside');
const DISK = { rse: 'DISK', type: 'DISK', available: 3, files: 3, bytes: 100, state: 'complete' };
const RULE = {
  id: 'r1',
  rse_expression: 'tier=1',
  account: 'alice',
  state: 'REPLICATING',
  copies: 2,
  locks: { ok: 1, replicating: 2, stuck: 0 },
  created: '2026-11-01T00:00:00Z',
  expires: '2026-12-03T00:00:00Z'
};

async function lookAt(did: string): Promise<void> {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row(did, 'CONTAINER')], more: false }));
  service.on('GET instances/lake/did', () =>
    json({ ...row(did, 'CONTAINER'), account: 'root', open: false })
  );
  model.setText(did);
  await model.search();
  model.setCurrent(did);
  await until(() => model.details?.more != null);
}

test('each part of the details comes by itself, and what fails holds up nothing else', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/rses', () => new Promise(() => undefined));
  service.on('GET instances/lake/rules', () => json({ rows: [RULE] }));
  service.on('GET instances/lake/metadata', () => refusal('rucio-unavailable', 503));
  await lookAt('s:all');

  model.toggleSection('rules');
  model.toggleSection('metadata');
  await until(() => model.details?.sections.rules.answer != null);
  await until(() => model.details?.sections.metadata.problem != null);

  expect(model.details?.sections).toMatchObject({
    shares: { isOpen: true, answer: null, problem: null },
    rules: { answer: { rows: [{ rses: 'tier=1', state: 'REPLICATING', locks: { ok: 1, replicating: 2 } }] } },
    metadata: { problem: { type: 'rucio-unavailable' } },
    parents: { isOpen: false }
  });
  expect(service.questions('GET instances/lake/parents')).toBe(0);
});

test('a part that failed is asked again alone', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/rses', () => refusal('rucio-unavailable', 503));
  await lookAt('s:all');
  await until(() => model.details?.sections.shares.problem != null);
  const before = service.asked.length;

  service.on('GET instances/lake/rses', () => json({ rows: [DISK] }));
  model.lookAgain('shares');
  await until(() => model.details?.sections.shares.answer != null);

  expect(service.asked.slice(before).map(({ path }) => path)).toEqual(['instances/lake/rses']);
});

test('a part that is open stays open for the next row', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/rses', () => json({ rows: [DISK] }));
  service.on('GET instances/lake/rules', () => json({ rows: [RULE] }));
  await lookAt('s:all');
  model.toggleSection('shares');
  model.toggleSection('rules');
  await until(() => model.details?.sections.rules.answer != null);
  const asked = service.questions('GET instances/lake/rses');

  await lookAt('s:other');
  await until(() => model.details?.sections.rules.answer != null);

  expect(model.details?.row.did).toBe('s:other');
  expect(service.questions('GET instances/lake/rses')).toBe(asked);
});

test('a click on a parent goes there and opens it', async () => {
  const { service, model } = one;
  await lookAt('s:part');
  service.on('GET instances/lake/search', (_, url) =>
    json({ rows: [row(url.searchParams.get('did') ?? '', 'CONTAINER')], more: false })
  );
  service.on('GET instances/lake/children', () => json({ rows: [row('s:part')], total: 1 }));

  await model.goTo('s:whole');
  await until(() => names(model).includes('  part'));

  expect(model.text).toBe('s:whole');
  expect(model.current).toBe('s:whole');
});

test('the list that is copied is all of it, page by page, each DID once', async () => {
  const { service, lake } = one;
  service.on('GET instances/lake/children', (_, url) =>
    url.searchParams.get('cursor') === null
      ? json({ rows: [row('s:a', 'FILE'), row('s:b', 'FILE')], cursor: '1-2', total: null })
      : json({ rows: [row('s:b', 'FILE'), row('s:é c', 'FILE')], cursor: null, total: 3 })
  );

  expect(await wholeList(lake.api, trans, 'lake', 's:all')).toBe('s:a\ns:b\ns:é c\n');
});

test.each<[string, object, string]>([
  ['longer than what is read', { cursor: '1-3', total: null, cut: 'limit' }, 'ends at 2 rows'],
  ['cut by Rucio', { cursor: null, total: null, cut: 'stalled' }, 'stopped sending the list after 2 rows'],
  ['never read on', { cursor: '1-2', total: null }, 'stopped sending the list after 2 rows'],
  ['shorter than the service counts', { cursor: null, total: 3 }, 'stopped sending the list after 2 rows']
])('a list that is %s is not copied as if it were all', async (_, last, words) => {
  const { service, lake } = one;
  const rows = [row('s:a', 'FILE'), row('s:b', 'FILE')];
  service.on('GET instances/lake/children', (_request, url) =>
    json(url.searchParams.get('cursor') === null ? { rows, cursor: '1-2', total: null } : { rows, ...last })
  );

  await expect(wholeList(lake.api, trans, 'lake', 's:all')).rejects.toThrow(words);
});

test('a link to the web interface takes every name', () => {
  const link = new URL(webPage('https://ui.example.org/rucio', { scope: 'a&b', name: 'c d/é#?' }));

  expect(link.pathname).toBe('/rucio/did');
  expect([...link.searchParams]).toEqual([
    ['scope', 'a&b'],
    ['name', 'c d/é#?']
  ]);
});
