import { until } from '../testing/fakeService';
import { endOfWord, withFilter } from './filters';
import { type Keep, Searches } from './searches';

/** What a reload finds. */
class Kept implements Keep {
  constructor(public value?: unknown) {}
  load = (): Promise<unknown> => Promise.resolve(this.value);
  save = (searches: unknown): Promise<void> => {
    this.value = searches;
    return Promise.resolve();
  };
}

async function loaded(recent: Kept, saved: Kept): Promise<Searches> {
  const searches = new Searches(recent, saved);
  let isTold = false;
  searches.changed.connect(() => {
    isTold = true;
  });
  await until(() => isTold);
  return searches;
}

test('the last twenty searches are kept, the latest first, each once', async () => {
  const recent = new Kept();
  const searches = await loaded(recent, new Kept());
  for (let at = 0; at < 30; at++) {
    searches.used(`s:${String(at)}`, 'all');
  }

  searches.used(' s:20 ', 'all');
  searches.used('s:20', 'file');
  searches.used('  ', 'all');

  expect(searches.recent).toHaveLength(20);
  expect(searches.recent.slice(0, 4).map(({ text, type }) => `${text} ${type}`)).toEqual([
    's:20 file',
    's:20 all',
    's:29 all',
    's:28 all'
  ]);
  expect((await loaded(recent, new Kept())).recent).toEqual(searches.recent);
});

test('a search keeps its name over a reload, until it is removed', async () => {
  const saved = new Kept();
  const searches = await loaded(new Kept(), saved);
  searches.save('mine', 's:*', 'dataset');
  searches.save('mine', 's:b*', 'dataset');
  searches.save('other', 's:c', 'all');

  const again = await loaded(new Kept(), saved);
  expect(again.saved).toEqual([
    { name: 'mine', text: 's:b*', type: 'dataset' },
    { name: 'other', text: 's:c', type: 'all' }
  ]);
  again.forget('mine');

  expect((await loaded(new Kept(), saved)).saved.map(({ name }) => name)).toEqual(['other']);
});

test.each([
  ['nothing', null],
  ['something else', 'text'],
  ['lists of anything', [null, 7, { text: 3 }, { text: '' }, { text: 'x'.repeat(3000), name: 'long' }]]
])('what is kept may be %s', async (_, value) => {
  const searches = await loaded(new Kept(value), new Kept(value));

  expect(searches.recent).toEqual([]);
  expect(searches.saved).toEqual([]);
});

test.each([
  ['', 'datatype', '=', 'DAOD*', 'datatype=DAOD*'],
  ['data18:*', 'bytes', '>', '1GB', 'data18:* bytes>1GB'],
  ['data18:* bytes>1GB', 'project', '!=', 'two words', 'data18:* bytes>1GB AND project!="two words"'],
  ['a', 'name', '=', `it"s '`, `a name="its '"`]
])('“%s” with %s %s %s is “%s”', (words, key, operator, value, expected) => {
  expect(withFilter(words, key, operator, value)).toBe(expected);
});

test('the place in the words that is marked ends with the word', () => {
  expect(endOfWord('s:* byts>1GB AND', 4)).toBe(12);
  expect(endOfWord('s:* byts>1GB', 4)).toBe(12);
  expect(endOfWord('s:*', 3)).toBe(3);
});
