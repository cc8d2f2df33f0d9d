import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

import type { KernelPort } from '../notebook/binding';
import type { NotebookKernel } from '../notebook/notebook';

/**
 * A real Python that runs what it is sent, one request after the other, behind the one method of a kernel
 * connection that binding uses. Values, quoting and errors are Python's own; only the wire is ours.
 */
export class PythonKernel implements NotebookKernel {
  readonly name = 'python3';
  readonly info = Promise.resolve({ language_info: { name: 'python' } });
  readonly sent: string[] = [];
  private process: ChildProcessWithoutNullStreams;
  private waiting: { take: (line: string) => void; drop: () => void }[] = [];
  private rest = '';

  constructor() {
    this.process = this.begin();
  }

  /** What an expression is worth, as JSON. */
  async value(expression: string): Promise<unknown> {
    const { text } = await this.run(`import json as _j; print(_j.dumps(${expression})); del _j`);
    return JSON.parse(text) as unknown;
  }

  run(code: string): Promise<{ text: string; ename: string | null; evalue: string }> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        take: line => {
          resolve(JSON.parse(line) as { text: string; ename: string | null; evalue: string });
        },
        drop: () => {
          reject(new Error('Canceled future for execute_request message before replies were done'));
        }
      });
      this.process.stdin.write(`${JSON.stringify(code)}\n`);
    });
  }

  readonly requestExecute = ((content: { code: string }) => {
    this.sent.push(content.code);
    const future = {
      onIOPub: (() => undefined) as (message: unknown) => void,
      done: Promise.resolve(),
      dispose: (): void => undefined
    };
    future.done = this.run(content.code).then(({ text, ename, evalue }) => {
      // In pieces, as kernels send it.
      for (const piece of [text.slice(0, 7), text.slice(7)]) {
        future.onIOPub({ content: { name: 'stdout', text: piece } });
      }
      if (ename !== null) {
        future.onIOPub({ content: { ename, evalue, traceback: [] } });
      }
    });
    return future;
  }) as unknown as KernelPort['requestExecute'];

  restart(): void {
    this.end();
    this.process = this.begin();
  }

  end(): void {
    this.process.removeAllListeners('exit');
    this.process.kill('SIGKILL');
    this.waiting.splice(0).forEach(one => {
      one.drop();
    });
  }

  private begin(): ChildProcessWithoutNullStreams {
    const process = spawn('python3', ['-u', '-c', LOOP], {
      env: { ...globalThis.process.env, LC_ALL: 'C', PYTHONUTF8: '0' }
    });
    this.rest = '';
    process.stdout.setEncoding('utf8');
    process.stdout.on('data', (text: string) => {
      const lines = (this.rest + text).split('\n');
      this.rest = lines.pop() ?? '';
      lines.forEach(line => this.waiting.shift()?.take(line));
    });
    return process;
  }
}

const LOOP = `
import contextlib, io, json, sys
scope = {"__name__": "__main__"}
for line in sys.stdin:
    out, ename, evalue = io.StringIO(), None, ""
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(json.loads(line), "<cell>", "exec"), scope)
        except BaseException as error:
            ename, evalue = type(error).__name__, str(error)
    sys.__stdout__.write(json.dumps({"text": out.getvalue(), "ename": ename, "evalue": evalue}) + "\\n")
    sys.__stdout__.flush()
`;
