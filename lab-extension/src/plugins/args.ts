import type { ReadonlyJSONObject, ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** A command's argument, if it is the text that it ought to be. */
export function textOf(args: ReadonlyPartialJSONObject, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The schema of a command whose arguments are all texts. */
export function textArgs(
  properties: Readonly<Record<string, string>>,
  required: readonly string[] = []
): ReadonlyJSONObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, description]) => [name, { type: 'string', description }])
    ),
    required
  };
}
