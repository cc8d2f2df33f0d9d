import type { Kernel, KernelMessage } from '@jupyterlab/services';

import type { Value } from '../languages';
import { bytesOf } from '../languages/encode';

export type KernelPort = Pick<Kernel.IKernelConnection, 'requestExecute'>;

/** What the kernel said it holds, after we asked it to bind. */
export type Outcome =
  /** Read back: as many items and as many bytes as there ought to be. */
  | { readonly kind: 'held' }
  /** The variable is there and holds something else. */
  | { readonly kind: 'other' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The kernel restarted or went away before it came to our request. */
  | { readonly kind: 'gone' };

/** Some kernels publish their text only after they have said that they are idle. */
const AFTER_IDLE_MS = 1000;

export function newNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), byte =>
    byte.toString(16).padStart(2, '0')
  ).join('');
}

/**
 * Sends one statement, at once and without waiting for anything before, and waits as long as it takes for the
 * sentinel: a busy kernel answers when its cell has ended. The status of the reply proves nothing.
 */
export function execute(kernel: KernelPort, code: string, nonce: string, value: Value): Promise<Outcome> {
  const asked: KernelMessage.IExecuteRequestMsg['content'] = {
    code,
    silent: false,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false
  };
  try {
    return outcome(kernel.requestExecute(asked, false), nonce, value);
  } catch (thrown) {
    return Promise.resolve({ kind: 'failed', reason: words(thrown) });
  }
}

async function outcome(
  future: ReturnType<KernelPort['requestExecute']>,
  nonce: string,
  value: Value
): Promise<Outcome> {
  let out = '';
  let errors = '';
  let heard = (): void => undefined;
  const spoken = new Promise<void>(resolve => {
    heard = resolve;
  });
  future.onIOPub = message => {
    const { content } = message;
    if ('text' in content && typeof content.text === 'string') {
      if ('name' in content && content.name === 'stderr') {
        errors += content.text;
      } else {
        out += content.text;
      }
    } else if ('evalue' in content && 'ename' in content) {
      errors += `${String(content.ename)}: ${String(content.evalue)}\n`;
    }
    if (said(out, nonce) !== null) {
      heard();
    }
  };
  try {
    await future.done;
    await Promise.race([spoken, new Promise(resolve => setTimeout(resolve, AFTER_IDLE_MS))]);
  } catch {
    // A restart cancels what the kernel has not come to.
    return { kind: 'gone' };
  } finally {
    future.dispose();
  }
  return judged(said(out, nonce), value, errors === '' ? out : errors);
}

function judged(answer: string | null, value: Value, reason: string): Outcome {
  if (answer === null) {
    return { kind: 'failed', reason: reason.trim().slice(0, 300) };
  }
  const bytes = value.items.reduce((sum, item) => sum + bytesOf(item), 0);
  return answer === `${value.items.length}:${bytes}` ? { kind: 'held' } : { kind: 'other' };
}

/** What follows our nonce, wherever in the text: user hooks may print before and after. */
function said(text: string, nonce: string): string | null {
  return new RegExp(`LKS:${nonce}:(\\d+:\\d+|other)(?=\\s|$)`).exec(text)?.[1] ?? null;
}

function words(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
