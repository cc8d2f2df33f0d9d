import type { PartialJSONValue } from '@lumino/coreutils';

import { DID, SIX, first, kernel, modelOf, one, stateOf } from '../testing/attaching';
import { FakeNotebook } from '../testing/fakeNotebook';
import { handles, json, until } from '../testing/fakeService';
import type { NotebookKernel } from './notebook';

test('after a restart the statement is sent before the handler returns', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'attached');

  kernel.restart();
  const before = kernel.sent.length;
  notebook.kernelChanged.emit(kernel);
  expect(kernel.sent.length).toBe(before + 1);
  const firstCell = kernel.run('print(len(hyy_oct20))');

  expect((await firstCell).text).toBe('6\n');
  await until(() => stateOf(model) === 'attached');
});

test('a restart in the midst of binding ends in a bound variable', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);
  const busy = kernel.run('import time; time.sleep(30)').catch(() => null);
  model.attach('lake', DID);
  await until(() => kernel.sent.length === 1);
  expect(stateOf(model)).toBe('binding');

  kernel.restart();
  await busy;
  notebook.kernelChanged.emit(kernel);
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('hyy_oct20')).toEqual(SIX);
});

test('however often a kernel is doubted, the variable stays what it is', async () => {
  const notebook = new FakeNotebook(kernel);
  const model = modelOf(notebook);
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'attached');
  await kernel.run('held = hyy_oct20');

  notebook.kernelDoubted.emit();
  await until(() => stateOf(model) === 'attached');
  notebook.kernelDoubted.emit();
  await until(() => stateOf(model) === 'attached');

  expect(await kernel.value('held is hyy_oct20')).toBe(true);
});

test('is bound when a kernel comes that was not there', async () => {
  const notebook = new FakeNotebook(null);
  const model = modelOf(notebook);
  model.attach('lake', DID);
  await until(() => stateOf(model) === 'no-kernel');

  notebook.arrive(kernel);
  await until(() => stateOf(model) === 'attached');
});

test('a kernel of another language gets no code, and the reason is said', async () => {
  const sent: unknown[] = [];
  const other = {
    name: 'ir',
    info: Promise.resolve({ language_info: { name: 'R' } }),
    requestExecute: (content: unknown) => sent.push(content)
  } as unknown as NotebookKernel;
  const model = modelOf(new FakeNotebook(other));

  model.attach('lake', DID);
  await until(() => stateOf(model) === 'other-language');

  expect(first(model).state).toMatchObject({ language: 'R' });
  expect(sent).toEqual([]);
});

test.each(['x; import os', 'class', 'a\nb', '__name__', 'é'])(
  'a notebook that asks for the variable %j gets no code run',
  async variable => {
    const metadata: Record<string, PartialJSONValue> = {
      lakeside: { version: 1, attachments: [{ did: DID, variable, instance: 'lake' }] }
    };
    const model = modelOf(new FakeNotebook(kernel, metadata));

    await until(() => stateOf(model) === 'bad-name');

    expect(kernel.sent).toEqual([]);
  }
);

test('a kernel that answers without the sentinel is not believed', async () => {
  const silent = {
    name: 'python3',
    info: Promise.resolve({ language_info: { name: 'python' } }),
    requestExecute: () => ({ done: Promise.resolve({ content: { status: 'ok' } }), dispose: () => undefined })
  } as unknown as NotebookKernel;
  const model = modelOf(new FakeNotebook(silent));

  model.attach('lake', DID);
  await until(() => stateOf(model) === 'failed');

  expect(first(model).state).toMatchObject({ reason: '' });
});

test.each(['kernelChanged', 'kernelDoubted'] as const)(
  'files that are gone when a kernel begins anew are not called attached (%s)',
  async signal => {
    const notebook = new FakeNotebook(kernel);
    const model = modelOf(notebook);
    model.attach('lake', DID);
    await until(() => stateOf(model) === 'attached');

    one.service.on('POST handles', () => json(handles(DID, null)));
    kernel.restart();
    if (signal === 'kernelChanged') {
      notebook.kernelChanged.emit(kernel);
    } else {
      notebook.kernelDoubted.emit();
    }
    await until(() => stateOf(model) === 'elsewhere');
    // The kernel's own answer comes late, and changes nothing.
    await kernel.run('1');
    await new Promise(resolve => setTimeout(resolve, 50));

    expect(stateOf(model)).toBe('elsewhere');
  }
);
