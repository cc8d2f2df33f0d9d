import type { LakeModel } from '../lake/lakeModel';
import { Model } from '../lake/model';
import type { TransfersModel } from '../transfers/transfersModel';
import { Languages } from './kernelLanguages';
import { NotebookModel } from './notebookModel';
import type { Notebook } from './notebook';

/** All open notebooks, and the one that is in front. */
export class NotebooksModel extends Model {
  constructor(
    private readonly lake: LakeModel,
    private readonly transfers: TransfersModel
  ) {
    super();
  }

  get current(): NotebookModel | null {
    return this._current;
  }

  opened(notebook: Notebook): void {
    if (!this._models.has(notebook)) {
      const model = new NotebookModel(notebook, this.lake, this.transfers, this._languages);
      model.changed.connect(() => {
        this.tell();
      });
      this._models.set(notebook, model);
      this.tell();
    }
  }

  closed(notebook: Notebook): void {
    const model = this._models.get(notebook);
    this._models.delete(notebook);
    model?.dispose();
    if (model === this._current) {
      this._current = null;
    }
    this.tell();
  }

  setCurrent(notebook: Notebook | null): void {
    const model = notebook === null ? null : (this._models.get(notebook) ?? null);
    if (model !== this._current) {
      this._current = model;
      this.tell();
    }
  }

  private _current: NotebookModel | null = null;
  private readonly _models = new Map<Notebook, NotebookModel>();
  private readonly _languages = new Languages();
}
