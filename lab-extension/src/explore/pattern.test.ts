import { patternOf } from './pattern';

test.each([
  ['s:', 's:'],
  ['s:Hyy', 's:Hyy*'],
  ['s:*Oct*', 's:*Oct*'],
  [' Hyy ', '*Hyy*'],
  ['', '']
])('%j is asked for as %j', (typed, pattern) => {
  expect(patternOf(typed)).toBe(pattern);
});
