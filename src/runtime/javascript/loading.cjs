'use strict';
// Modules of the workspace are given to Node with probes in them; their files are never touched.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');

const TYPESCRIPT = /\.(?:[cm]?tsx?|jsx)$/i;
const RECORDED = /\.(?:[cm]?[jt]sx?)$/i;

class Loading {
  constructor(run, line) {
    this.line = line;
    this.file = run.file;
    this.roots = run.roots.map((root) => path.join(fs.realpathSync(root), path.sep));
    this.evaluates = run.call !== undefined;
    /** By importing folder and specifier. */
    this.known = new Map();
  }

  owns(file) {
    if (!RECORDED.test(file) || file.startsWith(path.dirname(__dirname))) return false;
    return this.roots.some((root) => file.startsWith(root)) && !file.split(path.sep).includes('node_modules');
  }

  /** The text to run instead, or undefined where it runs as it is. */
  instrumented(file, source, format, keepsTypes = false) {
    if (!this.owns(file)) return undefined;
    const evaluates = this.evaluates && file === this.file;
    return this.line.ask({ kind: 'source', path: file, source, format, evaluates, keepsTypes })?.text;
  }

  install() {
    this.patchCompile();
    this.acceptTypeScript();
    if (typeof Module.registerHooks === 'function') this.registerSync();
    else this.registerAsync();
  }

  patchCompile() {
    const loading = this;
    const original = Module.prototype._compile;
    Module.prototype._compile = function _compile(content, filename, ...rest) {
      const isCommonJs = rest[0] === undefined || rest[0] === 'commonjs' || rest[0] === 'commonjs-typescript';
      if (!isCommonJs || typeof content !== 'string')
        return Reflect.apply(original, this, [content, filename, ...rest]);
      const text = loading.instrumented(filename, content, 'commonjs') ?? content;
      if (text !== content && rest[0] === 'commonjs-typescript') rest[0] = 'commonjs';
      return Reflect.apply(original, this, [text, filename, ...rest]);
    };
  }

  /** `require` of TypeScript, where Node cannot do that itself. */
  acceptTypeScript() {
    const loading = this;
    for (const extension of ['.ts', '.cts', '.tsx', '.jsx', '.mts']) {
      Module._extensions[extension] = function load(module, filename) {
        const source = fs.readFileSync(filename, 'utf8').replace(/^\uFEFF/, '');
        if (loading.formatOf(filename, isOnlyModule) === 'module') {
          if (module === process.mainModule) {
            void import(pathToFileURL(filename));
            return;
          }
          throw Object.assign(new Error(`require() of ES Module ${filename} not supported.`), {
            code: 'ERR_REQUIRE_ESM',
          });
        }
        if (loading.owns(filename)) {
          // What other tools have put before it compiles TypeScript, too.
          Reflect.apply(Module.prototype._compile, module, [source, filename]);
          return;
        }
        const text = loading.line.ask({
          kind: 'source',
          path: filename,
          source,
          format: 'commonjs',
          stripOnly: true,
        })?.text;
        module._compile(text ?? source, filename);
      };
    }
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function _resolveFilename(request, parent, ...rest) {
      for (const file of loading.aliases(request, parent?.filename)) {
        try {
          return Reflect.apply(resolve, this, [file, parent, ...rest]);
        } catch {
          // The next one.
        }
      }
      try {
        return Reflect.apply(resolve, this, [request, parent, ...rest]);
      } catch (error) {
        const other = parent?.filename && TYPESCRIPT.test(parent.filename) && /\.[cm]?jsx?$/.test(request);
        if (!other) throw error;
        try {
          return Reflect.apply(resolve, this, [request.replace(/js(x?)$/, 'ts$1'), parent, ...rest]);
        } catch {
          throw error;
        }
      }
    };
  }

  /** Where `paths` of a tsconfig.json lead. */
  aliases(specifier, importer) {
    if (!mayBeAlias(specifier, importer)) return [];
    const key = `${path.dirname(importer)}\n${specifier}`;
    if (!this.known.has(key)) {
      this.known.set(key, this.line.ask({ kind: 'source', specifier, importer })?.files ?? []);
    }
    return this.known.get(key);
  }

