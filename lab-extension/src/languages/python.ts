import { type Encoding, encode } from './encode';
import { LONGEST_NAME, type Language, type NameFault, type Value } from './language';

const TEXT: Encoding = {
  unit: 'code point',
  special: '"\\',
  format: point =>
    point > 0xffff
      ? `\\U${point.toString(16).padStart(8, '0')}`
      : `\\u${point.toString(16).padStart(4, '0')}`,
  open: '"',
  close: '"'
};

const KEYWORDS = (
  'False None True and as assert async await break class continue def del elif else except finally for from ' +
  'global if import in is lambda nonlocal not or pass raise return try while with yield match case In Out exit quit'
).split(' ');

const SHADOWED = (
  'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict ' +
  'dir display divmod enumerate eval exec filter float format frozenset get_ipython getattr globals hasattr hash help hex id ' +
  'input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord ' +
  'pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars ' +
  'zip np pd ak uproot ROOT plt os sys'
).split(' ');

function literal(words: string): string {
  return encode(words, TEXT);
}

function expression({ items, single }: Value): string {
  const literals = items.map(literal);
  return single ? (literals[0] ?? '""') : `[${literals.join(', ')}]`;
}

/**
 * Prints count and bytes of what the variable holds, or "other" where `condition` is false or that is no list of
 * texts (no text, for one file). Through `builtins`, because a notebook may well have a `sum` or a `list` of its own;
 * leaves no name behind.
 */
function sentinel(variable: string, { single }: Value, nonce: string, condition?: string): string {
  const b = '__import__("builtins")';
  const other = `"LKS:${nonce}:other"`;
  const read = single
    ? `"LKS:${nonce}:1:%d" % ${b}.len(${variable}.encode())`
    : `"LKS:${nonce}:%d:%d" % (${b}.len(${variable}), ${b}.sum(${b}.len(x.encode()) for x in ${variable}))`;
  const words = condition === undefined ? read : `(${read}) if ${condition} else ${other}`;
  const tell = (what: string): string => `    ${b}.print(${what}, flush=True)`;
  return ['try:', tell(words), `except ${b}.Exception:`, tell(other)].join('\n');
}

function nameFault(name: string): NameFault | null {
  if (name === '') {
    return { kind: 'empty' };
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return { kind: 'not-a-name' };
  }
  if (name.length > LONGEST_NAME) {
    return { kind: 'long' };
  }
  if (KEYWORDS.includes(name) || /^_+\d*$/.test(name) || /^_i+\d*$/.test(name) || /^__.*__$/.test(name)) {
    return { kind: 'reserved' };
  }
  return SHADOWED.includes(name) ? { kind: 'shadows' } : null;
}

function usage(variable: string, did: string, value: Value): string {
  const about = `# ${variable}: ${value.single ? 'the file' : 'the files of'} ${literal(did).slice(1, -1)}`;
  const first = value.items[0] ?? '';
  const each = value.single ? `path = ${variable}\n` : `for path in ${variable}:\n    `;
  if (/\.root$/i.test(first)) {
    return `${about}\nimport uproot\n\n${each}print(path, uproot.open(path).keys())`;
  }
  if (/\.(parquet|csv)$/i.test(first)) {
    const reader = /parquet$/i.test(first) ? 'read_parquet' : 'read_csv';
    const frame = value.single
      ? `pd.${reader}(${variable})`
      : `pd.concat(pd.${reader}(path) for path in ${variable})`;
    return `${about}\nimport pandas as pd\n\ntable = ${frame}\ntable.head()`;
  }
  return `${about}\n${each}print(path)`;
}

export const python: Language = {
  name: 'python',
  label: 'Python',
  literal,
  bind: (variable, value, nonce) => `${variable} = ${expression(value)}\n${sentinel(variable, value, nonce)}`,
  bindIfAbsent: (variable, value, nonce) =>
    [
      'try:',
      `    ${variable}`,
      'except __import__("builtins").NameError:',
      `    ${variable} = ${expression(value)}`,
      // Another dataset may have as many files, and names as long: only the same texts are the same value.
      sentinel(variable, value, nonce, `${variable} == ${expression(value)}`)
    ].join('\n'),
  nameFault,
  usage
};
