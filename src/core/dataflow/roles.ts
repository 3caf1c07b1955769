// The matches of the rules by where they stand.
import type { FileIr, FunctionIr } from './ir/declarations';
import type { OffsetSpan, RoleMatch } from './model';

const none: readonly RoleMatch[] = [];

/** Looks matches up by the expression that they name; parentheses around it do not count. */
export class RoleIndex {
  private readonly byFile = new Map<FileIr, Map<number, RoleMatch[]>>();
  private readonly watched = new Map<FileIr, Set<number>>();
  private readonly matches = new Map<FileIr, readonly RoleMatch[]>();
  /** Functions of the files with matches, outer ones first; of one program, that is asked about for each role. */
  private readonly grouped = new WeakMap<readonly FunctionIr[], Map<FileIr, FunctionIr[]>>();

  add(file: FileIr, text: string, matches: readonly RoleMatch[]): void {
    if (matches.length === 0) return;
    const bySpan = new Map<number, RoleMatch[]>();
    const watched = new Set<number>();
    for (const match of matches) {
      const span = withoutParentheses(text, match);
      const key = keyOf(span.start, span.end);
      bySpan.set(key, [...(bySpan.get(key) ?? []), match]);
      for (const each of [...(match.from ?? []), ...(match.to ?? [])]) {
        const inner = withoutParentheses(text, each);
        watched.add(keyOf(inner.start, inner.end));
      }
    }
    this.byFile.set(file, bySpan);
    this.watched.set(file, watched);
    this.matches.set(file, matches);
  }

  at(file: FileIr, start: number, end: number): readonly RoleMatch[] {
    return this.byFile.get(file)?.get(keyOf(start, end)) ?? none;
  }

  isWatched(file: FileIr, start: number, end: number): boolean {
    return this.watched.get(file)?.has(keyOf(start, end)) ?? false;
  }

  /** Rules with a match of this role in each function, inner functions apart. */
  rulesIn(functions: readonly FunctionIr[], role: RoleMatch['role']): Map<FunctionIr, Set<string>> {
    const found = new Map<FunctionIr, Set<string>>();
    const byFile = this.byFileOf(functions);
    for (const [file, all] of this.matches) {
      const matches = all.filter((match) => match.role === role);
      if (matches.length === 0) continue;
      for (const [match, fn] of withInnermost(matches, byFile.get(file) ?? [])) {
        const inside = fn ?? file.module;
        found.set(inside, (found.get(inside) ?? new Set()).add(match.rule));
      }
    }
    return found;
  }

  private byFileOf(functions: readonly FunctionIr[]): Map<FileIr, FunctionIr[]> {
    const known = this.grouped.get(functions);
    if (known !== undefined) return known;
    const byFile = new Map<FileIr, FunctionIr[]>();
    for (const fn of functions) if (this.matches.has(fn.file)) push(byFile, fn.file, fn);
    for (const each of byFile.values()) each.sort((a, b) => a.start - b.start || b.end - a.end);
    this.grouped.set(functions, byFile);
    return byFile;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Each match with the innermost function around it. Functions nest, so that one pass over both finds it. */
function* withInnermost(
  matches: readonly RoleMatch[],
  outerFirst: readonly FunctionIr[],
): Iterable<[RoleMatch, FunctionIr | undefined]> {
  const around: FunctionIr[] = [];
  let next = 0;
  for (const match of matches.toSorted((a, b) => a.start - b.start)) {
    for (let fn = outerFirst[next]; fn !== undefined && fn.start <= match.start; fn = outerFirst[++next]) {
      while ((around.at(-1)?.end ?? Infinity) <= fn.start) around.pop();
      around.push(fn);
    }
    yield [match, around.findLast((fn) => match.start < fn.end && match.end <= fn.end)];
  }
}

function keyOf(start: number, end: number): number {
  return start * 4194304 + (end - start);
}

function withoutParentheses(text: string, { start, end }: OffsetSpan): OffsetSpan {
  let [from, to] = [start, end];
  while (text[from] === '(' && text[to - 1] === ')' && closes(text, from, to)) {
    from++;
    to--;
    while (/\s/.test(text[from] ?? '')) from++;
    while (/\s/.test(text[to - 1] ?? '')) to--;
  }
  return { start: from, end: to };
}

/** Whether the first parenthesis is closed by the last one. */
function closes(text: string, from: number, to: number): boolean {
  let depth = 0;
  for (let index = from; index < to - 1; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return false;
  }
  return true;
}
