import { readFileSync } from 'node:fs';

import { compareVersions } from './lake/versions';
import { version } from './version';

test('the panel and its package are of one version', () => {
  const { version: packaged } = JSON.parse(readFileSync(`${__dirname}/../package.json`, 'utf8')) as {
    version: string;
  };

  expect(version).toBe(packaged);
});

test.each([
  ['0.1.0', '0.1.0', 0],
  ['0.1.0', '0.2.0', -1],
  ['0.10.0', '0.9.9', 1],
  ['1.0', '1.0.1', -1]
])('%s against %s', (a, b, side) => {
  expect(Math.sign(compareVersions(a, b))).toBe(side);
});
