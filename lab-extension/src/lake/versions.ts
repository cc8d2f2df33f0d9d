/** Below zero when `a` is older than `b`, above when newer; what follows a dash or a letter decides only a tie. */
export function compareVersions(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return a < b ? -1 : 1;
}

function numbers(version: string): number[] {
  return (/^[\d.]*/.exec(version)?.[0] ?? '').split('.').map(Number);
}
