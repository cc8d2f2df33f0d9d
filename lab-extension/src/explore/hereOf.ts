import type { LocalState, Row } from '../lake/wire';
import type { Branch, Node } from './tree';

/** What is here of a node: as the service says, or as follows from what hangs above and below it. */
export function hereOf(node: Node, above: Row | null): LocalState {
  const { row } = node;
  if (!isUnlisted(row)) {
    return row.here;
  }
  if (above !== null && isAllHere(above)) {
    return allOf(row);
  }
  return (node.branch === null ? null : sumOf(node.branch)) ?? row.here;
}

/**
 * The service knows what is here of a collection once somebody has wanted all of it. Its files may have come
 * nevertheless, for a dataset in it or for a container around it.
 */
export function isUnlisted({ type, here }: Row): boolean {
  return type !== 'FILE' && here.state === 'elsewhere' && here.files === null;
}

/** A container that nobody has opened or fetched yet: what is here of it is not known, and no mark is better than a wrong one. */
export function isUnseen(row: Row): boolean {
  return row.type === 'CONTAINER' && isUnlisted(row);
}

/** All that the catalogue says it holds now; what has grown since it was fetched is not all here. */
function isAllHere({ here, bytes, files }: Row): boolean {
  return here.state === 'here' && bytes === here.bytes && (files === null || files === here.files);
}

function allOf({ bytes, files }: Row): LocalState {
  return { state: 'here', bytesHere: bytes ?? 0, bytes, filesHere: files ?? 0, files };
}

/** Null while not all children are known, or while nothing is known of what is here of them. */
function sumOf({ nodes, cursor, loading, problem }: Branch): LocalState | null {
  if (nodes.length === 0 || cursor !== null || loading !== null || problem !== null) {
    return null;
  }
  const parts = nodes.map(node => ({ ...node.row, here: hereOf(node, null) }));
  const bytesHere = parts.reduce((sum, { here }) => sum + here.bytesHere, 0);
  const state = together(parts, bytesHere);
  // Datasets may share files: only a dataset's own can be counted.
  const isCounted = parts.every(({ type }) => type === 'FILE');
  return state === null
    ? null
    : {
        state,
        bytesHere,
        bytes: null,
        filesHere: parts.filter(({ here }) => here.state === 'here').length,
        files: isCounted ? parts.length : null
      };
}

function together(parts: readonly Row[], bytesHere: number): LocalState['state'] | null {
  const states = parts.map(({ here }) => here.state);
  if (states.every(one => one === 'here')) {
    return 'here';
  }
  if (states.includes('bad')) {
    return 'bad';
  }
  if (states.every(one => one === 'here' || one === 'unverified')) {
    return 'unverified';
  }
  return bytesHere > 0 ? 'partial' : parts.some(isUnlisted) ? null : 'elsewhere';
}
