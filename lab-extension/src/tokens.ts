import { Token } from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ExploreModel } from './explore/exploreModel';
import type { EventStream } from './lake/eventStream';
import type { LakeModel } from './lake/lakeModel';
import type { LoginModel } from './login/loginModel';
import type { NotebooksModel } from './notebook/notebooksModel';
import type { PanelModel } from './panel/panelModel';
import type { TransfersModel } from './transfers/transfersModel';

/** The service, its events, and who is logged in. */
export interface ILake {
  readonly lake: LakeModel;
  readonly events: EventStream;
  readonly login: LoginModel;
  readonly transfers: TransfersModel;
  readonly trans: TranslationBundle;
}

export const ILake = new Token<ILake>(
  'jupyterlab-lakeside:ILake',
  'The data lake: its service, logins and downloads.'
);

/** The side panel: others add their tabs. */
export interface ILakePanel {
  readonly model: PanelModel;
  /** Brings the panel to the front, with this tab. */
  show(tab?: string): void;
}

export const ILakePanel = new Token<ILakePanel>(
  'jupyterlab-lakeside:ILakePanel',
  'The side panel of the data lake.'
);

export interface IExplorer {
  readonly model: ExploreModel;
}

export const IExplorer = new Token<IExplorer>(
  'jupyterlab-lakeside:IExplorer',
  'Searches the catalogue and shows what a DID contains.'
);

export interface ILakeNotebooks {
  readonly model: NotebooksModel;
}

export const ILakeNotebooks = new Token<ILakeNotebooks>(
  'jupyterlab-lakeside:ILakeNotebooks',
  'What notebooks have attached.'
);
