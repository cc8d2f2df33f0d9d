import { type VoChoice, readChoice, toggledFqan, toggledVo, written } from './memberships';

test.each(['escape', 'escape:/escape/cms/Role=production', 'escape:/escape/cms,/escape'])(
  '%s is written as it is read',
  text => {
    expect(written(readChoice(text))).toBe(text);
  }
);

test('what is chosen first is first', () => {
  let choices: readonly VoChoice[] = [];
  choices = toggledVo(toggledVo(choices, 'other'), 'escape');
  choices = toggledFqan(choices, 'escape', '/escape/cms');
  choices = toggledFqan(choices, 'escape', '/escape');
  expect(choices.map(written)).toEqual(['other', 'escape:/escape/cms,/escape']);

  choices = toggledVo(toggledFqan(choices, 'escape', '/escape/cms'), 'other');

  expect(choices.map(written)).toEqual(['escape:/escape']);
});
