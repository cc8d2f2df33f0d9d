/**
 * Files that a person picks or drops to log in with, as what the service takes. They hold secrets: whoever has
 * them keeps them no longer than the form that they were picked in.
 */
import type { Credentials } from '../lake/loginWire';

/** The service takes no longer ones; a certificate with all of its chain has a few KiB. */
export const LONGEST = 256 * 1024;

export interface PickedFile {
  readonly name: string;
  readonly holds: 'pkcs12' | 'certificate' | 'key' | 'both';
  /** PEM as it is, PKCS#12 in base64. */
  readonly content: string;
}

export type FileFault = {
  readonly name: string;
  readonly kind: 'too-large' | 'not-a-credential' | 'unreadable';
};

/** Looks into the files; those that are no credentials are named. */
export async function read(
  files: readonly File[]
): Promise<{ readonly files: readonly PickedFile[]; readonly faults: readonly FileFault[] }> {
  const picked: PickedFile[] = [];
  const faults: FileFault[] = [];
  for (const file of files) {
    const one = await readOne(file);
    if ('kind' in one) {
      faults.push(one);
    } else {
      picked.push(one);
    }
  }
  return { files: picked, faults };
}

async function readOne(file: File): Promise<PickedFile | FileFault> {
  const { name } = file;
  if (file.size > LONGEST) {
    return { name, kind: 'too-large' };
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { name, kind: 'unreadable' };
  }
  const text = new TextDecoder().decode(bytes);
  const certificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(text);
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
  if (certificate || key) {
    return { name, holds: certificate ? (key ? 'both' : 'certificate') : 'key', content: text };
  }
  // PKCS#12 is binary, and begins as every structure of ASN.1 does.
  return bytes[0] === 0x30
    ? { name, holds: 'pkcs12', content: base64(bytes) }
    : { name, kind: 'not-a-credential' };
}

/** What was there, with what has come: a second certificate replaces the first, a key stays beside its certificate. */
export function joined(before: readonly PickedFile[], come: readonly PickedFile[]): readonly PickedFile[] {
  return come.reduce<readonly PickedFile[]>((all, one) => {
    const fitting = { certificate: 'key', key: 'certificate', both: null, pkcs12: null }[one.holds];
    return [...all.filter(({ holds }) => holds === fitting), one];
  }, before);
}

/** What is still missing before one can log in with them. */
export function missing(files: readonly PickedFile[]): 'all' | 'certificate' | 'key' | null {
  const holds = files.map(one => one.holds);
  if (holds.includes('both') || holds.includes('pkcs12')) {
    return null;
  }
  const [certificate, key] = [holds.includes('certificate'), holds.includes('key')];
  return certificate ? (key ? null : 'key') : key ? 'certificate' : 'all';
}

/** The fields of a login with a certificate. */
export function certificateFields(files: readonly PickedFile[]): Omit<Credentials, 'kind'> {
  const of = (holds: PickedFile['holds']): PickedFile | undefined => files.find(one => one.holds === holds);
  const p12 = of('pkcs12');
  const pem = of('both') ?? of('certificate');
  const key = of('key');
  return {
    ...(p12 === undefined ? {} : { pkcs12: p12.content, name: p12.name }),
    ...(pem === undefined ? {} : { pem: pem.content, name: pem.name }),
    ...(key === undefined ? {} : { key_pem: key.content })
  };
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}
