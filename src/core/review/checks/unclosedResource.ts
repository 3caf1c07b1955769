// Files and connections that a function opens for itself and leaves open on a way out.
import type { Node } from 'web-tree-sitter';
import { calleeText } from '../../syntax/callee';
import type { LanguageId, SourceModel } from '../../syntax/model';
import type { ParsedVersion } from '../changedParts';
import { functionAround, nodesOf, type Remark } from './remark';

interface Openers {
  /** What opens, as it is called or constructed. */
  readonly opens: RegExp;
  /** Functions that close what they are given. */
  readonly closes: RegExp;
  /** Functions that use what they are given and do not keep it. */
  readonly borrows: RegExp;
}

const nothing = /^$/;
const node: Openers = {
  opens: /^(fs\.)?openSync$|^(fs\.promises|fsPromises|fsp)\.open$/,
  closes: /^(fs\.)?closeSync$/,
  borrows: /^(fs\.)?(read|write|fstat|ftruncate|fsync|fchmod|readFile|writeFile)Sync$/,
};
const openers: Readonly<Record<LanguageId, Openers>> = {
  python: {
    opens:
      /^(open|io\.open|gzip\.open|bz2\.open|lzma\.open|tarfile\.open|zipfile\.ZipFile|socket\.socket|socket\.create_connection|sqlite3\.connect)$/,
    closes: nothing,
    borrows:
      /^(json\.(load|dump)|csv\.(reader|writer)|pickle\.(load|dump)|yaml\.safe_load|list|sorted|len|print|isinstance)$/,
  },
  javascript: node,
  typescript: node,
  typescriptreact: node,
  java: {
    opens: /^(FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile|Socket|ServerSocket)$/,
    closes: nothing,
    borrows: nothing,
  },
};

const declarations = new Set(['assignment', 'variable_declarator']);
const identifiers = new Set(['identifier']);
const onlyRead = /^(for_statement|for_in_clause|if_statement|not_operator|comparison_operator)$/;
const closeMethods = /^(close|destroy|end|dispose)$/;
const scopes =
  /^(function_definition|lambda|arrow_function|function_expression|function_declaration|method_definition|lambda_expression)$/;

export function unclosedResources(version: ParsedVersion): Remark[] {
  const rules = openers[version.document.language];
  return nodesOf(version.document.syntaxTree.rootNode, declarations).flatMap((declaration): Remark[] => {
    const name = declaration.childForFieldName('left') ?? declaration.childForFieldName('name');
    const callee = openedBy(declaration, rules);
    const place = functionAround(declaration, version);
    if (name?.type !== 'identifier' || callee === undefined || place === undefined) return [];
    if (place.kind === 'module') return [];
    const used = usesOf(name, declaration, rules);
    if (used === undefined) return [];
    const way = openWay(declaration, used.closed, version);
    if (way === undefined) return [];
    const message =
      used.closed.length === 0
        ? `\`${name.text}\` is opened here, is not handed on, and nothing closes it.`
        : `\`${name.text}\` is closed further on, but not on the way that leaves at line ${way + 1}.`;
    return [
      {
        kind: 'unclosed-resource',
        level: 'derived',
        function: place.path,
        line: declaration.startPosition.row,
        title: `What ${callee} opens is not always closed`,
        message,
      },
    ];
  });
}

/** What the value of a declaration is opened by. */
function openedBy(declaration: Node, { opens }: Openers): string | undefined {
  let value = declaration.childForFieldName('right') ?? declaration.childForFieldName('value');
  if (value !== null && /^await/.test(value.type)) value = value.namedChild(0);
  const callee = value?.childForFieldName('function') ?? value?.childForFieldName('type') ?? null;
  const text = callee === null ? '' : calleeText(callee);
  return opens.test(text) ? text : undefined;
}

/** Where a variable is closed; undefined where it gets into other hands. */
function usesOf(name: Node, declaration: Node, rules: Openers): { readonly closed: Node[] } | undefined {
  const scope = scopeOf(declaration);
  const uses = nodesOf(scope, identifiers).filter(({ text, id }) => text === name.text && id !== name.id);
  const kinds = uses.map((use) => (scopeOf(use).id === scope.id ? useOf(use, rules) : 'given'));
  if (kinds.includes('given')) return undefined;
  return { closed: uses.filter((_, i) => kinds[i] === 'closed') };
}

/** `given`: to somebody who may close it. */
function useOf(use: Node, { closes, borrows }: Openers): 'closed' | 'used' | 'given' {
  const { parent } = use;
  if (parent === null) return 'given';
  if (parent.childForFieldName('object')?.id === use.id) {
    const method = ['attribute', 'property', 'name'].map(
      (field) => parent.childForFieldName(field)?.text ?? '',
    );
    return closeMethods.test(method.join('')) ? 'closed' : 'used';
  }
  if (parent.type === 'with_item' || parent.type === 'as_pattern') return 'closed';
  if (/^(argument_list|arguments)$/.test(parent.type)) {
    const callee = parent.parent?.childForFieldName('function') ?? undefined;
    const text = callee === undefined ? '' : calleeText(callee);
    if (closes.test(text)) return 'closed';
    return borrows.test(text) ? 'used' : 'given';
  }
  return onlyRead.test(parent.type) ? 'used' : 'given';
}

function scopeOf(of: Node): Node {
  let here = of;
  while (here.parent !== null) {
    here = here.parent;
    if (scopes.test(here.type)) return here;
  }
  return here;
}

/** The 0-based line from which the function is left while it is still open; undefined where there is no such way. */
function openWay(declaration: Node, closed: readonly Node[], { model }: ParsedVersion): number | undefined {
  const start = blockAt(declaration, model);
  if (start === undefined) return undefined;
  const closing = new Set(closed.flatMap((use) => blockAt(use, model) ?? []));
  if (closing.has(start)) return undefined;
  const seen = new Set<number>();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const block = model.blocks[at];
    if (block === undefined) continue;
    if (block.successors.length === 0) return block.range.end.line;
    for (const { to, kind } of block.successors) {
      // An exception ends more than the file; whether it comes about is not known.
      if (kind === 'exception' || kind === 'raise') continue;
      if (to === -1) return block.range.end.line;
      if (!closing.has(to)) open.push(to);
    }
  }
  return undefined;
}

/** The index of the block in which the head of the innermost statement around a node runs. */
function blockAt(of: Node, { statements }: SourceModel): number | undefined {
  const line = of.startPosition.row;
  const around = statements.filter(
    ({ headRange: { start, end }, block }) => block >= 0 && start.line <= line && line <= end.line,
  );
  return around.at(-1)?.block;
}
