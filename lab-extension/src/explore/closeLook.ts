import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';

import { isAbort } from '../lake/api';
import type { Listed, Metadatum, Parent, RseShare, Rule } from '../lake/detailsWire';
import type { LakeModel } from '../lake/lakeModel';
import { type Problem, problemOf } from '../lake/problem';
import type { DidDetails, Row } from '../lake/wire';

/** A part of the details, asked for on its own once somebody has opened it. */
export interface Section<T> {
  readonly isOpen: boolean;
  /** Null while it has not come. */
  readonly answer: Listed<T> | null;
  readonly problem: Problem | null;
}

export interface Sections {
  readonly shares: Section<RseShare>;
  readonly rules: Section<Rule>;
  readonly metadata: Section<Metadatum>;
  readonly parents: Section<Parent>;
}

export type SectionName = keyof Sections;

export interface Details {
  readonly row: Row;
  readonly more: DidDetails | null;
  readonly problem: Problem | null;
  readonly sections: Sections;
}

const SECTIONS: readonly SectionName[] = ['shares', 'rules', 'metadata', 'parents'];

/**
 * What Rucio knows of the one row that somebody has stopped at. Each part comes by itself, with its own problem; an
 * answer for another row is not shown with it.
 */
export class CloseLook implements IDisposable {
  constructor(
    private readonly lake: LakeModel,
    private readonly tell: () => void
  ) {
    this._pause = new Debouncer(() => this.ask(), 150);
  }

  get details(): Details | null {
    return this._details;
  }

  get isDisposed(): boolean {
    return this._pause.isDisposed;
  }

  /** Looks at this row, or at none; asks when the keyboard rests there. */
  at(row: Row | null): void {
    this._question?.abort();
    this._question = null;
    this._details = row === null ? null : { row, more: null, problem: null, sections: this.empty() };
    void this._pause.invoke();
  }

  /** The same row, with another state. */
  renew(row: Row): void {
    if (this._details !== null) {
      this._details = { ...this._details, row };
    }
  }

  /** Takes back what was asked; true if an answer is still wanted. */
  rest(): boolean {
    const wasAsking = this._question !== null && this._waiting > 0;
    this._question?.abort();
    return wasAsking;
  }

  /** Asks again for one part, or for all. */
  again(section: SectionName | null): void {
    if (section === null) {
      void this._pause.invoke();
    } else if (this._question !== null) {
      this.put(this._question, section, { problem: null, answer: null });
      void this.askFor(section, this._question);
    }
  }

  /** Opens or closes a part, for this row and those that are looked at later. */
  toggle(section: SectionName): void {
    const isOpen = !this._open.has(section);
    if (isOpen) {
      this._open.add(section);
    } else {
      this._open.delete(section);
    }
    const before = this._details?.sections[section];
    if (this._question !== null && before !== undefined) {
      this.put(this._question, section, { isOpen });
      if (isOpen && before.answer === null) {
        void this.askFor(section, this._question);
      }
    }
    this.tell();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._question?.abort();
      this._pause.dispose();
    }
  }

  private async ask(): Promise<void> {
    this._question?.abort();
    const instance = this.lake.instance?.name;
    if (this._details === null || instance === undefined) {
      return;
    }
    const question = new AbortController();
    this._question = question;
    this._waiting = 0;
    const { did } = this._details.row;
    this._details = { ...this._details, problem: null, sections: this.empty() };
    this.tell();
    await Promise.all([
      this.awaited(
        question,
        this.lake.watched(instance, this.lake.api.details(instance, did, question.signal)),
        more => {
          this.change(question, { more });
        },
        problem => {
          this.change(question, { problem });
        }
      ),
      ...SECTIONS.filter(section => this._open.has(section)).map(section => this.askFor(section, question))
    ]);
  }

  private async askFor(section: SectionName, question: AbortController): Promise<void> {
    const instance = this.lake.instance?.name;
    const row = this._details?.row;
    if (instance === undefined || row === undefined) {
      return;
    }
    const { api } = this.lake;
    const { did } = row;
    const { signal } = question;
    const asks: Record<SectionName, () => Promise<Listed<unknown>>> = {
      shares: () => api.shares(instance, row.did, row.type, signal),
      rules: () => api.rules(instance, did, signal),
      metadata: () => api.metadata(instance, did, signal),
      parents: () => api.parents(instance, did, signal)
    };
    await this.awaited(
      question,
      asks[section](),
      answer => {
        this.put(question, section, { answer, problem: null });
      },
      problem => {
        this.put(question, section, { problem });
      }
    );
  }

  private async awaited<T>(
    question: AbortController,
    answer: Promise<T>,
    come: (value: T) => void,
    fail: (problem: Problem) => void
  ): Promise<void> {
    this._waiting++;
    try {
      come(await answer);
    } catch (thrown) {
      if (!isAbort(thrown)) {
        fail(problemOf(thrown));
      }
    }
    if (this._question === question && !question.signal.aborted) {
      this._waiting--;
    }
  }

  private put(question: AbortController, name: SectionName, part: Partial<Section<unknown>>): void {
    if (this._details !== null) {
      const { sections } = this._details;
      this.change(question, { sections: { ...sections, [name]: { ...sections[name], ...part } } });
    }
  }

  private change(question: AbortController, part: Partial<Details>): void {
    if (this._question === question && this._details !== null) {
      this._details = { ...this._details, ...part };
      this.tell();
    }
  }

  private empty(): Sections {
    const of = (name: SectionName): Section<never> => ({
      isOpen: this._open.has(name),
      answer: null,
      problem: null
    });
    return { shares: of('shares'), rules: of('rules'), metadata: of('metadata'), parents: of('parents') };
  }

  private _details: Details | null = null;
  private _question: AbortController | null = null;
  /** Answers that have not come yet. */
  private _waiting = 0;
  private readonly _open = new Set<SectionName>(['shares']);
  private readonly _pause: Debouncer;
}
