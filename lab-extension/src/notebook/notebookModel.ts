import { type Language, languageOf, proposedName } from '../languages';
import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import { actionFor, problemOf } from '../lake/problem';
import type { Download, Handles } from '../lake/wire';
import { type TransfersModel, isUnderWay } from '../transfers/transfersModel';
import type { Attachment } from './attachment';
import { Binder, type Board } from './binder';
import { instanceFor } from './catalogues';
import type { Languages } from './kernelLanguages';
import { KEY, OLDER_KEY, type Wish, isSame, keyOf, wishes } from './metadata';
import { acceptUnverified, add, remove, rename, setCatalogue } from './metadata';
import type { Fault } from './names';
import type { Notebook, NotebookKernel } from './notebook';
import { Renewals } from './renewals';

interface Wanted {
  /** Start a download for what is not here. */
  readonly fetch?: boolean;
  /** A variable that is there already is replaced only when a person says so. */
  readonly how?: 'always';
}

/**
 * What one notebook has attached: the wishes in its metadata, and how far each has come. Binds by itself whenever
 * a kernel arrives, starts anew or may have done so, and never calls anything attached that was not read back.
 */
export class NotebookModel extends Model {
  constructor(
    readonly notebook: Notebook,
    private readonly lake: LakeModel,
    private readonly transfers: TransfersModel,
    private readonly languages: Languages
  ) {
    super();
    const board: Board = {
      find: wish => this.find(wish),
      put: (wish, change) => {
        this.put(wish, change);
      }
    };
    this.binder = new Binder(notebook, languages, board);
    this.renewals = new Renewals(transfers, board);
    notebook.metadataChanged.connect(this.onMetadata, this);
    notebook.kernelChanged.connect(this.onKernel, this);
    notebook.kernelDoubted.connect(this.onDoubt, this);
    transfers.moved.connect(this.onMoved, this);
    lake.changed.connect(this.onLake, this);
    void notebook.ready.then(
      () => {
        this.follow();
      },
      // A notebook that could not be read has nothing attached.
      () => undefined
    );
  }

  get attachments(): readonly Attachment[] {
    return this._attachments;
  }

  get language(): Language | null {
    const { kernel } = this.notebook;
    return kernel === null ? null : (this.languages.known(kernel) ?? null);
  }

  attached(instance: string, did: string): Attachment | null {
    return this._attachments.find(one => one.wish.did === did && one.instance === instance) ?? null;
  }

  /**
   * Asks for a DID in a variable; what is not here is fetched, and bound when it is complete.
   * Returns why the variable cannot be called so, and then nothing is attached.
   */
  attach(instance: string, did: string, variable?: string): Fault | null {
    const before = this.attached(instance, did);
    if (before !== null) {
      void this.settle(before, { fetch: true, how: 'always' });
      return null;
    }
    const taken = this._attachments.map(one => one.wish.variable);
    const name = variable ?? proposedName(did, taken, this.language ?? languageOf('python'));
    const fault = this.nameFault(null, name);
    if (fault !== null) {
      return fault;
    }
    const wish = { instance, catalogue: this.lake.catalogueOf(instance), did, variable: name, older: false };
    this._fetch.add(keyOf(wish));
    this.binder.insist(wish);
    add(this.notebook.metadata, wish);
    this.follow();
    return null;
  }

  /** Takes the wish out of the notebook. The variable in the running kernel stays: it may be in use. */
  detach(attachment: Attachment): void {
    this.binder.insistNoMore(attachment.wish);
    remove(this.notebook.metadata, attachment.wish);
    this.follow();
  }

  /** Why the variable, a new one if null, cannot be called so; a name that only hides another is allowed. */
  nameFault(attachment: Attachment | null, name: string): Fault | null {
    const others = this._attachments.filter(one => attachment === null || !isSame(one.wish, attachment.wish));
    if (others.some(one => one.wish.variable === name)) {
      return 'taken';
    }
    const fault = (this.language ?? languageOf('python'))?.nameFault(name)?.kind ?? null;
    return fault === 'shadows' ? null : fault;
  }

  rename(attachment: Attachment, variable: string): void {
    if (variable !== attachment.wish.variable && this.nameFault(attachment, variable) === null) {
      this.binder.insist({ ...attachment.wish, variable });
      rename(this.notebook.metadata, attachment.wish, variable);
      this.follow();
    }
  }

  /** Sets the variable again, whatever it holds now. */
  bindAgain(attachment: Attachment): void {
    void this.settle(attachment, { how: 'always' });
  }

