import { names, one } from '../testing/explored';
import { json, row, until } from '../testing/fakeService';

test.each([
  ['the first child', ['s:a.root', 's:b.root'], 's:all\ns:a.root'],
  ['the sentence that it is empty', [], 's:all\n\n']
])('the keyboard that waits at “Loading…” goes on at %s', async (_, children, heir) => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () =>
    json({ rows: [row('s:all', 'CONTAINER'), row('s:other')], more: false })
  );
  let answer: (response: Response) => void = () => undefined;
  service.on('GET instances/lake/children', () => new Promise(resolve => (answer = resolve)));
  model.setText('s:');
  await model.search();
  model.setCurrent('s:all');
  model.walk.in();
  model.walk.in();
  expect(model.currentLine()?.kind).toBe('loading');

  answer(json({ rows: children.map(did => row(did, 'FILE')), cursor: null, total: children.length }));
  await until(() => model.currentLine()?.kind !== 'loading');

  expect(model.current).toBe(heir);
});

test('the keyboard inside what is closed goes to what was closed', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () => json({ rows: [row('s:all', 'CONTAINER')], more: false }));
  service.on('GET instances/lake/children', (_, url) =>
    json({ rows: [row(`${url.searchParams.get('did') ?? ''}.part`)], cursor: null, total: 1 })
  );
  model.setText('s:');
  await model.search();
  model.toggle('s:all');
  await until(() => model.lines.at(1)?.kind === 'did');
  model.toggle('s:all\ns:all.part');
  await until(() => model.lines.at(2)?.kind === 'did');
  model.setCurrent(model.lines.at(2)?.key ?? null);

  model.toggle('s:all');

  expect(model.current).toBe('s:all');
});

test('the keyboard walks the tree as trees are walked', async () => {
  const { service, model } = one;
  service.on('GET instances/lake/search', () =>
    json({ rows: [row('s:all', 'CONTAINER'), row('s:zoo')], more: false })
  );
  service.on('GET instances/lake/children', () => json({ rows: [row('s:part')], cursor: null, total: 1 }));
  service.on('GET instances/lake/did', (_, url) => json(row(url.searchParams.get('did') ?? '')));
  model.setText('s:');
  await model.search();

  model.walk.by(1);
  expect(model.current).toBe('s:all');
  model.walk.in();
  await until(() => names(model).includes('  part'));
  model.walk.in();
  expect(model.current).toBe('s:all\ns:part');
  model.walk.out();
  expect(model.current).toBe('s:all');
  model.walk.out();
  expect(names(model)).toEqual(['all', 'zoo']);
  model.walk.toName('z');
  expect(model.current).toBe('s:zoo');
  model.walk.by(5);
  expect(model.current).toBe('s:zoo');
  model.walk.to(0);
  expect(model.current).toBe('s:all');
});
