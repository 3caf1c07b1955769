// Calls of JavaScript functions with nothing but literals, in the tests and the other files of a workspace.
import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import { isTestFile } from '../../core/review/testFiles';
import { calleeText } from '../../core/syntax/callee';
import type { LanguageId } from '../../core/syntax/model';
import { findSourceFiles, type FoundFile, isSkipped, readSource } from '../dataflow/sourceFiles';
import type { SyntaxService } from '../syntax/syntaxService';

export interface CallSearch {
  readonly root: string;
  readonly syntax: SyntaxService;
  readonly signal: AbortSignal;
}

const [mostFiles, mostParsed, mostCalls, largestText] = [300, 8, 24, 200_000];
const variables = new Set([
  'identifier',
  'shorthand_property_identifier',
  'this',
  'arrow_function',
  'function_expression',
]);

/** Texts of calls by the name of what is called. */
type CallsByName = ReadonlyMap<string, readonly string[]>;

interface SearchedFile {
  readonly file: string;
  readonly language: LanguageId;
  readonly text: string;
}

/** Reads a workspace once for all that is asked. */
export class LiteralCalls {
  private files: Promise<readonly SearchedFile[]> | undefined;
  private readonly found = new Map<string, Promise<CallsByName>>();

  constructor(private readonly search: CallSearch) {}

  /**
   * As `name(arguments)`, whatever the function was called on; those of tests first.
   * @param own File that defines the function, absolute.
   */
  async of(name: string, own: string): Promise<string[]> {
    this.files ??= this.read();
    const calls = new Set<string>();
    let parsed = 0;
    for (const each of await this.files) {
      this.search.signal.throwIfAborted();
      if (parsed === mostParsed || calls.size >= mostCalls) break;
      if (!each.text.includes(`${name}(`)) continue;
      if (each.file !== own) parsed++;
      for (const call of (await this.callsIn(each)).get(name) ?? []) calls.add(call);
    }
    return [...calls].slice(0, mostCalls);
  }

  /** Those of tests first. */
  private async read(): Promise<readonly SearchedFile[]> {
    const { root, signal } = this.search;
    const all = await findSourceFiles([root], '/', signal).catch((): FoundFile[] => []);
    const own = all.filter(({ language }) => /^(java|type)script/.test(language));
    const tests = own.filter(({ file }) => isTestFile(path.relative(root, file).split(path.sep).join('/')));
    const others = own.filter((each) => !tests.includes(each));
    const read: SearchedFile[] = [];
    for (const each of [...tests, ...others].slice(0, mostFiles)) {
      signal.throwIfAborted();
      const source = await readSource(each);
      if (isSkipped(source) || source.text.length > largestText) continue;
      read.push({ file: each.file, language: each.language, text: source.text });
    }
    return read;
  }

  private callsIn({ file, language, text }: SearchedFile): Promise<CallsByName> {
    const known =
      this.found.get(file) ??
      this.search.syntax
        .withDocument(language, text, ({ syntaxTree }) => literalCallsIn(syntaxTree.rootNode))
        .catch((): CallsByName => new Map());
    this.found.set(file, known);
    return known;
  }
}

function literalCallsIn(root: Node): CallsByName {
  const found = new Map<string, string[]>();
  for (const call of root.descendantsOfType(['call_expression'])) {
    const callee = call.childForFieldName('function');
    const given = call.childForFieldName('arguments');
    if (callee === null || given === null || given.text.length >= 500) continue;
    if (given.descendantsOfType([...variables]).length > 0) continue;
    const name = calleeText(callee).split('.').at(-1) ?? '';
    found.set(name, [...(found.get(name) ?? []), `${name}${given.text}`]);
  }
  return found;
}
