import type { TranslationBundle } from '@jupyterlab/translation';

import type { Availability } from '../lake/detailsWire';
import type { LocalState, Row } from '../lake/wire';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** A size as people read it: three digits that count, and a unit of 1024. */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${number(value, unit === 0 || value >= 99.95 ? 0 : 1)}\u00a0${UNITS[unit] ?? ''}`;
}

export function rate(bytesPerSecond: number): string {
  return `${size(bytesPerSecond)}/s`;
}

export function percent(part: number): string {
  return `${String(Math.floor(part * 100))}\u00a0%`;
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);
}

export function clock(time: Date): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false }).format(
    time
  );
}

/** A time of today as the clock shows it, another day's with its date, another year's with the year. */
export function moment(time: Date, now = new Date()): string {
  if (time.toDateString() === now.toDateString()) {
    return clock(time);
  }
  const isFar = time.getFullYear() !== now.getFullYear();
  const day = new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    ...(isFar ? { year: 'numeric' } : {})
  }).format(time);
  return `${day}, ${clock(time)}`;
}

/** How long, in one unit: as much as a glance takes in. */
export function span(seconds: number, trans: TranslationBundle): string {
  if (seconds < 90) {
    return trans.__('%1 s', number(Math.max(0, Math.round(seconds))));
  }
  if (seconds < 90 * 60) {
    return trans.__('%1 min', number(Math.round(seconds / 60)));
  }
  return seconds < 36 * 3600
    ? trans.__('%1 h', number(Math.round(seconds / 3600)))
    : trans.__('%1 days', number(Math.round(seconds / 86400)));
}

/**
 * A name as it can be shown: characters that would hide, break or turn round the text are written out.
 * Names come from everybody who may write to the catalogue.
 */
export function shown(name: string): string {
  return name.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  );
}

/** The number itself is the first of a plural's arguments; as people write it, it is the second. */
export function files(count: number, trans: TranslationBundle): string {
  return trans._n('%2 file', '%2 files', count, number(count));
}

export function kind(row: Pick<Row, 'type'>, trans: TranslationBundle): string {
  switch (row.type) {
    case 'FILE':
      return trans.__('File');
    case 'DATASET':
      return trans.__('Dataset');
    case 'CONTAINER':
      return trans.__('Container');
  }
}

/** Where the bytes are, in words: what the icon beside the row says. */
export function whereabouts(
  here: LocalState,
  trans: TranslationBundle,
  away: Availability | null = null
): string {
  switch (here.state) {
    case 'elsewhere':
      return awayWords(away, trans);
    case 'partial':
      return here.files !== null && here.files > 1
        ? trans.__('%1 of %2 here', number(here.filesHere), files(here.files, trans))
        : trans.__('partly here');
    case 'downloading':
      return here.bytes !== null && here.bytes > 0
        ? trans.__('downloading, %1', percent(here.bytesHere / here.bytes))
        : trans.__('downloading');
    case 'here':
      return trans.__('here, verified');
    case 'unverified':
      return trans.__('here, not verified');
    case 'bad':
      return trans.__('download failed');
  }
}

/** Of what is not here: whether a storage can give it. */
function awayWords(away: Availability | null, trans: TranslationBundle): string {
  switch (away) {
    case 'tape':
      return trans.__('not here, on tape only');
    case 'partial':
      return trans.__('not here, some files on no storage');
    case 'unavailable':
      return trans.__('not here, on no storage that can give it');
    default:
      return trans.__('not here');
  }
}

/** How long ago, as much as a glance takes in. */
export function ago(time: Date, trans: TranslationBundle, now = new Date()): string {
  const seconds = (now.getTime() - time.getTime()) / 1000;
  return seconds < 60 ? trans.__('just now') : trans.__('%1 ago', span(seconds, trans));
}
