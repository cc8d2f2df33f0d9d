/**
 * What a person types, as the pattern that is asked for. Stars of one's own are taken as they are; without one,
 * `scope:start` finds every name that begins so, and a bare word every name that has it inside.
 */
export function patternOf(typed: string): string {
  const words = typed.trim();
  if (words === '' || words.includes('*') || words.includes('%')) {
    return words;
  }
  if (words.endsWith(':')) {
    return words;
  }
  return words.includes(':') ? `${words}*` : `*${words}*`;
}
