import { UnreadableAnswer } from './decode';

/** The JSON values of a body with one to a line, each as soon as its line has come. */
export async function* jsonLines(body: ReadableStream<Uint8Array>): AsyncGenerator {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) {
        if (line.trim() !== '') {
          yield parsed(line);
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    // Whoever stops listening ends the stream; a body that has broken off has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw new UnreadableAnswer(`a line is not JSON: ${line.slice(0, 80)}`);
  }
}
