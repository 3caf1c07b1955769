// Where rules match in files.
import type { LanguageId } from '../../syntax/model';
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { OffsetSpan, RoleMatch, SourceFile } from '../model';
import { BindingPatterns } from './names/bindings';
import { FileNames } from './names/fileNames';
import { javaNames } from './names/java';
import { javascriptNames, typescriptNames } from './names/javascript';
import type { NameProfile } from './names/nameProfile';
import { pythonNames } from './names/python';
import { TypeFacts } from './names/typeFacts';
import { grammarsOf, requiredCapture, type Pattern } from './patterns';
import type { CapturedNodes } from './predicates';
import type { RuleSet } from './ruleSet';
import { ShapeIndex } from './shapeIndex';

const profiles: Readonly<Record<LanguageId, NameProfile>> = {
  java: javaNames,
  python: pythonNames,
  javascript: javascriptNames,
  typescript: typescriptNames,
  typescriptreact: typescriptNames,
};

/** What is looked for in files of one grammar. */
interface Prepared {
  readonly index: ShapeIndex;
  readonly bindings: BindingPatterns;
  /** By text of the query: the rules that it plays a role in. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
}

/** What counts of a file. */
type MatchedFile = Pick<SourceFile, 'language' | 'tree'>;

interface Use {
  readonly rule: string;
  readonly pattern: Pattern;
}

/** Finds the places of the rules' roles. Queries are compiled once for each grammar, when a file first needs them. */
export class RuleMatcher {
  private readonly prepared = new Map<LanguageId, Prepared | undefined>();

  constructor(private readonly set: Pick<RuleSet, 'rules' | 'facts'>) {}

  /** A query that does not fit the file's grammar matches nothing. */
  matches(file: MatchedFile): RoleMatch[] {
    const prepared = this.preparedFor(file);
    if (prepared === undefined) return [];
    const found: RoleMatch[] = [];
    let names: FileNames | undefined;
    prepared.index.match(
      file.tree,
      () => (names ??= this.namesOf(file, prepared.bindings)),
      (query, nodes) => {
        for (const { rule, pattern } of prepared.uses.get(query) ?? []) {
          found.push(...roleMatches(rule, pattern, nodes));
        }
      },
    );
    return found;
  }

  private preparedFor({ language, tree }: MatchedFile): Prepared | undefined {
    if (this.prepared.has(language)) return this.prepared.get(language);
    const uses = this.usesIn(language);
    const prepared =
      uses.size === 0
        ? undefined
        : {
            index: new ShapeIndex(tree, uses.keys(), this.factsFor(language)),
            bindings: new BindingPatterns(profiles[language], tree.names),
            uses,
          };
    this.prepared.set(language, prepared);
    return prepared;
  }

  private factsFor(language: LanguageId): TypeFacts {
    return this.set.facts.get(language) ?? new TypeFacts([]);
  }

  private usesIn(language: LanguageId): Map<string, Use[]> {
    const uses = new Map<string, Use[]>();
    for (const { document, patterns } of this.set.rules) {
      for (const pattern of patterns) {
        const both = [document, pattern.document.content];
        const isForFile = both.every(({ languages }) =>
          languages.some((name) => grammarsOf[name].includes(language)),
        );
        if (!isForFile) continue;
        const known = uses.get(pattern.query);
        const use = { rule: document.id, pattern };
        if (known === undefined) uses.set(pattern.query, [use]);
        else known.push(use);
      }
    }
    return uses;
  }

  private namesOf({ language, tree }: MatchedFile, bindings: BindingPatterns): FileNames {
    return new FileNames(bindings.read(tree), profiles[language], this.factsFor(language));
  }
}

function roleMatches(
  rule: string,
  { role, condition, isAccessor, takesFirst }: Pattern,
  nodes: CapturedNodes,
): RoleMatch[] {
  const spans = (capture: string): OffsetSpan[] => nodes.get(capture).map(spanOf);
  const from = spans('from');
  const to = spans('to');
  return spans(requiredCapture[role]).map((span) => ({
    ...span,
    rule,
    role,
    ...(from.length > 0 && { from }),
    ...(to.length > 0 && { to }),
    ...(isAccessor && { isAccessor }),
    ...(takesFirst && { takesFirst }),
    ...(condition !== undefined && (role === 'source' ? { value: condition } : { condition })),
  }));
}

function spanOf(node: SyntaxNode): OffsetSpan {
  return { start: node.startIndex, end: node.endIndex };
}
