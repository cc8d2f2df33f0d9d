import { nullTranslator } from '@jupyterlab/translation';

import { readRow } from '../lake/wire';
import { elsewhere, row } from '../testing/fakeService';
import { spoken } from './spoken';
import { emptyBranch, linesOf, nodeOf } from './tree';

const trans = nullTranslator.load('lakeside');
const NONE = { state: 'elsewhere', bytes_here: 0, bytes: 100, files_here: 0, files: 1 };

function line(type: string, here: object): string | undefined {
  const [first] = linesOf({ ...emptyBranch(), nodes: [nodeOf(readRow(row('s:n', type, { here })), null)] });
  return first === undefined ? undefined : spoken(first, trans);
}

test('nothing is said of a container that nobody has opened or fetched', () => {
  expect(line('CONTAINER', elsewhere())).not.toContain('not here');
});

test.each([
  ['FILE', NONE],
  ['DATASET', elsewhere()],
  ['CONTAINER', NONE]
])('%s of which it is known is said to be not here', (type, here) => {
  expect(line(type, here)).toContain('not here');
});
