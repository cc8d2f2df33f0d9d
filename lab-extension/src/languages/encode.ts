/**
 * Texts as literals of printable ASCII: whatever a name holds, a kernel's locale, terminal or editor
 * cannot change it on the way.
 */
export interface Encoding {
  /** What one escape stands for. */
  readonly unit: 'code point' | 'UTF-16 unit' | 'byte';
  /** Characters to escape although they are printable. */
  readonly special: string;
  readonly format: (unit: number) => string;
  readonly open: string;
  readonly close: string;
}

export function encode(words: string, { unit, special, format, open, close }: Encoding): string {
  const literal = unitsOf(words, unit).map(one => {
    const character = String.fromCharCode(one);
    return one >= 32 && one < 127 && !special.includes(character) ? character : format(one);
  });
  return open + literal.join('') + close;
}

export function bytesOf(words: string): number {
  return new TextEncoder().encode(words).length;
}

function unitsOf(words: string, unit: Encoding['unit']): number[] {
  switch (unit) {
    case 'code point':
      return Array.from(words, character => character.codePointAt(0) ?? 0);
    case 'UTF-16 unit':
      return Array.from({ length: words.length }, (_, at) => words.charCodeAt(at));
    case 'byte':
      return [...new TextEncoder().encode(words)];
  }
}
