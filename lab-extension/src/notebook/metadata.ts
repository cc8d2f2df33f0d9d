/**
 * What a notebook says it wants attached, in its metadata. Whoever wrote the notebook wrote this: names are taken
 * as texts and judged before use, and fields nobody here knows stay as they are.
 */
import type { JSONObject, PartialJSONObject, PartialJSONValue } from '@lumino/coreutils';

import type { Catalogue } from '../lake/wire';

export const KEY = 'lakeside';
/** The older extension's key; its entries are read, and kept where they are. */
export const OLDER_KEY = 'rucio_attachments';

export interface Wish {
  /** Null where the notebook does not say: the older extension took whichever instance was active. */
  readonly instance: string | null;
  readonly catalogue: Catalogue | null;
  readonly did: string;
  readonly variable: string;
  readonly older: boolean;
  /** A person has said to use files, too, that could not be verified. */
  readonly unverified?: boolean;
}

/** What tells one wish of a notebook from the others. */
export type Identity = Pick<Wish, 'did' | 'variable' | 'older'>;

export function isSame(a: Identity, b: Identity): boolean {
  return a.did === b.did && a.variable === b.variable && a.older === b.older;
}

export function keyOf({ did, variable }: Identity): string {
  return `${variable} ${did}`;
}

/** The part of a notebook's metadata that is read and written here. */
export interface Metadata {
  get(key: string): PartialJSONValue | undefined;
  set(key: string, value: PartialJSONValue): void;
  delete(key: string): void;
}

type Entry = PartialJSONObject;

/** All wishes, each DID and variable once; what is not a wish is passed over. */
export function wishes(metadata: Metadata): readonly Wish[] {
  const found: Wish[] = [];
  const add = (wish: Wish | null): void => {
    if (wish !== null && !found.some(one => one.variable === wish.variable || isDouble(one, wish))) {
      found.push(wish);
    }
  };
  objects(rawEntries(metadata)).forEach(entry => {
    add(wishIn(entry));
  });
  objects(rawOlder(metadata)).forEach(entry => {
    add(olderWishIn(entry));
  });
  return found;
}

export function add(metadata: Metadata, wish: Wish): void {
  const fields: JSONObject = {
    ...(wish.instance === null ? {} : { instance: wish.instance }),
    ...(wish.catalogue === null ? {} : { catalogue: { host: wish.catalogue.host, vo: wish.catalogue.vo } }),
    did: wish.did,
    variable: wish.variable,
    mode: 'auto'
  };
  write(metadata, [...rawEntries(metadata), fields]);
}

export function rename(metadata: Metadata, wish: Wish, variable: string): void {
  change(metadata, wish, entry => ({ ...entry, [wish.older ? 'variableName' : 'variable']: variable }));
}

/** Writes down that files are good enough that could not be verified. */
export function acceptUnverified(metadata: Metadata, wish: Wish): void {
  change(metadata, wish, entry => ({ ...entry, unverified: true }));
}

/** Says of which catalogue the DID is, once the service has said so. */
export function setCatalogue(metadata: Metadata, wish: Wish, instance: string, catalogue: Catalogue): void {
  if (!wish.older) {
    change(metadata, wish, entry => ({
      ...entry,
      instance,
      catalogue: { ...asObject(entry.catalogue), host: catalogue.host, vo: catalogue.vo }
    }));
  }
}

export function remove(metadata: Metadata, wish: Wish): void {
  change(metadata, wish, () => null);
}

function change(metadata: Metadata, wish: Wish, to: (entry: Entry) => Entry | null): void {
  const read = wish.older ? olderWishIn : wishIn;
  const before = wish.older ? rawOlder(metadata) : rawEntries(metadata);
  const after = before.flatMap(raw => {
    const entry = asObject(raw);
    const one = entry === null ? null : read(entry);
    if (entry === null || one?.variable !== wish.variable || one.did !== wish.did) {
      return [raw];
    }
    const changed = to(entry);
    return changed === null ? [] : [changed];
  });
  if (wish.older) {
    writeOlder(metadata, after);
  } else {
    write(metadata, after);
  }
}

function isDouble(a: Wish, b: Wish): boolean {
  return a.did === b.did && (a.instance === b.instance || a.instance === null || b.instance === null);
}

function wishIn(entry: Entry): Wish | null {
  const { did, variable, instance } = entry;
  if (typeof did !== 'string' || typeof variable !== 'string' || !did.includes(':')) {
    return null;
  }
  const catalogue = asObject(entry.catalogue);
  return {
    instance: typeof instance === 'string' ? instance : null,
    catalogue:
      typeof catalogue?.host === 'string'
        ? { host: catalogue.host, vo: typeof catalogue.vo === 'string' ? catalogue.vo : null }
        : null,
    did,
    variable,
    older: false,
    ...(entry.unverified === true ? { unverified: true } : {})
  };
}

function olderWishIn(entry: Entry): Wish | null {
  const { did, variableName } = entry;
  if (typeof did !== 'string' || typeof variableName !== 'string' || !did.includes(':')) {
    return null;
  }
  const unverified = entry.unverified === true ? { unverified: true } : {};
  return { instance: null, catalogue: null, did, variable: variableName, older: true, ...unverified };
}

function rawEntries(metadata: Metadata): readonly PartialJSONValue[] {
  const list = asObject(metadata.get(KEY))?.attachments;
  return Array.isArray(list) ? list : [];
}

function rawOlder(metadata: Metadata): readonly PartialJSONValue[] {
  const list = metadata.get(OLDER_KEY);
  return Array.isArray(list) ? list : [];
}

function objects(values: readonly PartialJSONValue[]): readonly Entry[] {
  return values.map(asObject).filter(entry => entry !== null);
}

function write(metadata: Metadata, attachments: readonly PartialJSONValue[]): void {
  const before = asObject(metadata.get(KEY)) ?? {};
  const others = Object.keys(before).filter(key => key !== 'version' && key !== 'attachments');
  if (attachments.length === 0 && others.length === 0) {
    metadata.delete(KEY);
  } else {
    metadata.set(KEY, { ...before, version: before.version ?? 1, attachments: [...attachments] });
  }
}

function writeOlder(metadata: Metadata, attachments: readonly PartialJSONValue[]): void {
  if (attachments.length === 0) {
    metadata.delete(OLDER_KEY);
  } else {
    metadata.set(OLDER_KEY, [...attachments]);
  }
}

function asObject(value: PartialJSONValue | undefined): PartialJSONObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}
