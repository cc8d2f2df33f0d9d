/** What a variable is to hold: a list of texts, or the one text of a single file. */
export interface Value {
  readonly items: readonly string[];
  readonly single: boolean;
}

export type NameFault =
  | { readonly kind: 'empty' | 'not-a-name' | 'reserved' | 'long' }
  /** Allowed, but it hides something that people use. */
  | { readonly kind: 'shadows' };

/** How one language binds a variable and says what it holds. One more language is one more of these. */
export interface Language {
  /** What `language_info.name` says, in lower case. */
  readonly name: string;
  readonly label: string;
  literal(words: string): string;
  /** Sets the variable, whatever it held, and prints the sentinel. */
  bind(variable: string, value: Value, nonce: string): string;
  /** Sets the variable only where there is none of that name; the sentinel says "other" where it holds another value. */
  bindIfAbsent(variable: string, value: Value, nonce: string): string;
  nameFault(name: string): NameFault | null;
  /** A first cell for somebody who has just attached `did`. */
  usage(variable: string, did: string, value: Value): string;
}

/** Longest name of a variable that is proposed or taken. */
export const LONGEST_NAME = 80;

/**
 * A name for the variable of a DID: its last part in lower case, and `_2`, `_3` … where it is taken.
 * All languages know these letters.
 */
export function proposedName(did: string, taken: readonly string[], language: Language | null): string {
  const last =
    did
      .slice(did.indexOf(':') + 1)
      .split('/')
      .filter(part => part !== '')
      .at(-1) ?? did;
  const plain = last
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  const start = plain === '' ? 'data' : /^\d/.test(plain) ? `x_${plain}` : plain;
  const fault = language?.nameFault(start) ?? null;
  const name = fault === null ? start : `${start}_data`;
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (!taken.includes(candidate)) {
      return candidate;
    }
  }
}
