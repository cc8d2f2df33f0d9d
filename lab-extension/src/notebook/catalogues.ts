import type { Instance } from '../lake/wire';
import type { Wish } from './metadata';

export type Match =
  | { readonly kind: 'instance'; readonly instance: Instance }
  | { readonly kind: 'other-catalogue'; readonly host: string; readonly here: string | null };

/**
 * The instance that a notebook means. The catalogue's host and VO decide, since everybody names instances as they
 * like; a catalogue on the reader's own machine has a port for a name, and there the instance's name decides.
 */
export function instanceFor(
  wish: Wish,
  instances: readonly Instance[],
  active: Instance | null
): Match | null {
  const named = instances.find(one => one.name === wish.instance) ?? null;
  const { catalogue } = wish;
  if (catalogue === null) {
    const found = named ?? (wish.instance === null ? active : null);
    return found === null ? null : { kind: 'instance', instance: found };
  }
  const same = (one: Instance): boolean =>
    hostOf(one.url) === catalogue.host &&
    (one.vo === null || catalogue.vo === null || one.vo === catalogue.vo);
  const found = named !== null && same(named) ? named : instances.find(same);
  if (found !== undefined) {
    return { kind: 'instance', instance: found };
  }
  if (named !== null && isLoopback(catalogue.host) && isLoopback(hostOf(named.url))) {
    return { kind: 'instance', instance: named };
  }
  return { kind: 'other-catalogue', host: catalogue.host, here: named?.name ?? active?.name ?? null };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
