// A place in a program of which all values are kept, also those that sampling would leave out.
import type { SourceModel } from '../syntax/model';

export type Focus =
  /** A function by its dotted path or the end of one. */
  | { readonly kind: 'function'; readonly path: string }
  /** The innermost function around a 0-based line of a file, which is named by its path or the end of one. */
  | { readonly kind: 'line'; readonly file: string; readonly line: number };

/** Reads `Account.pay` or `shop/account.py:12` (lines from 1). */
export function parseFocus(text: string): Focus {
  const place = /^(?<file>.+):(?<line>[1-9]\d*)$/.exec(text)?.groups;
  if (place?.['file'] === undefined) return { kind: 'function', path: text };
  return { kind: 'line', file: place['file'], line: Number(place['line']) - 1 };
}

/** The indexes of the functions of a file that are in the focus. @param file Absolute path, with `/` or `\`. */
export function functionsInFocus(model: SourceModel, file: string, focus: Focus): number[] {
  if (focus.kind === 'function') {
    return model.functions
      .filter(({ path }) => path === focus.path || path.endsWith(`.${focus.path}`))
      .map(({ index }) => index);
  }
  if (!endsWithPath(file, focus.file)) return [];
  const around = model.functions.findLast(
    ({ range, index }) => index === 0 || (range.start.line <= focus.line && focus.line <= range.end.line),
  );
  return around === undefined ? [] : [around.index];
}

function endsWithPath(file: string, end: string): boolean {
  const [whole, part] = [file, end].map((name) => name.replaceAll('\\', '/').replace(/^\.\//, ''));
  return whole === part || whole?.endsWith(`/${part ?? ''}`) === true;
}
