import { NASTY } from '../testing/nastyTexts';
import { PythonKernel } from '../testing/pythonKernel';
import { bytesOf } from './encode';
import { languageOf, proposedName } from './index';
import { python } from './python';

const kernel = new PythonKernel();
afterAll(() => {
  kernel.end();
});

const hexOf = (words: string): string => Buffer.from(words, 'utf8').toString('hex');

describe('a literal', () => {
  test('is printable ASCII, whatever the text', () => {
    for (const words of NASTY) {
      expect(python.literal(words)).toMatch(/^"[\x20-\x7e]*"$/);
    }
  });

  test('is read by Python as the text it stands for', async () => {
    const value = { items: NASTY, single: false };

    await kernel.run(python.bind('nasty', value, '00000000'));

    expect(await kernel.value('[x.encode().hex() for x in nasty]')).toEqual(NASTY.map(hexOf));
  });
});

describe('the statement', () => {
  test('prints count and bytes', async () => {
    const { text } = await kernel.run(python.bind('v', { items: NASTY, single: false }, 'deadbeef'));

    const bytes = NASTY.reduce((sum, words) => sum + bytesOf(words), 0);
    expect(text.trim()).toBe(`LKS:deadbeef:22:${bytes}`);
  });

  test.each(NASTY)('binds one file as one text: %j', async words => {
    const { text } = await kernel.run(python.bind('one', { items: [words], single: true }, 'deadbeef'));

    expect(text.trim()).toBe(`LKS:deadbeef:1:${bytesOf(words)}`);
    expect(await kernel.value('one')).toBe(words);
  });

  test('binds an empty list', async () => {
    const { text } = await kernel.run(python.bind('none', { items: [], single: false }, 'deadbeef'));

    expect(text.trim()).toBe('LKS:deadbeef:0:0');
  });

  test('leaves no name behind but the variable', async () => {
    const before = await kernel.value('sorted(globals())');

    await kernel.run(python.bind('fresh', { items: ['a'], single: false }, 'deadbeef'));
    await kernel.run(python.bindIfAbsent('fresher', { items: ['a'], single: false }, 'deadbeef'));

    expect(await kernel.value('sorted(globals())')).toEqual(
      [...(before as string[]), 'fresh', 'fresher'].sort()
    );
  });

  test('works where sum, len, print and list mean something else', async () => {
    await kernel.run('sum = len = print = list = str = 5');

    const { text } = await kernel.run(python.bind('w', { items: ['ab', 'c'], single: false }, 'deadbeef'));

    await kernel.run('del sum, len, print, list, str');
    expect(text.trim()).toBe('LKS:deadbeef:2:3');
  });

  test('lets a variable of one’s own stand, and says that it is another', async () => {
    await kernel.run('mine = ["ba", "c"]');

    const { text } = await kernel.run(
      python.bindIfAbsent('mine', { items: ['ab', 'c'], single: false }, 'deadbeef')
    );

    expect(text.trim()).toBe('LKS:deadbeef:other');
    expect(await kernel.value('mine')).toEqual(['ba', 'c']);
  });

  test('says "other" of a variable that holds no texts', async () => {
    await kernel.run('number = 12');

    const { text } = await kernel.run(
      python.bindIfAbsent('number', { items: ['a'], single: false }, 'deadbeef')
    );

    expect(text.trim()).toBe('LKS:deadbeef:other');
  });
});

describe('a name', () => {
  test.each(['hyy', '_x', 'x2', 'Hyy_Oct20'])('%s is one', name => {
    expect(python.nameFault(name)).toBeNull();
  });

  test.each([
    ['', 'empty'],
    ['2x', 'not-a-name'],
    ['a b', 'not-a-name'],
    ['é', 'not-a-name'],
    ['a\n', 'not-a-name'],
    ['x; import os', 'not-a-name'],
    ['class', 'reserved'],
    ['None', 'reserved'],
    ['In', 'reserved'],
    ['_', 'reserved'],
    ['_12', 'reserved'],
    ['__name__', 'reserved'],
    ['a'.repeat(81), 'long'],
    ['list', 'shadows'],
    ['np', 'shadows']
  ])('%j is %s', (name, kind) => {
    expect(python.nameFault(name)?.kind).toBe(kind);
  });

  test('refuses every keyword of the Python that runs here', async () => {
    const words = (await kernel.value('__import__("keyword").kwlist')) as string[];

    expect(words.filter(word => python.nameFault(word)?.kind !== 'reserved')).toEqual([]);
  });

  test.each([
    ['ATLAS_LAPP_JEZEQUEL:Hyy_Oct20', [], 'hyy_oct20'],
    ['s:Hyy_Oct20', ['hyy_oct20'], 'hyy_oct20_2'],
    ['s:Hyy_Oct20', ['hyy_oct20', 'hyy_oct20_2'], 'hyy_oct20_3'],
    ['s:2026 data (é).root', [], 'x_2026_data_root'],
    ['s:/store/user/calib.2026', [], 'calib_2026'],
    ['s:数据', [], 'data'],
    ['s:class', [], 'class_data'],
    ['s:list', [], 'list_data'],
    [`s:${'long'.repeat(20)}`, [], 'long'.repeat(10)]
  ])('for %s beside %j is %s', (did, taken, name) => {
    expect(proposedName(did, taken, python)).toBe(name);
  });
});

test('the usage that is offered runs as it stands', async () => {
  const value = { items: ['/no/such/file.txt', '/nor/this'], single: false };
  await kernel.run(python.bind('paths', value, 'deadbeef'));

  const { text, ename } = await kernel.run(python.usage('paths', 's:a\nimport nonsense', value));

  expect(ename).toBeNull();
  expect(text).toBe('/no/such/file.txt\n/nor/this\n');
});

test('a kernel’s language is found by what it says of itself', () => {
  expect(languageOf('Python')).toBe(python);
  expect(languageOf('R')).toBeNull();
});
