'use strict';
// Stack traces as those of the plain program: probes move columns, never lines, and the columns are told back here.
const fs = require('node:fs');
const { fileURLToPath } = require('node:url');
const { types } = require('node:util');

const errorToString = Error.prototype.toString;
/** The places of errors whose stack has been written out: {file, line, column} of each frame in a file. */
const framesByError = new WeakMap();
const nodeErrorMark = findNodeErrorMark();
/** Newer Nodes name a function by the property that holds it, which here is a function of loading.cjs. */
const patchedName = /^Module\.<anonymous> (\(node:internal\/modules\/cjs\/loader:)/;

class Stacks {
  /** @param onRead What to do with an error whose stack is read, and its frames. */
  constructor(modules, onRead) {
    this.modules = modules;
    this.onRead = onRead;
    this.prepare = (error, sites) => this.format(error, sites);
  }

  install() {
    Object.defineProperty(Error, 'prepareStackTrace', {
      value: this.prepare,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }

  /** Stacks as somebody else writes them, who knows how to tell the places in what became of our text. */
  followOthers(ErrorOfContext) {
    const stacks = this;
    let theirs = ErrorOfContext.prepareStackTrace;
    Object.defineProperty(ErrorOfContext, 'prepareStackTrace', {
      configurable: true,
      get: () => theirs,
      set(given) {
        theirs = typeof given === 'function' ? (error, sites) => stacks.follow(given, error, sites) : given;
      },
    });
  }

  follow(theirs, error, sites) {
    const text = theirs(error, sites);
    if (typeof text === 'string' && types.isNativeError(error)) {
      const places = placesIn(text);
      framesByError.set(error, places);
      this.onRead(error, places);
    }
    return text;
  }

  /** As Node writes it, with the plain program's columns. */
  format(error, sites) {
    const places = [];
    const lines = [];
    for (const site of sites) {
      const place = this.placeOf(site);
      if (place === undefined) {
        lines.push(`\n    at ${`${site}`.replace(patchedName, 'Module._compile $1')}`);
        continue;
      }
      if (place.isOurs) continue;
      places.push(place);
      lines.push(`\n    at ${withColumn(`${site}`, place)}`);
    }
    if (typeof error === 'object' && error !== null) {
      framesByError.set(error, places);
      this.onRead(error, places);
    }
    return headline(error) + lines.join('');
  }

  placeOf(site) {
    const name = site.getFileName();
    const file = fileOf(name);
    if (site.isEval() && /\(eval at globalThis\.<computed> /.test(`${site}`)) return { isOurs: true };
    if (file === undefined) return undefined;
    if (file.startsWith(__dirname)) return { file, isOurs: true };
    const line = site.getLineNumber();
    const notes = this.modules.get(file);
    const shifted = site.getColumnNumber();
    // What evaluates the expression of a call stands behind the end of the file.
    if (notes !== undefined && line > notes.functions[0][1] + 1) return { isOurs: true };
    return {
      file,
      name,
      line,
      shifted,
      column: notes === undefined ? shifted : plainColumn(notes, line, shifted),
    };
  }

  /** The frames of an exception, innermost first; reads its stack, so only when the program cannot notice. */
  framesOf(error) {
    if (!types.isNativeError(error) || Error.prepareStackTrace !== this.prepare)
      return framesByError.get(error) ?? [];
    try {
      void error.stack;
    } catch {
      return [];
    }
    return framesByError.get(error) ?? [];
  }

  /**
   * Writes what Node writes above the stack of an uncaught exception: the place and its source line.
   * @param isThrownOn Node takes it for thrown where a guard of ours threw it on, and writes nothing.
   */
  showSourceLine(error, thrown, origin, isThrownOn) {
    const frame = this.framesOf(error)[0];
    // A rejection is shown where its error was made, another exception where it was thrown.
    const place =
      thrown !== undefined && thrown.value === error && origin !== 'unhandledRejection'
        ? { file: thrown.notes.file, line: thrown.line, column: thrown.column + 1 }
        : frame;
    if (place === undefined) return;
    const { file } = place;
    const notes = this.modules.get(file);
    const isChanged =
      notes !== undefined &&
      (notes.shifts[place.line - 1] !== undefined || notes.prologue[0] === place.line - 1);
    if (!isChanged && !isThrownOn) return;
    const source = fs.readFileSync(file, 'utf8').split(/\r\n|[\n\r\u2028\u2029]/)[place.line - 1] ?? '';
    const caret = source.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
    fs.writeSync(2, `${frame?.file === file ? frame.name : file}:${place.line}\n${source}\n${caret}^\n\n`);
  }
}

function fileOf(name) {
  if (typeof name !== 'string') return undefined;
  if (name.startsWith('file:')) {
    try {
      return fileURLToPath(name.replace(/[?#].*$/, ''));
    } catch {
      return undefined;
    }
  }
  return name.startsWith('/') || /^[A-Za-z]:\\/.test(name) ? name : undefined;
}

/** The 1-based column in the user's text for one in the text that runs. */
function plainColumn({ shifts, prologue }, line, column) {
  let at = column - 1;
  const [ownLine, ownColumn, ownLength] = prologue;
  if (line - 1 === ownLine && at >= ownColumn) at = Math.max(ownColumn, at - Number(ownLength));
  let inserted = 0;
  for (const [from, length] of shifts[line - 1] ?? []) {
    if (from >= at + 1) break;
    inserted += Math.min(length, at - from);
  }
  return at - inserted + 1;
}

/** The frames in files, as the text of a stack has them. */
function placesIn(text) {
  return text.split('\n').flatMap((entry) => {
    const [, name, line, column] = /^\s+at (?:.* \()?(.+?):(\d+):(\d+)\)?$/.exec(entry) ?? [];
    const file = fileOf(name);
    return file === undefined ? [] : [{ file, line: Number(line), column: Number(column) }];
  });
}

function withColumn(text, { line, shifted, column }) {
  const from = `:${line}:${shifted}`;
  const at = text.lastIndexOf(from);
  return at < 0 ? text : `${text.slice(0, at)}:${line}:${column}${text.slice(at + from.length)}`;
}

function headline(error) {
  if (nodeErrorMark !== undefined && typeof error === 'object' && error !== null && nodeErrorMark in error) {
    return `${error.name} [${error.code}]: ${error.message}`;
  }
  try {
    return Reflect.apply(errorToString, error, []);
  } catch {
    return '<error>';
  }
}

/** Node marks its own errors by a symbol that it does not hand out. */
function findNodeErrorMark() {
  try {
    Buffer.alloc('');
  } catch (error) {
    for (let holder = error; holder !== null; holder = Object.getPrototypeOf(holder)) {
      const mark = Object.getOwnPropertySymbols(holder).find(
        ({ description }) => description === 'kIsNodeError',
      );
      if (mark !== undefined) return mark;
    }
  }
  return undefined;
}

module.exports = { Stacks };
