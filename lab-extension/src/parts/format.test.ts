import { nullTranslator } from '@jupyterlab/translation';

import { changeWords } from '../notebook/changeWords';
import { files, moment, number, size } from './format';

const trans = nullTranslator.load('lakeside');

test('numbers of files are written as people write them', () => {
  expect(files(1, trans)).toBe('1 file');
  expect(files(50_000, trans)).toBe(`${number(50_000)} files`);
  expect(files(50_000, trans)).not.toBe('50000 files');
});

test.each([
  [{ files: 1, bytes: 2048 }, `grown by 1 file (${size(2048)})`],
  [{ files: 3000, bytes: 2048 }, `grown by ${number(3000)} files (${size(2048)})`],
  [{ files: -2, bytes: -10 }, 'has 2 files less'],
  [{ files: 0, bytes: 10 }, 'has other files']
])('a dataset of which the catalogue has %j more has %s', (change, words) => {
  expect(changeWords(change, trans)).toContain(words);
});

test('a time says its date on another day, and its year in another year', () => {
  const now = new Date(2026, 10, 21, 9, 0);

  expect(moment(new Date(2026, 10, 21, 18, 10), now)).toBe('18:10');
  expect(moment(new Date(2026, 11, 1, 18, 10), now)).not.toContain('2026');
  expect(moment(new Date(2027, 10, 21, 18, 10), now)).toContain('2027');
});
