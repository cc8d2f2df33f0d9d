import type { Language, Value } from '../languages';
import type { Attachment } from './attachment';
import { execute, newNonce } from './binding';
import type { Languages } from './kernelLanguages';
import { type Wish, keyOf } from './metadata';
import type { Notebook, NotebookKernel } from './notebook';

/** Where the attachments of a notebook are kept, as far as binding reads and writes them. */
export interface Board {
  find(wish: Wish): Attachment | null;
  put(wish: Wish, change: Partial<Attachment>): void;
}

/** Makes attachments variables of the notebook's kernel, and notes what the kernel said that it holds. */
export class Binder {
  constructor(
    private readonly notebook: Notebook,
    private readonly languages: Languages,
    private readonly board: Board
  ) {}

  /** The next statement for it replaces whatever the variable holds: a person has said so. */
  insist(wish: Wish): void {
    this._insisted.add(keyOf(wish));
  }

  insistNoMore(wish: Wish): void {
    this._insisted.delete(keyOf(wish));
  }

  /** The kernel has yet to answer for it. */
  isWaiting(wish: Wish): boolean {
    return this._attempt.has(keyOf(wish));
  }

  /** What the kernel still has to say of it is overtaken. */
  overtake(wish: Wish): void {
    this._attempt.delete(keyOf(wish));
  }

  /** Sends the statement, without a wait where the kernel's language is known. */
  bind(wish: Wish): void {
    const { kernel } = this.notebook;
    const value = this.board.find(wish)?.value ?? null;
    if (value === null) {
      return;
    }
    if (kernel === null) {
      this.board.put(wish, { state: { kind: 'no-kernel' } });
      return;
    }
    const language = this.languages.known(kernel);
    if (language === undefined) {
      this.board.put(wish, { state: { kind: 'binding' } });
      this.languages.ask(kernel).then(
        () => {
          if (this.notebook.kernel === kernel) {
            this.bind(wish);
          }
        },
        // A kernel that is gone before it said what it speaks; the next one is asked.
        () => undefined
      );
    } else if (language === null) {
      this.board.put(wish, { state: { kind: 'other-language', language: this.languages.label(kernel) } });
    } else {
      void this.send(wish, kernel, language, value);
    }
  }

  private async send(wish: Wish, kernel: NotebookKernel, language: Language, value: Value): Promise<void> {
    const fault = language.nameFault(wish.variable);
    if (fault !== null && fault.kind !== 'shadows') {
      this.board.put(wish, { state: { kind: 'bad-name', fault: fault.kind } });
      return;
    }
    const nonce = newNonce();
    const statement = this._insisted.has(keyOf(wish)) ? language.bind : language.bindIfAbsent;
    const code = statement(wish.variable, value, nonce);
    const answer = execute(kernel, code, nonce, value);
    this._attempt.set(keyOf(wish), nonce);
    this.board.put(wish, { state: { kind: 'binding' } });
    const outcome = await answer;
    if (this._attempt.get(keyOf(wish)) !== nonce) {
      return;
    }
    this._attempt.delete(keyOf(wish));
    if (outcome.kind !== 'gone') {
      this._insisted.delete(keyOf(wish));
    }
    switch (outcome.kind) {
      case 'held':
        this.board.put(wish, { state: { kind: 'attached', at: new Date() } });
        break;
      case 'other':
        this.board.put(wish, { state: { kind: 'other-value' } });
        break;
      case 'failed':
        this.board.put(wish, { state: { kind: 'failed', reason: outcome.reason, code } });
        break;
      case 'gone':
        // The kernel that comes next is served when it arrives.
        break;
    }
  }

  /** What a person has said to bind, until the kernel has answered. */
  private readonly _insisted = new Set<string>();
  private readonly _attempt = new Map<string, string>();
}
