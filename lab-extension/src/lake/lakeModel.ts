import type { TranslationBundle } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';

import type { LakeApi } from './api';
import type { EventStream } from './eventStream';
import type { Credentials, Login, LoginAnswer } from './loginWire';
import { Model } from './model';
import { LakeError, type Problem, isInstanceAway, isServiceGone, problem, problemOf } from './problem';
import { compareVersions } from './versions';
import { type Catalogue, type Instance, type LakeEvent, type Reach, isAway } from './wire';

export type Service =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'misconfigured'; readonly problems: readonly Problem[] }
  | { readonly kind: 'down'; readonly problem: Problem };

/**
 * The service as the panel sees it: whether it is there, which instances it knows, who is logged in.
 * Asks until the service answers, and again whenever somebody could not reach it.
 */
export class LakeModel extends Model {
  constructor(
    readonly api: LakeApi,
    private readonly events: EventStream,
    private readonly ownVersion: string,
    private readonly trans: TranslationBundle
  ) {
    super();
    this._check = new Poll({
      auto: false,
      name: 'lakeside:health',
      factory: () => this.check(),
      frequency: { backoff: true, interval: 5_000, max: 30_000 },
      standby: 'when-hidden'
    });
    api.versionSeen.connect(this.onVersion, this);
    events.event.connect(this.onEvent, this);
    events.broken.connect(this.onBroken, this);
  }

  get service(): Service {
    return this._service;
  }

  get instances(): readonly Instance[] {
    return this._instances;
  }

  /** The instance that the panel looks at. */
  get instance(): Instance | null {
    return this._instances.find(one => one.name === this._current) ?? null;
  }

  /** Which side to update and how, when panel and service are not of one version. */
  get mismatch(): Problem | null {
    return this._mismatch;
  }

  /** What Rucio's side last refused with, per instance, while nothing has gone well since. */
  trouble(instance: string): Problem | null {
    return this._trouble.get(instance) ?? null;
  }

  start(): void {
    void this._check.start();
  }

  /** Asks at once, not when the next try is due. */
  tryAgain(): void {
    if (this._service.kind === 'down') {
      this._service = { kind: 'connecting' };
      this.tell();
    }
    void this._check.stop().then(() => this._check.start());
  }

  use(name: string): void {
    if (this._current !== name && this._instances.some(one => one.name === name)) {
      this._current = name;
      this.tell();
    }
  }

  find(name: string): Instance | null {
    return this._instances.find(one => one.name === name) ?? null;
  }

  /** What a notebook writes down, so that others find the same catalogue under another alias. */
  catalogueOf(instance: string): Catalogue | null {
    const found = this.find(instance);
    return found !== null && URL.canParse(found.url) ? { host: new URL(found.url).host, vo: found.vo } : null;
  }

  async login(instance: string, credentials: Credentials, signal?: AbortSignal): Promise<LoginAnswer> {
    const answer = await this.watched(instance, this.api.login(instance, credentials, signal));
    if (answer.kind === 'login') {
      this.setLogin(instance, answer.login);
    }
    return answer;
  }

  /** Token, proxy and memberships anew, before it is time. */
  async renewLogin(instance: string): Promise<void> {
    this.setLogin(instance, await this.watched(instance, this.api.renewLogin(instance)));
  }

  async logout(instance: string): Promise<void> {
    this.setLogin(instance, await this.watched(instance, this.api.logout(instance)));
  }

  async giveUpBrowser(instance: string): Promise<void> {
    this.setLogin(instance, await this.watched(instance, this.api.giveUpBrowser(instance)));
  }

  /** How often an instance that was away has come back: what has failed since one began to ask may go well now. */
  returns(instance: string): number {
    return this._returns.get(instance) ?? 0;
  }

  /** Whether an instance is being asked at a person's word, because it had been silent. */
  isTried(instance: string): boolean {
    return this._tried.has(instance);
  }

  /** Asks an instance that does not answer at once, not when it is time. */
  async tryNow(instance: string): Promise<void> {
    if (this._tried.has(instance)) {
      return;
    }
    this._tried.add(instance);
    this.tell();
    const before = this.find(instance)?.reach;
    try {
      const reach = await this.watched(instance, this.api.tryNow(instance));
      // Events come another way: one that has overtaken the answer knows better, or another that does follows it.
      if (this.find(instance)?.reach === before) {
        this.setReach(instance, reach);
      }
    } catch {
      // What is known of it is still what is shown.
    } finally {
      this._tried.delete(instance);
      this.tell();
    }
  }

