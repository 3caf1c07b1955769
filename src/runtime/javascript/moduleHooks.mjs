// ES modules on Nodes without synchronous hooks: runs in Node's thread for hooks, with a line of its own to the engine.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asking from './asking.cjs';
import loading from './loading.cjs';

const { AskingLine } = asking;
const { Loading, TYPESCRIPT, importerOf, mayBeAlias, pathsOf, urlsOf } = loading;
/** By importing folder and specifier: a promise of the paths to try. */
const known = new Map();
let line;
let owner;

export function initialize({ address, token, run }) {
  line = new AskingLine(address, token);
  owner = Object.assign(Object.create(Loading.prototype), run);
}

export async function resolve(specifier, context, next) {
  const importer = importerOf(context);
  const files = mayBeAlias(specifier, importer) ? await aliases(specifier, importer) : [];
  for (const other of [...files.flatMap(urlsOf), ...pathsOf(specifier, importer)]) {
    try {
      return await next(other, context);
    } catch {
      // The next one.
    }
  }
  return next(specifier, context);
}

function aliases(specifier, importer) {
  const key = `${path.dirname(importer)}\n${specifier}`;
  let files = known.get(key);
  if (files === undefined) {
    files = line.ask({ specifier, importer }).then((answer) => answer?.files ?? []);
    known.set(key, files);
  }
  return files;
}

export async function load(url, context, next) {
  if (!url.startsWith('file:')) return next(url, context);
  const file = fileURLToPath(url.replace(/[?#].*$/, ''));
  const isTypeScript = TYPESCRIPT.test(file) && !file.split(path.sep).includes('node_modules');
  const loaded = isTypeScript
    ? { format: owner.formatOf(file), source: readFileSync(file, 'utf8'), shortCircuit: true }
    : await next(url, context);
  if (loaded.format === 'commonjs' && isTypeScript)
    return { format: 'commonjs', source: null, shortCircuit: true };
  if (loaded.format !== 'module' || loaded.source === null || loaded.source === undefined) return loaded;
  if (!owner.owns(file)) return loaded;
  const source =
    typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source).toString('utf8');
  const evaluates = owner.evaluates && file === owner.file;
  const answer = await line.ask({ path: file, source, format: 'module', evaluates });
  return answer === undefined || answer === null ? loaded : { ...loaded, source: answer.text };
}
