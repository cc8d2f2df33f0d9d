import { type Row, readRow } from '../lake/wire';
import { problem } from '../lake/problem';
import { branchOf } from '../testing/branches';
import { row } from '../testing/fakeService';
import { Lines } from './lines';
import { type Branch, addPage, branchBelow, emptyBranch } from './tree';

const of = (did: string, type = 'DATASET'): Row => readRow(row(did, type));

/** A tree of which chance decides what is open, and what has come; from a seed that the test names. */
function grown(seed: number): Branch {
  let state = seed;
  const chance = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const grow = (branch: Branch, depth: number): void => {
    const count = chance(6);
    const rows = Array.from({ length: count }, (_, at) =>
      of(`s:${String(depth)}-${String(at)}`, chance(3) === 0 ? 'FILE' : 'CONTAINER')
    );
    addPage(branch, { ...page(rows), cursor: chance(3) === 0 ? '1-5' : null });
    branch.beside = chance(4) === 0 ? problem('x', 'x') : null;
    rows.forEach(one => {
      if (depth < 4 && one.type !== 'FILE' && chance(2) === 0) {
        const below = branchBelow(branch, one.did);
        below.isOpen = chance(4) !== 0;
        grow(below, depth + 1);
      }
    });
  };
  const root = emptyBranch();
  grow(root, 1);
  return root;
}

function page(rows: readonly Row[]): Parameters<typeof addPage>[1] {
  return {
    rows,
    cursor: null,
    total: null,
    read: null,
    cut: null,
    asked: null,
    kept: false,
    problem: null
  };
}

/** The keys of all lines, made one after the other as a person would. */
function keysOf(branch: Branch): string[] {
  const parent = branch.key ?? '';
  const tail = branch.cursor !== null || (branch.rows.length === 0 && branch.key !== null);
  return [
    ...(branch.beside === null ? [] : [`${parent}\n\n\n`]),
    ...branch.rows.flatMap(({ did }) => {
      const below = branch.below.get(did);
      const key = branch.key === null ? did : `${branch.key}\n${did}`;
      return [key, ...(below?.isOpen === true ? keysOf(below) : [])];
    }),
    ...(tail ? [`${parent}\n\n`] : [])
  ];
}

test.each(Array.from({ length: 200 }, (_, seed) => seed))(
  'every line of the tree of seed %i is found at its place, and by its key',
  seed => {
    const root = grown(seed);
    const expected = keysOf(root);

    const lines = new Lines(root);

    expect([...lines].map(({ key }) => key)).toEqual(expected);
    expect(expected.map(key => lines.indexOf(key))).toEqual(expected.map((_, at) => at));
    expect([...lines.others.keys()].sort((a, b) => a - b)).toEqual(
      expected.flatMap((_, at) => (lines.at(at)?.kind === 'did' ? [] : [at]))
    );
  }
);

test('a container that contains itself is shown there, but not opened once more', () => {
  const root = branchOf(null, [of('s:loop', 'CONTAINER')]);
  const below = branchBelow(root, 's:loop');
  addPage(below, page([of('s:part', 'CONTAINER')]));
  below.isOpen = true;
  const deeper = branchBelow(below, 's:part');
  addPage(deeper, page([of('s:loop', 'CONTAINER'), of('s:file', 'FILE')]));
  deeper.isOpen = true;
  branchBelow(deeper, 's:loop').isOpen = true;

  const lines = [...new Lines(root)];

  expect(lines.map(({ key }) => key.split('\n').length)).toEqual([1, 2, 3, 3]);
  expect(lines[2]).toMatchObject({ isLoop: true, expanded: null });
  expect(lines[1]).toMatchObject({ isLoop: false, expanded: true });
});

test('names that hold what keys are joined with lead nowhere else', () => {
  const root = branchOf(null, [of('s:a', 'CONTAINER'), of('s:a\ns:b', 'CONTAINER')]);
  const below = branchBelow(root, 's:a');
  addPage(below, page([of('s:c', 'FILE')]));
  below.isOpen = true;

  const lines = new Lines(root);

  expect(lines.at(lines.indexOf('s:a\ns:c'))).toMatchObject({ level: 2 });
  expect(lines.indexOf('s:a\nnothing')).toBe(-1);
});

test('how many there are is not said while nobody knows', () => {
  const root = emptyBranch();
  addPage(root, { ...page([of('s:a')]), cursor: '1-1' });
  expect(new Lines(root).at(0)).toMatchObject({ position: 1, siblings: -1 });

  addPage(root, { ...page([of('s:b')]), cursor: '1-2', total: 7 });

  expect(new Lines(root).at(1)).toMatchObject({ position: 2, siblings: 8 });
});
