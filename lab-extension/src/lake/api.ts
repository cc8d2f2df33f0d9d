/**
 * The service's HTTP API: the only file that knows an address. Every answer is read by a guard,
 * every refusal becomes a `LakeError` with a `Problem`.
 */
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type ISignal, Signal } from '@lumino/signaling';

import { UnreadableAnswer, fields } from './decode';
import { jsonLines } from './ndjson';
import {
  type Credentials,
  type Login,
  type LoginAnswer,
  type LoginOptions,
  readLogin,
  readLoginAnswer,
  readMemberships,
  readOptions
} from './loginWire';
import { LakeError, type Problem, problem, readProblem } from './problem';
import {
  type Availability,
  type Listed,
  type Metadatum,
  type Parent,
  type RseShare,
  type Rule,
  readAvailability,
  readFileShares,
  readFilesAvailability,
  readMetadata,
  readParents,
  readRules,
  readShares
} from './detailsWire';
import {
  type DidDetails,
  type DidType,
  type Download,
  type Downloads,
  type Handles,
  type Health,
  type Instances,
  type LakeEvent,
  type LocalState,
  type Page,
  type Reach,
  type SearchAnswer,
  type SearchKey,
  type SearchType,
  readDetails,
  readDownload,
  readDownloads,
  readEvent,
  readHandles,
  readHealth,
  readInstances,
  readKeys,
  readPage,
  readReach,
  readSearch,
  readStates
} from './wire';

interface Call {
  readonly method?: 'POST' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | readonly string[] | null>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly leaving?: boolean;
}