  /** Of a file whose extension does not say it, the nearest package.json does; else its text. */
  formatOf(file, isModule = usesModuleSyntax) {
    if (/\.[cm][jt]s$/i.test(file)) return /\.m/i.test(path.extname(file)) ? 'module' : 'commonjs';
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      try {
        const { type } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
        if (type === 'module') return 'module';
        if (type === 'commonjs') return 'commonjs';
        return /\.tsx?$/i.test(file) && isModule(file) ? 'module' : 'commonjs';
      } catch {
        if (path.dirname(folder) === folder) return 'commonjs';
      }
    }
  }

  registerSync() {
    Module.registerHooks({
      resolve: (specifier, context, next) => {
        const importer = importerOf(context);
        const urls = this.aliases(specifier, importer).flatMap(urlsOf);
        return firstThatResolves([...urls, ...pathsOf(specifier, importer)], specifier, context, next);
      },
      load: (url, context, next) => {
        if (!url.startsWith('file:')) return next(url, context);
        const file = fileURLToPath(url.replace(/[?#].*$/, ''));
        const isTypeScript = TYPESCRIPT.test(file) && !file.split(path.sep).includes('node_modules');
        const format = isTypeScript ? this.formatOf(file) : undefined;
        const loaded = isTypeScript
          ? { format, source: fs.readFileSync(file, 'utf8'), shortCircuit: true }
          : next(url, context);
        if (loaded.format !== 'module' || loaded.source === null || loaded.source === undefined)
          return loaded;
        const source = textOf(loaded.source);
        const text = this.instrumented(file, source, 'module');
        return text === undefined ? loaded : { ...loaded, source: text };
      },
    });
  }

  registerAsync() {
    const { port1, port2 } = new (require('node:worker_threads').MessageChannel)();
    const flag = new Int32Array(new SharedArrayBuffer(8));
    port1.unref();
    Module.register(pathToFileURL(path.join(__dirname, 'moduleHooks.mjs')), {
      data: { port: port2, address: this.line.address, token: this.line.token, flag, run: this.describe() },
      transferList: [port2],
    });
  }

  describe() {
    return { roots: this.roots, file: this.file, evaluates: this.evaluates };
  }
}

function textOf(source) {
  return typeof source === 'string'
    ? source
    : Buffer.from(source)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
}

function usesModuleSyntax(file) {
  return /^\s*(?:import\s*[\w{*'"]|export\s)/m.test(fs.readFileSync(file, 'utf8'));
}

/** What `require` loads is made CommonJS where that can be. */
function isOnlyModule(file) {
  const text = fs.readFileSync(file, 'utf8');
  return /\bimport\.meta\b|^(?:(?:export\s+)?(?:const|let|var)\s[^\n=]*=\s*|for\s+)?await\b/m.test(text);
}

/** The file that imports, where it is TypeScript of the workspace. */
function importerOf({ parentURL = '' }) {
  if (!parentURL.startsWith('file:')) return undefined;
  const file = fileURLToPath(parentURL.replace(/[?#].*$/, ''));
  return TYPESCRIPT.test(file) ? file : undefined;
}

function mayBeAlias(specifier, importer) {
  if (importer === undefined || !TYPESCRIPT.test(importer)) return false;
  if (importer.split(path.sep).includes('node_modules')) return false;
  return !/^(?:\.{0,2}(?:\/|$)|[a-z]+:)/i.test(specifier) && !Module.isBuiltin(specifier);
}

/** What `./a` and `./a.js` may mean in TypeScript, beside what they say. */
function pathsOf(specifier, importer) {
  if (importer === undefined || !/^(?:\.{0,2}\/|file:)/.test(specifier)) return [];
  return [specifier, ...candidates(specifier)];
}

/** A path from tsconfig.json, with and without an extension. */
function urlsOf(file) {
  return [file, ...candidates(file), ...['.js', '.mjs', '.json', '/index.js'].map((end) => file + end)]
    .filter((name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile())
    .map((name) => pathToFileURL(name).href);
}

/** The first of some specifiers that leads somewhere; what is wrong with the one that was written, where none does. */
function firstThatResolves(others, specifier, context, next) {
  for (const other of others) {
    try {
      return next(other, context);
    } catch {
      // The next one.
    }
  }
  return next(specifier, context);
}

function candidates(specifier) {
  if (/\.[cm]?jsx?$/.test(specifier))
    return [specifier.replace(/js(x?)$/, 'ts$1'), specifier.replace(/\.jsx?$/, '.tsx')];
  return ['.ts', '.tsx', '.mts', '/index.ts', '/index.tsx'].map((end) => specifier + end);
}

module.exports = { Loading, TYPESCRIPT, importerOf, mayBeAlias, pathsOf, urlsOf };
