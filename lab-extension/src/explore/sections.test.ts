import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

import { type RseShare, readShares } from '../lake/detailsWire';
import type { Row } from '../lake/wire';
import type { Section, Sections } from './closeLook';
import { DetailsSections } from './DetailsSections';

// JupyterLab's icons need a browser to be loaded at all.
jest.mock('@jupyterlab/ui-components', () => {
  const icon = { react: () => null };
  return { caretDownIcon: icon, caretRightIcon: icon };
});

const CLOSED: Section<never> = { isOpen: false, answer: null, problem: null };

/** What stands in the part "Replicas", for the answer that the service gave. */
function replicas(answer: unknown, type: Row['type'] = 'CONTAINER'): string {
  const shares: Section<RseShare> = { isOpen: true, answer: readShares(answer), problem: null };
  const sections: Sections = { shares, rules: CLOSED, metadata: CLOSED, parents: CLOSED };
  const details = { row: { did: 's:all', type } as Row, more: null, problem: null, sections };
  const nothing = (): void => undefined;
  const never = (): Promise<void> => new Promise(nothing);
  const actions = {
    copy: never,
    copyList: never,
    refresh: nothing,
    again: nothing,
    toggle: nothing,
    goTo: nothing
  };
  const html = renderToStaticMarkup(createElement(DetailsSections, { details, isOpenData: false, actions }));
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ Rules .*/, '');
}

const DISK = { rse: 'DISK', type: 'DISK', available: 40, files: 40, bytes: 100, state: 'partial' };

test('that not everything was counted is said with the replicas', () => {
  expect(replicas({ rows: [DISK], more: true })).toBe(
    'Replicas DISK 100 B · 40 of more than 40 files ' +
      'Not everything in it was counted: RSEs may have more of it, and there may be others.'
  );
  expect(replicas({ rows: [DISK, { ...DISK, rse: 'OTHER' }], more: true })).toContain(
    'Replicas at least 2 DISK'
  );
});

test('where nothing was counted it is not said that there is nothing', () => {
  expect(replicas({ rows: [], more: true })).toMatch(/^Replicas Not everything/);
  expect(replicas({ rows: [], more: false })).toBe('Replicas None.');
});

test('replicas that were all counted are said without more words', () => {
  const rows = [
    { ...DISK, state: 'complete' },
    { ...DISK, rse: 'TAPE', type: 'TAPE', available: 3 }
  ];

  expect(replicas({ rows, more: false })).toBe(
    'Replicas 2 DISK 100 B · complete TAPE tape · 100 B · 3 of 40 files'
  );
});

test('a replica that is bad has no size: nothing of it can be read', () => {
  const bad = { rse: 'DISK', type: 'DISK', available: 0, files: 1, bytes: 0, state: 'bad' };

  expect(replicas({ rows: [bad], more: false }, 'FILE')).toBe('Replicas DISK bad');
});