export class LakeApi {
  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly trans: TranslationBundle
  ) {}

  /** The version that an answer of the service came with. */
  get versionSeen(): ISignal<this, string> {
    return this._versionSeen;
  }

  health(): Promise<Health> {
    return this.ask('health', readHealth);
  }

  instances(): Promise<Instances> {
    return this.ask('instances', readInstances);
  }

  login(instance: string, credentials: Credentials, signal?: AbortSignal): Promise<LoginAnswer> {
    return this.ask(of(instance, 'login'), readLoginAnswer, { method: 'POST', body: credentials, signal });
  }

  logout(instance: string): Promise<Login> {
    return this.ask(of(instance, 'login'), readLogin, { method: 'DELETE' });
  }

  /** Nobody waits for a login in the browser any more; whoever is logged in stays so. */
  giveUpBrowser(instance: string): Promise<Login> {
    return this.ask(of(instance, 'login/browser'), readLogin, { method: 'DELETE' });
  }

  loginOptions(instance: string, signal: AbortSignal): Promise<LoginOptions> {
    return this.ask(of(instance, 'login/options'), readOptions, { signal });
  }

  /** What a VO has for a person, to choose from. */
  memberships(instance: string, vo: string, credentials: Credentials): Promise<readonly string[]> {
    const body = { ...credentials, vo };
    return this.ask(of(instance, 'login/memberships'), readMemberships, { method: 'POST', body });
  }

  renewLogin(instance: string): Promise<Login> {
    return this.ask(of(instance, 'login/renew'), readLogin, { method: 'POST', body: {} });
  }

  /**
   * The first matches, or with a cursor those after them: the service then reads all there are. With `refresh` Rucio
   * is asked, whatever is remembered.
   */
  search(
    instance: string,
    did: string,
    type: SearchType,
    limit: number,
    cursor: string | null = null,
    signal?: AbortSignal,
    refresh = false
  ): Promise<SearchAnswer> {
    const query = { did, type, limit, cursor, refresh: refresh ? 'true' : null };
    return this.ask(of(instance, 'search'), readSearch, { query, signal });
  }

  searchKeys(instance: string): Promise<readonly SearchKey[]> {
    return this.ask(of(instance, 'search/keys'), readKeys);
  }

  /** Nobody wants the rest of a list any more. Not waited for; `leaving` lets it outlive the page. */
  letGo(instance: string, cursor: string, leaving = false): void {
    const path = of(instance, `listings/${encodeURIComponent(cursor)}`);
    // Whatever comes of it: the service ends by itself what nobody reads.
    this.send(path, { method: 'DELETE', leaving }).catch(() => undefined);
  }

  details(instance: string, did: string, signal?: AbortSignal): Promise<DidDetails> {
    return this.ask(of(instance, 'did'), readDetails, { query: { did }, signal });
  }

  metadata(instance: string, did: string, signal?: AbortSignal): Promise<Listed<Metadatum>> {
    return this.ask(of(instance, 'metadata'), readMetadata, { query: { did }, signal });
  }

  parents(instance: string, did: string, signal?: AbortSignal): Promise<Listed<Parent>> {
    return this.ask(of(instance, 'parents'), readParents, { query: { did }, signal });
  }

  rules(instance: string, did: string, signal?: AbortSignal): Promise<Listed<Rule>> {
    return this.ask(of(instance, 'rules'), readRules, { query: { did }, signal });
  }

  /** What each RSE has of a DID. */
  async shares(
    instance: string,
    did: string,
    type: DidType,
    signal?: AbortSignal
  ): Promise<Listed<RseShare>> {
    try {
      return await this.ask(of(instance, 'rses'), readShares, { query: { did }, signal });
    } catch (thrown) {
      if (type === 'FILE' && thrown instanceof LakeError && thrown.problem.type === 'not-found') {
        return this.ask(of(instance, 'replicas'), readFileShares, { query: { did }, signal });
      }
      throw thrown;
    }
  }

  /** With `refresh` Rucio is asked, whatever is kept. */
  children(
    instance: string,
    did: string,
    limit: number,
    cursor: string | null,
    signal?: AbortSignal,
    refresh = false
  ): Promise<Page> {
    const query = { did, limit, cursor, refresh: refresh ? 'true' : null };
    return this.ask(of(instance, 'children'), readPage, { query, signal });
  }

  /** Whether storages can give these files. */
  filesAvailable(instance: string, did: readonly string[]): Promise<ReadonlyMap<string, Availability>> {
    return this.ask(of(instance, 'replicas'), readFilesAvailability, { query: { did } });
  }

  /** Whether storages can give what is in these collections. */
  available(instance: string, dids: readonly string[]): Promise<ReadonlyMap<string, Availability>> {
    return this.ask(of(instance, 'states'), readAvailability, { method: 'POST', body: { dids } });
  }

  /** Asks an instance that has been silent at once, not when it is time. */
  tryNow(instance: string): Promise<Reach> {
    return this.ask(of(instance, 'try'), readReach, { method: 'POST', body: {} });
  }

  states(instance: string, dids: readonly string[]): Promise<ReadonlyMap<string, LocalState>> {
    return this.ask('states', readStates, { query: { instance, did: dids } });
  }

  downloads(): Promise<Downloads> {
    return this.ask('downloads', readDownloads);
  }

  startDownload(instance: string, did: string): Promise<Download> {
    return this.ask('downloads', readDownload, { method: 'POST', body: { instance, did } });
  }

  retryDownload(id: string): Promise<Download> {
    return this.ask(`downloads/${encodeURIComponent(id)}/retry`, readDownload, { method: 'POST' });
  }

  /** Cancels a running download; of an ended one it forgets the row, the files stay. */
  removeDownload(id: string): Promise<Download> {
    return this.ask(`downloads/${encodeURIComponent(id)}`, readDownload, { method: 'DELETE' });
  }

  /** With `unverified`, a person has said to use files, too, that the catalogue has no checksum for. */
  handles(instance: string, did: string, unverified = false): Promise<Handles> {
    const body = { instance, did, mode: 'auto', ...(unverified ? { unverified } : {}) };
    return this.ask('handles', readHandles, { method: 'POST', body });
  }

  /** What happens from now on, or since the event `after`, until the service ends the stream. */
  async *events(after: number | null, signal: AbortSignal): AsyncGenerator<LakeEvent> {
    const response = await this.send('events', { query: { after }, signal });
    if (response.body === null) {
      throw new LakeError(this.unreadable('the events have no body'));
    }
    for await (const line of jsonLines(response.body)) {
      yield this.read(line, readEvent);
    }
  }

  private async ask<T>(path: string, read: (value: unknown) => T, call: Call = {}): Promise<T> {
    const response = await this.send(path, call);
    let value: unknown;
    try {
      value = await response.json();
    } catch {
      throw new LakeError(this.unreadable('it is not JSON'));
    }
    return this.read(value, read);
  }

  private async send(path: string, call: Call): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'lakeside/api/v1', path) + queryText(call.query ?? {});
    const init: RequestInit = {
      method: call.method ?? 'GET',
      // A foreign page cannot send this header: with it the service knows that the request is ours.
      headers: { 'X-Lakeside': '1', Accept: 'application/json, application/x-ndjson' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
      ...(call.leaving === true ? { keepalive: true } : {})
    };
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch (thrown) {
      if (call.signal?.aborted === true) {
        throw new DOMException('The question was taken back.', 'AbortError');
      }
      throw new LakeError(this.unreachable(thrown));
    }
    const seen = response.headers.get('X-Lakeside-Version');
    if (seen !== null) {
      this._versionSeen.emit(seen);
    }
    const kind = response.headers.get('Content-Type') ?? '';
    if (response.status === 204 || (response.ok && kind.includes('json'))) {
      return response;
    }
    throw new LakeError(await this.refusal(response, kind));
  }

  private async refusal(response: Response, kind: string): Promise<Problem> {
    if (kind.includes('problem+json')) {
      try {
        return readProblem(fields(await response.json(), 'the problem'));
      } catch {
        return this.unreadable('it announces a problem and does not say which');
      }
    }
    if (response.redirected || response.status === 403) {
      return problem(
        'jupyter-login',
        this.trans.__('Jupyter refused this page: your session there has probably ended.'),
        this.trans.__('Reload the page.')
      );
    }
    if (response.status === 404) {
      return problem(
        'server-part-missing',
        this.trans.__(
          'The Lakeside service is not running: the server part of the extension is not enabled in this Jupyter Server.'
        ),
        this.trans.__(
          'Install jupyterlab-lakeside in the environment of the Jupyter Server, then restart it.'
        )
      );
    }
    return problem(
      'service-down',
      this.trans.__(
        'The Lakeside service is not running: Jupyter answered %1 in its place.',
        String(response.status)
      ),
      this.trans.__('The log of the Jupyter Server says why.')
    );
  }

  private unreachable(thrown: unknown): Problem {
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    return problem(
      'jupyter-unreachable',
      this.trans.__('The Jupyter Server does not answer (%1).', words),
      this.trans.__('Is it still running?')
    );
  }

  private unreadable(why: string): Problem {
    return problem(
      'unreadable-answer',
      this.trans.__('The answer of the Lakeside service cannot be read: %1.', why),
      this.trans.__('Reload the page; if it stays so, update the extension.')
    );
  }

  private read<T>(value: unknown, read: (value: unknown) => T): T {
    try {
      return read(value);
    } catch (thrown) {
      if (thrown instanceof UnreadableAnswer) {
        throw new LakeError(this.unreadable(thrown.message));
      }
      throw thrown;
    }
  }

  private readonly _versionSeen = new Signal<this, string>(this);
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

function of(instance: string, what: string): string {
  return `instances/${encodeURIComponent(instance)}/${what}`;
}

function queryText(query: NonNullable<Call['query']>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null) {
      continue;
    }
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) {
      parameters.append(key, each);
    }
  }
  const words = parameters.toString();
  return words === '' ? '' : `?${words}`;
}
