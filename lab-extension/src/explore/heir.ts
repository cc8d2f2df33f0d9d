import type { Line } from './tree';

/**
 * The line that the keyboard goes to when its own is gone: what came in its place, as the first child where
 * "Loading…" stood, or else the nearest line above that it hung below. Null if nothing of that is there.
 */
export function heirOf(key: string, before: readonly Line[], now: readonly Line[]): string | null {
  const gone = before.find(line => line.key === key);
  if (gone === undefined) {
    return null;
  }
  const place = before.filter(line => line.parent === gone.parent).indexOf(gone);
  const siblings = now.filter(line => line.parent === gone.parent);
  const successor = siblings[Math.min(place, siblings.length - 1)];
  if (successor !== undefined) {
    return successor.key;
  }
  let above = gone.parent;
  while (above !== null && !now.some(line => line.key === above)) {
    above = before.find(line => line.key === above)?.parent ?? null;
  }
  return above;
}
