// The statement that the panel executes in a kernel, made by the panel's own compiled code.
// stdin: {"language", "variable", "items", "single"}; stdout: {"code", "expected"}, the expected being what the kernel must print.
import { register } from 'node:module';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';

// The panel is compiled for a bundler: paths without endings, modules without a "type".
const hooks = `
  import { existsSync } from 'node:fs';
  import { fileURLToPath } from 'node:url';
  export async function resolve(name, context, next) {
    if (name.startsWith('.')) {
      const url = new URL(name, context.parentURL);
      const file = ['.js', '/index.js'].map(end => new URL(url.href + end)).find(candidate => existsSync(fileURLToPath(candidate)));
      if (file) return { url: file.href, format: 'module', shortCircuit: true };
    }
    return next(name, context);
  }
  export async function load(url, context, next) {
    return next(url, url.includes('/lab-extension/lib/') ? { ...context, format: 'module' } : context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { languageOf } = await import('../../lab-extension/lib/languages/index.js');
const { language, variable, items, single } = JSON.parse(await text(process.stdin));
const nonce = randomBytes(4).toString('hex');
const bytes = items.reduce((sum, item) => sum + Buffer.byteLength(item), 0);
const code = languageOf(language).bind(variable, { items, single }, nonce);
process.stdout.write(JSON.stringify({ code, expected: `LKS:${nonce}:${items.length}:${bytes}` }));