  /** Passes an answer on, and learns from it whether service, Rucio and login are well. */
  async watched<T>(instance: string, answer: Promise<T>): Promise<T> {
    try {
      const value = await answer;
      if (this._trouble.delete(instance)) {
        this.tell();
      }
      return value;
    } catch (thrown) {
      this.learn(instance, thrown);
      throw thrown;
    }
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._check.dispose();
      this.events.dispose();
      super.dispose();
    }
  }

  private async check(): Promise<void> {
    try {
      const health = await this.api.health();
      if (health.state === 'misconfigured') {
        this.setService({ kind: 'misconfigured', problems: health.problems });
        return;
      }
      const { instances, default: first } = await this.api.instances();
      if (this.isDisposed) {
        return;
      }
      this.setInstances(instances);
      this._current = this.find(this._current)?.name ?? first ?? instances[0]?.name ?? '';
      this.setService({ kind: 'ready' });
      this.events.start();
      void this._check.stop();
    } catch (thrown) {
      this.setService({ kind: 'down', problem: problemOf(thrown) });
      throw thrown instanceof Error ? thrown : new LakeError(problemOf(thrown));
    }
  }

  private learn(instance: string, thrown: unknown): void {
    if (!(thrown instanceof LakeError)) {
      return;
    }
    const { problem: found } = thrown;
    if (isServiceGone(found)) {
      this.lost(found);
    } else if (found.type === 'not-logged-in' || found.type === 'login-expired') {
      const login = this.find(instance)?.login;
      if (login?.state === 'logged-in') {
        this.setLogin(instance, { ...login, state: 'logged-out' });
      }
    } else if (isInstanceAway(found)) {
      this._trouble.set(instance, found);
      this.tell();
    }
  }

  private lost(why: Problem): void {
    if (this._service.kind === 'ready') {
      this.events.stop();
      this.setService({ kind: 'down', problem: why });
      void this._check.start();
    }
  }

  private onBroken(_: EventStream, thrown: unknown): void {
    if (thrown instanceof LakeError && isServiceGone(thrown.problem)) {
      this.lost(thrown.problem);
    }
  }

  private onEvent(_: EventStream, event: LakeEvent): void {
    if (event.kind === 'login') {
      this.setLogin(event.instance, event.login);
    } else if (event.kind === 'instance') {
      this.setReach(event.instance, event.reach);
    } else if (event.kind === 'reset') {
      void this.look();
    }
  }

  private onVersion(_: LakeApi, seen: string): void {
    const side = compareVersions(this.ownVersion, seen);
    if (side === 0) {
      this.setMismatch(null);
    } else if (side < 0) {
      this.setMismatch(
        problem(
          'reload-page',
          this.trans.__(
            'This page still runs version %1 of the panel; the service is version %2.',
            this.ownVersion,
            seen
          ),
          this.trans.__('Reload the page to update the panel.')
        )
      );
    } else {
      this.setMismatch(
        problem(
          'update-service',
          this.trans.__('The service is version %1; this panel is version %2.', seen, this.ownVersion),
          this.trans.__(
            'Update the service: pip install -U jupyterlab-lakeside==%1 where Jupyter runs, then restart Jupyter.',
            this.ownVersion
          )
        )
      );
    }
  }

  private setLogin(instance: string, login: Login): void {
    this._instances = this._instances.map(one => (one.name === instance ? { ...one, login } : one));
    this.tell();
  }

  private setReach(instance: string, reach: Reach): void {
    this.setInstances(this._instances.map(one => (one.name === instance ? { ...one, reach } : one)));
    if (reach.state === 'well') {
      this._trouble.delete(instance);
    }
    this.tell();
  }

  private setInstances(instances: readonly Instance[]): void {
    for (const { name, reach } of instances) {
      if (isAway(this.find(name)?.reach ?? null) && !isAway(reach)) {
        this._returns.set(name, this.returns(name) + 1);
      }
    }
    this._instances = instances;
  }

  /** Events were missed: what is known of the instances may be old. */
  private async look(): Promise<void> {
    const before = this._instances;
    const known = await this.api.instances().catch(() => null);
    if (known !== null && !this.isDisposed) {
      this.setInstances(
        known.instances.map(one => {
          const old = before.find(({ name }) => name === one.name);
          const now = this.find(one.name);
          // What has been heard of it while this answer was under way is newer.
          return {
            ...one,
            login: now === null || now.login === old?.login ? one.login : now.login,
            reach: now === null || now.reach === old?.reach ? one.reach : now.reach
          };
        })
      );
      this.tell();
    }
  }

  private setService(service: Service): void {
    this._service = service;
    this.tell();
  }

  private setMismatch(mismatch: Problem | null): void {
    if (this._mismatch?.detail !== mismatch?.detail) {
      this._mismatch = mismatch;
      this.tell();
    }
  }

  private _service: Service = { kind: 'connecting' };
  private _instances: readonly Instance[] = [];
  private _current = '';
  private _mismatch: Problem | null = null;
  private readonly _tried = new Set<string>();
  private readonly _returns = new Map<string, number>();
  private readonly _trouble = new Map<string, Problem>();
  private readonly _check: Poll;
}
