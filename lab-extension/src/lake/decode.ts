/**
 * Reads JSON nobody has looked at yet. A reader takes the field as agreed or says which one is not;
 * no answer of the service goes further unread.
 */
export class UnreadableAnswer extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnreadableAnswer(`${what} is not an object`);
  }
  return value as Fields;
}

export function text(from: Fields, key: string): string {
  const value = from[key];
  if (typeof value !== 'string') {
    throw new UnreadableAnswer(`"${key}" is not a text`);
  }
  return value;
}

export function textOrNull(from: Fields, key: string): string | null {
  const value = from[key];
  return value === undefined || value === null ? null : text(from, key);
}

export function number(from: Fields, key: string): number {
  const value = from[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new UnreadableAnswer(`"${key}" is not a number`);
  }
  return value;
}

export function numberOrNull(from: Fields, key: string): number | null {
  const value = from[key];
  return value === undefined || value === null ? null : number(from, key);
}

export function flag(from: Fields, key: string): boolean {
  const value = from[key];
  if (typeof value !== 'boolean') {
    throw new UnreadableAnswer(`"${key}" is neither true nor false`);
  }
  return value;
}

export function oneOf<T extends string>(from: Fields, key: string, allowed: readonly T[]): T {
  const value = text(from, key);
  const found = allowed.find(one => one === value);
  if (found === undefined) {
    throw new UnreadableAnswer(`"${key}" is "${value}", not one of ${allowed.join(', ')}`);
  }
  return found;
}

export function list<T>(from: Fields, key: string, read: (item: unknown) => T): readonly T[] {
  const value = from[key];
  if (!Array.isArray(value)) {
    throw new UnreadableAnswer(`"${key}" is not a list`);
  }
  return value.map(read);
}

export function textList(from: Fields, key: string): readonly string[] {
  return from[key] === undefined || from[key] === null
    ? []
    : list(from, key, item => {
        if (typeof item !== 'string') {
          throw new UnreadableAnswer(`"${key}" holds something that is not a text`);
        }
        return item;
      });
}

export function moment(from: Fields, key: string): Date | null {
  const value = textOrNull(from, key);
  if (value === null) {
    return null;
  }
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) {
    throw new UnreadableAnswer(`"${key}" is "${value}", not a time`);
  }
  return date;
}
