import { Languages } from '../notebook/kernelLanguages';
import type { Attachment } from '../notebook/attachment';
import { NotebookModel } from '../notebook/notebookModel';
import type { FakeNotebook } from './fakeNotebook';
import { type Panel, handles, json, readyPanel } from './fakeService';
import { PythonKernel } from './pythonKernel';

export const DID = 'ATLAS_LAPP_JEZEQUEL:Hyy_Oct20';
export const SIX = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => `/data/lake/${name}.root`);
export const SAVED = {
  lakeside: {
    version: 1,
    attachments: [
      {
        instance: 'lake',
        catalogue: { host: '127.0.0.1:21010', vo: 'def' },
        did: DID,
        variable: 'hyy_oct20',
        mode: 'auto'
      }
    ]
  }
};

/** Fresh ones for each test of the file that imports them. */
export let one: Panel;
export let kernel: PythonKernel;
beforeEach(async () => {
  one = await readyPanel();
  one.service.on('POST handles', () => json(handles(DID, SIX)));
  kernel = new PythonKernel();
});
afterEach(() => {
  one.lake.dispose();
  kernel.end();
});

export function modelOf(notebook: FakeNotebook, from: Panel = one): NotebookModel {
  return new NotebookModel(notebook, from.lake, from.transfers, new Languages());
}

export function first(model: NotebookModel): Attachment {
  const attachment = model.attachments[0];
  if (attachment === undefined) {
    throw new Error('nothing is attached');
  }
  return attachment;
}

export const stateOf = (model: NotebookModel): string => model.attachments[0]?.state.kind ?? 'none';