  /** Fetches what is missing, then binds. */
  download(attachment: Attachment): void {
    void this.settle(attachment, { fetch: true });
  }

  /** Uses the files, too, that could not be verified. */
  attachUnverified(attachment: Attachment): void {
    acceptUnverified(this.notebook.metadata, attachment.wish);
    this.follow();
    void this.settle(attachment);
  }

  /** Fetches what the catalogue has by now, and then sets the variable anew. Until then it keeps what it holds. */
  async renew(attachment: Attachment): Promise<void> {
    const download = await this.renewals.start(attachment);
    if (download !== null) {
      this.onMoved(this.transfers, download);
    }
  }

  /** From now on the notebook means the catalogue of this instance. */
  useCatalogue(attachment: Attachment, instance: string): void {
    const catalogue = this.lake.catalogueOf(instance);
    if (catalogue !== null) {
      setCatalogue(this.notebook.metadata, attachment.wish, instance, catalogue);
      this.follow();
      void this.settle(attachment);
    }
  }

  insertUsage(attachment: Attachment): void {
    const language = this.language ?? languageOf('python');
    if (language !== null) {
      const value = attachment.value ?? { items: [], single: false };
      this.notebook.insertCell(language.usage(attachment.wish.variable, attachment.wish.did, value));
    }
  }

  /** Brings the attachments in step with the metadata. */
  private follow(): void {
    if (this.isDisposed) {
      return;
    }
    const before = this._attachments;
    const fresh: Attachment[] = [];
    this._attachments = wishes(this.notebook.metadata).map(wish => {
      const known = before.find(one => isSame(one.wish, wish));
      if (known !== undefined) {
        return { ...known, wish };
      }
      const match = instanceFor(wish, this.lake.instances, this.lake.instance);
      const attachment: Attachment = {
        wish,
        instance: match?.kind === 'instance' ? match.instance.name : null,
        state: { kind: 'asking' },
        value: null,
        unverified: 0,
        changed: null,
        renewal: null
      };
      fresh.push(attachment);
      return attachment;
    });
    this.tell();
    for (const attachment of fresh) {
      void this.settle(attachment, { fetch: this._fetch.delete(keyOf(attachment.wish)) });
    }
  }

  /** Asks the service for the handles and goes on from what it says. */
  private async settle({ wish: { did, variable, older } }: Attachment, wanted: Wanted = {}): Promise<void> {
    const wish = this._attachments.find(one => isSame(one.wish, { did, variable, older }))?.wish;
    if (wish === undefined) {
      return;
    }
    const question = Symbol(wish.did);
    this._question.set(keyOf(wish), question);
    if (wanted.how === 'always') {
      this.binder.insist(wish);
    }
    const isLast = (): boolean => !this.isDisposed && this._question.get(keyOf(wish)) === question;
    this.put(wish, { state: { kind: 'asking' } });
    if (this.lake.service.kind !== 'ready') {
      this._question.delete(keyOf(wish));
      return;
    }
    const match = instanceFor(wish, this.lake.instances, this.lake.instance);
    if (match?.kind !== 'instance') {
      this.put(wish, { state: match ?? { kind: 'other-catalogue', host: wish.instance ?? '', here: null } });
      return;
    }
    const { name: instance } = match.instance;
    this.put(wish, { instance });
    try {
      const handles = await this.lake.watched(
        instance,
        this.lake.api.handles(instance, wish.did, wish.unverified)
      );
      if (isLast()) {
        await this.use(wish, instance, handles, wanted);
      }
    } catch (thrown) {
      if (isLast()) {
        this.put(wish, { state: { kind: 'problem', problem: problemOf(thrown) } });
      }
    } finally {
      if (isLast()) {
        this._question.delete(keyOf(wish));
      }
    }
  }

  /** Whether the files are still here that were bound without asking: they may have gone while the kernel rested. */
  private async lookAgain({ wish, instance, value }: Attachment): Promise<void> {
    const key = keyOf(wish);
    if (instance === null || this._question.has(key) || this.lake.service.kind !== 'ready') {
      return;
    }
    const question = Symbol(wish.did);
    this._question.set(key, question);
    try {
      const handles = await this.lake.watched(
        instance,
        this.lake.api.handles(instance, wish.did, wish.unverified)
      );
      const isLast = !this.isDisposed && this._question.get(key) === question;
      if (this._question.get(key) === question) {
        this.put(wish, { changed: handles.changed });
      }
      const isSameValue = handles.state !== 'incomplete' && isEqual(handles.handles, value?.items ?? []);
      if (isLast && !isSameValue) {
        await this.use(wish, instance, handles, {});
      }
    } catch {
      // Who cannot be asked says nothing against what the kernel holds; the panel's head tells of the service.
    } finally {
      if (this._question.get(key) === question) {
        this._question.delete(key);
      }
    }
  }

