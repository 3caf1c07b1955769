'use strict';
// Modules of a project, loaded anew for each program: its file has another text than on disk, and so have files that are
// not JavaScript. What the project does not own is loaded by Node, once.
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { fileURLToPath, pathToFileURL, URL } = require('node:url');
const vm = require('node:vm');
const { Loading } = require('../loading.cjs');

const SOURCE = /\.[cm]?[jt]sx?$/i;
const COMPILED = /\.(?:[cm]?tsx?|jsx)$/i;

/** What Node has loaded, by its address. */
const native = new Map();

class Modules {
  /**
   * @param roots Folders of the project, each with its end.
   * @param texts Path -> {text, format}.
   * @param standIns Name of a package -> what stands in for it.
   * @param givesFolders Whether ES modules have `__dirname` and `__filename`, too.
   * @param resolve (specifier, address of the importer) -> address
   */
  constructor({ roots, texts, standIns, givesFolders, resolve }) {
    Object.assign(this, { roots, texts, standIns, givesFolders, resolve });
    this.modules = new Map();
    this.required = new Map();
    /** Files whose texts are missing. */
    this.needs = new Set();
  }

  /** What a file exports. */
  async import(file) {
    const found = await this.evaluated(file);
    return found.namespace;
  }

  async evaluated(file) {
    const found = await this.moduleOf(file);
    if (found.status === 'unlinked')
      await found.link((specifier, from) => this.linked(specifier, from.identifier));
    await found.evaluate();
    return found;
  }

  moduleOf(file) {
    if (!this.modules.has(file)) this.modules.set(file, this.made(file));
    return this.modules.get(file);
  }

  async made(file) {
    const { text, format } = this.textOf(file);
    if (format !== 'module') return synthetic(this.require(file), file, true);
    const identifier = pathToFileURL(file).href;
    return new vm.SourceTextModule(this.givesFolders ? withFolders(text, file) : text, {
      identifier,
      initializeImportMeta: (meta) => {
        Object.assign(meta, { url: identifier, filename: file, dirname: path.dirname(file) });
        meta.resolve = (specifier) => this.resolve(specifier, identifier);
      },
      importModuleDynamically: (specifier) => this.dynamic(specifier, identifier),
    });
  }

  textOf(file) {
    const given = this.texts.get(file);
    if (given !== undefined) return { text: given.text, format: given.format ?? formatOf(file, given.text) };
    if (COMPILED.test(file)) {
      this.needs.add(file);
      throw new Error(`The JavaScript of ${file} is missing.`);
    }
    const text = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    return { text, format: formatOf(file, text) };
  }

  async dynamic(specifier, importer) {
    const found = await this.linked(specifier, importer);
    if (found.status === 'unlinked') await found.link((inner, from) => this.linked(inner, from.identifier));
    await found.evaluate();
    return found;
  }

  async linked(specifier, importer) {
    const standIn = this.standIn(specifier);
    if (standIn !== undefined) return this.kept(specifier, () => synthetic(standIn, specifier, true));
    if (Module.isBuiltin(specifier)) return this.kept(specifier, () => nativeModule(specifier));
    const file = this.fileOf(specifier, importer);
    if (this.owns(file)) return this.moduleOf(file);
    if (file.endsWith('.json'))
      return this.kept(file, () => synthetic(JSON.parse(fs.readFileSync(file, 'utf8')), file, true));
    return this.kept(file, () => nativeModule(pathToFileURL(file).href));
  }

  /** Modules of one program are linked with each other only: what is shared is wrapped anew. */
  kept(key, make) {
    if (!this.modules.has(key)) this.modules.set(key, Promise.resolve().then(make));
    return this.modules.get(key);
  }

  standIn(specifier) {
    return this.standIns[specifier]?.();
  }

