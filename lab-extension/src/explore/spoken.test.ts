import { nullTranslator } from '@jupyterlab/translation';

import type { Availability } from '../lake/detailsWire';
import { readRow } from '../lake/wire';
import { elsewhere, row } from '../testing/fakeService';
import { spoken } from './spoken';
import { Lines } from './lines';
import { branchOf } from '../testing/branches';

const trans = nullTranslator.load('lakeside');
const NONE = { state: 'elsewhere', bytes_here: 0, bytes: 100, files_here: 0, files: 1 };

function line(type: string, here: object, away: Availability | null = null): string | undefined {
  const first = new Lines(branchOf(null, [readRow(row('s:n', type, { here }))])).at(0);
  return first === undefined ? undefined : spoken(first, trans, away);
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

test.each([
  ['tape', 'on tape only'],
  ['unavailable', 'on no storage'],
  ['partial', 'some files on no storage']
] as const)('what storages have %s of is said, of a container, too', (away, words) => {
  expect(line('CONTAINER', elsewhere(), away)).toContain(words);
  expect(line('FILE', NONE, away)).toContain(words);
});