  private async use(
    wish: Wish,
    instance: string,
    handles: Handles,
    { fetch = false }: Wanted
  ): Promise<void> {
    const { host, vo } = handles.catalogue;
    if (fetch && (wish.catalogue?.host !== host || wish.catalogue.vo !== vo)) {
      setCatalogue(this.notebook.metadata, wish, instance, handles.catalogue);
    }
    const { unverified, changed } = handles;
    this.put(wish, { unverified, changed, renewal: null });
    if (handles.state !== 'incomplete') {
      this.put(wish, { value: { items: handles.handles, single: handles.single } });
      this.binder.bind(wish);
      return;
    }
    // What a kernel still has to say of the paths is overtaken.
    this.binder.overtake(wish);
    this.put(wish, { value: null });
    const running = this.transfers.of(instance, wish.did);
    if (running !== null && isUnderWay(running)) {
      this.put(wish, { state: { kind: 'downloading', download: running } });
    } else if (handles.missing === 0 && unverified > 0) {
      this.put(wish, { state: { kind: 'unverified', count: unverified } });
    } else if (fetch) {
      const download = await this.transfers.start(instance, wish.did);
      this.onMoved(this.transfers, download);
    } else {
      this.put(wish, { state: { kind: 'elsewhere', missing: handles.missing } });
    }
  }

  private onMetadata(_: Notebook, key: string): void {
    if (key === KEY || key === OLDER_KEY) {
      this.follow();
    }
  }

  private onKernel(_: Notebook, kernel: NotebookKernel | null): void {
    // Sent before this returns: so the variables are there for the first cell of "restart and run all".
    for (const attachment of this._attachments) {
      if (attachment.value !== null) {
        this.binder.bind(attachment.wish);
        void this.lookAgain(attachment);
      }
    }
    if (kernel !== null && this.languages.known(kernel) === undefined) {
      this.languages.ask(kernel).then(
        () => {
          this.tell();
        },
        () => undefined
      );
    }
  }

  private onDoubt(): void {
    for (const attachment of this._attachments) {
      const { wish, value } = attachment;
      if (value !== null && !this.binder.isWaiting(wish)) {
        this.binder.bind(wish);
      }
      if (value !== null) {
        void this.lookAgain(attachment);
      }
    }
  }

  private onMoved(_: TransfersModel, download: Download): void {
    if (this.transfers.of(download.instance, download.did)?.id !== download.id) {
      return;
    }
    for (const attachment of this._attachments) {
      const { wish, instance, value, state } = attachment;
      if (instance !== download.instance) {
        continue;
      }
      const itsOwn = wish.did === download.did;
      if (value !== null) {
        if (itsOwn && this.renewals.ended(attachment, download)) {
          void this.settle(attachment, { how: 'always' });
        } else if (itsOwn && download.state === 'done') {
          void this.lookAgain(attachment);
        }
      } else if (itsOwn && isUnderWay(download)) {
        this.put(wish, { state: { kind: 'downloading', download } });
      } else if (download.state === 'done' && (itsOwn || state.kind === 'elsewhere')) {
        void this.settle(attachment);
      } else if (itsOwn && (state.kind === 'downloading' || state.kind === 'asking')) {
        this.put(wish, { state: { kind: 'download-ended', download } });
      }
    }
  }

  private onLake(): void {
    for (const attachment of this._attachments) {
      const { state } = attachment;
      const login = this.lake.find(attachment.instance ?? '')?.login.state;
      const waited = state.kind === 'asking' && !this._question.has(keyOf(attachment.wish));
      const cameIn =
        state.kind === 'problem' && actionFor(state.problem) === 'login' && login === 'logged-in';
      if (this.lake.service.kind === 'ready' && (waited || cameIn)) {
        void this.settle(attachment);
      }
    }
  }

  private find(wish: Wish): Attachment | null {
    return this._attachments.find(one => isSame(one.wish, wish)) ?? null;
  }

  private put(wish: Wish, change: Partial<Attachment>): void {
    this._attachments = this._attachments.map(one => (isSame(one.wish, wish) ? { ...one, ...change } : one));
    this.tell();
  }

  private readonly binder: Binder;
  private readonly renewals: Renewals;
  private _attachments: readonly Attachment[] = [];
  /** DIDs that a person has just attached: what is missing of them is fetched. */
  private readonly _fetch = new Set<string>();
  private readonly _question = new Map<string, symbol>();
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
