import type { Line, Lines } from './lines';

/**
 * The line that the keyboard goes to when its own is gone: what came in its place, as the first child where
 * "Loading…" stood, or else the nearest line above that it hung below. Null if nothing of that is there.
 */
export function heirOf(key: string, before: Lines, now: Lines): string | null {
  const gone = before.at(before.indexOf(key));
  if (gone === undefined || before.indexOf(key) < 0) {
    return null;
  }
  const successor = now.childOf(gone.parent, before.placeOf(gone));
  if (successor !== null) {
    return successor.key;
  }
  let above = gone.parent;
  while (above !== null && now.indexOf(above) < 0) {
    above = parentOf(before, above);
  }
  return above;
}

function parentOf(lines: Lines, key: string): Line['parent'] {
  const index = lines.indexOf(key);
  return index < 0 ? null : (lines.at(index)?.parent ?? null);
}
