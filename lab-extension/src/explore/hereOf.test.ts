import { type LocalState, type Row, readRow } from '../lake/wire';
import { elsewhere, row } from '../testing/fakeService';
import { branchOf } from '../testing/branches';
import { WhatIsHere } from './hereOf';
import type { Branch } from './tree';

const ALL = { state: 'here', bytes_here: 100, bytes: 100, files_here: 1, files: 1 };
const SOME = { state: 'partial', bytes_here: 40, bytes: 100, files_here: 0, files: 1 };
const NONE = { state: 'elsewhere', bytes_here: 0, bytes: 100, files_here: 0, files: 1 };
const UNVERIFIED = { ...SOME, bytes_here: 100, unverified: true };
const BAD = { ...NONE, state: 'bad' };

const of = (did: string, type: string, here: object = elsewhere(), more: object = {}): Row =>
  readRow(row(did, type, { here, ...more }));

interface Opened {
  readonly row: Row;
  readonly below?: Branch;
}

const hereOf = ({ row: one, below }: Opened, above: Row | null): LocalState =>
  new WhatIsHere().of(one, below, above);

function open(parent: Row, children: readonly Opened[], cursor: string | null = null): Opened {
  const below = branchOf(
    parent.did,
    children.map(child => child.row)
  );
  below.cursor = cursor;
  children.forEach(child => {
    if (child.below !== undefined) {
      below.below.set(child.row.did, child.below);
    }
  });
  return { row: parent, below };
}

const dataset = (...files: object[]): Opened =>
  open(
    of('s:d', 'DATASET'),
    files.map((here, at) => ({ row: of(`s:f${String(at)}`, 'FILE', here) }))
  );

test.each<[string, object[], Partial<LocalState>]>([
  ['all files are here', [ALL, ALL], { state: 'here' }],
  ['some are', [ALL, NONE, SOME], { state: 'partial', filesHere: 1, files: 3 }],
  ['none is', [NONE, NONE], { state: 'elsewhere' }],
  ['one could not be verified', [ALL, UNVERIFIED], { state: 'unverified' }],
  ['one came wrong', [ALL, BAD], { state: 'bad' }]
])('a dataset nobody fetched as such stands as its files do: %s', (_, files, expected) => {
  expect(hereOf(dataset(...files), null)).toMatchObject(expected);
});

test('a container stands as the datasets in it do, and their files', () => {
  const container = open(of('s:c', 'CONTAINER'), [dataset(ALL, ALL)]);

  expect(hereOf(container, null)).toMatchObject({ state: 'here' });
});

test('nothing follows from files as long as not all are known', () => {
  const halfRead = open(of('s:d', 'DATASET'), [{ row: of('s:f', 'FILE', ALL) }], 'next');

  expect(hereOf(halfRead, null)).toMatchObject({ state: 'elsewhere' });
  expect(hereOf(open(of('s:c', 'CONTAINER'), [halfRead]), null)).toMatchObject({ state: 'elsewhere' });
});

test('what the service says of a collection counts more than what follows', () => {
  const said = { ...dataset(ALL, ALL), row: of('s:d', 'DATASET', { ...NONE, files: 5 }) };

  expect(hereOf(said, null)).toMatchObject({ state: 'elsewhere', files: 5 });
});

test('a dataset in a container that is all here is here too', () => {
  const above = of('s:c', 'CONTAINER', { ...ALL, files_here: 3, files: 3 });

  expect(hereOf({ row: of('s:d', 'DATASET') }, above)).toMatchObject({ state: 'here' });
});

test('and so is what is in it, whose size the catalogue does not say', () => {
  const above = of('s:d', 'DATASET', elsewhere(), { bytes: null, files: null });
  const container = of('s:c', 'CONTAINER', { ...ALL, files_here: 3, files: 3 });
  const child = { ...above, here: hereOf({ row: above }, container) };

  expect(hereOf({ row: of('s:e', 'DATASET') }, child)).toMatchObject({ state: 'here' });
});

test.each([
  ['whose catalogue says more bytes now', { bytes: 120 }],
  ['whose catalogue says more files now', { files: 4 }],
  ['whose catalogue does not say how large it is', { bytes: null }]
])('but not in a container %s: that may have grown', (_, more) => {
  const above = of('s:c', 'CONTAINER', { ...ALL, files_here: 3, files: 3 }, more);

  expect(hereOf({ row: of('s:d', 'DATASET') }, above)).toMatchObject({ state: 'elsewhere' });
});

test('a file is here when the service says so, whatever hangs above it', () => {
  const above = of('s:d', 'DATASET', { ...ALL, files_here: 3, files: 3 });

  expect(hereOf({ row: of('s:new', 'FILE') }, above)).toMatchObject({ state: 'elsewhere' });
});