  /** The file that a specifier leads to; what TypeScript and bundlers leave out is tried, too. */
  fileOf(specifier, importer) {
    if (!/^(?:\.{0,2}\/|file:)/.test(specifier)) return fileURLToPath(this.resolve(specifier, importer));
    const plain = fileURLToPath(new URL(specifier, importer).href.replace(/[?#].*$/, ''));
    return existing(plain, importer) ?? plain;
  }

  owns(file) {
    if (!SOURCE.test(file)) return false;
    if (this.texts.has(file)) return true;
    return this.roots.some((root) => file.startsWith(root)) && !file.split(path.sep).includes('node_modules');
  }

  /** As `require` of CommonJS. */
  require(file) {
    const known = this.required.get(file);
    if (known !== undefined) return known.exports;
    const { text, format } = this.textOf(file);
    if (format === 'module')
      throw Object.assign(new Error(`require() of ES Module ${file} not supported.`), {
        code: 'ERR_REQUIRE_ESM',
      });
    const module = { exports: {}, id: file, filename: file, loaded: false, children: [], paths: [] };
    this.required.set(file, module);
    const identifier = pathToFileURL(file).href;
    const plain = Module.createRequire(file);
    const require = (specifier) => this.requiredFrom(specifier, file, plain);
    require.resolve = plain.resolve;
    require.cache = plain.cache;
    require.main = undefined;
    module.require = require;
    try {
      const run = vm.compileFunction(
        text.replace(/^#!/, '//'),
        ['exports', 'require', 'module', '__filename', '__dirname'],
        { filename: file, importModuleDynamically: (specifier) => this.dynamic(specifier, identifier) },
      );
      Reflect.apply(run, module.exports, [module.exports, require, module, file, path.dirname(file)]);
    } catch (error) {
      this.required.delete(file);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  requiredFrom(specifier, importer, plain) {
    const standIn = this.standIn(specifier);
    if (standIn !== undefined) return standIn;
    if (Module.isBuiltin(specifier)) return plain(specifier);
    const isPath = /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
    const file =
      (isPath ? existing(path.resolve(path.dirname(importer), specifier), importer) : undefined) ??
      plain.resolve(specifier);
    return this.owns(file) ? this.require(file) : plain(file);
  }
}

/** What a path without its end may mean; to TypeScript, other TypeScript first. */
function existing(file, importer) {
  const [plain, types] = [
    ['.js', '.mjs', '.cjs', '.jsx'],
    ['.ts', '.tsx', '.mts', '.cts'],
  ];
  const ends = ['', ...(COMPILED.test(importer) ? [...types, ...plain] : [...plain, ...types]), '.json'];
  const folders = ['index.js', 'index.ts', 'index.tsx'].map((name) => path.join(file, name));
  const typed = /\.[cm]?jsx?$/.test(file)
    ? [file.replace(/js(x?)$/, 'ts$1'), file.replace(/\.jsx?$/, '.tsx')]
    : [];
  return [...ends.map((end) => file + end), ...typed, ...folders].find((name) =>
    fs.statSync(name, { throwIfNoEntry: false })?.isFile(),
  );
}

function formatOf(file, text) {
  const named = Reflect.apply(Loading.prototype.formatOf, undefined, [file]);
  if (named === 'module' || /\.c[jt]s$/i.test(file)) return named;
  return /^\s*(?:import\s*[\w{*'"]|export\s)/m.test(text) ? 'module' : 'commonjs';
}

async function nativeModule(specifier) {
  if (!native.has(specifier)) native.set(specifier, await import(specifier));
  return synthetic(native.get(specifier), specifier, false);
}

/** @param isDefault Whether the whole is its default export. */
function synthetic(exported, identifier, isDefault) {
  const isObject = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
  const names = isObject
    ? Object.keys(exported).filter((name) => name !== 'default' && name !== '__proto__')
    : [];
  const whole = isDefault ? exported : exported.default;
  return new vm.SyntheticModule(
    ['default', ...names],
    function evaluate() {
      this.setExport('default', whole);
      for (const name of names) this.setExport(name, exported[name]);
    },
    { identifier },
  );
}

/** In the first line, so that no line moves; names that the text has of its own stay its own. */
function withFolders(text, file) {
  const given = { __dirname: path.dirname(file), __filename: file };
  const wanted = Object.entries(given).filter(([name]) => {
    const isOwn = new RegExp(`\\b(?:const|let|var|function|class)\\s+${name}\\b|\\bas\\s+${name}\\b`).test(
      text,
    );
    return text.includes(name) && !isOwn && !text.startsWith('#!');
  });
  return wanted.map(([name, value]) => `const ${name}=${JSON.stringify(value)};`).join('') + text;
}

module.exports = { Modules };
