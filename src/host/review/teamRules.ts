// The rules of a team: read from its repository, and those that need no model applied to what is new.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import type { SourceFile } from '../../core/dataflow/model';
import { RuleMatcher } from '../../core/dataflow/rules/ruleMatcher';
import { readRuleSet } from '../../core/dataflow/rules/ruleSet';
import type { ChangedFile, Hunk } from '../../core/review/change';
import { hunksBetween } from '../../core/review/hunks';
import { commentId, type ReviewComment } from '../../core/review/reviewReport';
import {
  isFor,
  noTeamRules,
  type QueryRule,
  readTeamRules,
  type TeamRule,
  type TeamRules,
  teamRulesFile,
} from '../../core/review/teamRules';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { SourceFunction } from '../../core/syntax/model';
import { LineIndex } from '../../core/text/lineIndex';
import { checkRuleDocument } from '../dataflow/checkRule';
import type { SyntaxService } from '../syntax/syntaxService';

export interface ReadTeamRules {
  readonly rules: TeamRules;
  /** What is wrong with them, as sentences. */
  readonly problems: readonly string[];
}

/** None where the repository has none. @param root Of the repository. */
export async function teamRulesOf(
  root: string,
  tools: { readonly assets: string; readonly syntax: SyntaxService },
): Promise<ReadTeamRules> {
  const text = await readFile(path.join(root, teamRulesFile), 'utf8').catch(() => undefined);
  if (text === undefined) return { rules: noTeamRules, problems: [] };
  const read = readTeamRules(text);
  if ('problem' in read) {
    const problem = `${teamRulesFile}, line ${read.line}: ${read.problem}. No rule of it is used.`;
    return { rules: noTeamRules, problems: [problem] };
  }
  const problems: string[] = [];
  const rules: TeamRule[] = [];
  for (const rule of read.rules.rules) {
    const document = 'query' in rule && { file: teamRulesFile, text: documentOf(rule), root };
    const [problem] = document === false ? [] : await checkRuleDocument(document, tools);
    if (problem === undefined) rules.push(rule);
    else problems.push(`${teamRulesFile}, rule ${rule.id}: ${problem.message} It is not used.`);
  }
  return { rules: { ...read.rules, rules }, problems };
}

/** What queries of the team find on lines that are new. */
export async function teamRuleComments(
  files: readonly ChangedFile[],
  { rules }: TeamRules,
  syntax: SyntaxService,
): Promise<ReviewComment[]> {
  const comments: ReviewComment[] = [];
  for (const file of files) {
    const language = languageOfPath(file.path);
    const own = rules.filter((rule): rule is QueryRule => 'query' in rule && isFor(rule, file.path));
    if (language === undefined || file.new === undefined || own.length === 0) continue;
    const { new: now } = file;
    const model = await syntax.model(file.path, Buffer.from(now), 'block');
    const source = { path: file.path, language, text: now, tree: await syntax.tree(language, now) };
    comments.push(...matchesIn(source, hunksBetween(file.old ?? '', now), model?.functions ?? [], own));
  }
  return comments;
}

function matchesIn(
  source: SourceFile,
  hunks: readonly Hunk[],
  functions: readonly SourceFunction[],
  rules: readonly QueryRule[],
): ReviewComment[] {
  const set = readRuleSet(rules.map((rule) => ({ file: rule.id, text: documentOf(rule) })));
  const lines = new LineIndex(source.text);
  return new RuleMatcher(set)
    .matches(source)
    .filter(({ role }) => role === 'sink')
    .flatMap(({ rule: id, start }) => {
      const { line } = lines.positionAt(start);
      const isNew = hunks.some(({ new: span }) => line >= span.start && line < span.end);
      const rule = rules.find((item) => documentId(item) === id);
      if (!isNew || rule === undefined) return [];
      const around = functions.filter(({ range }) => range.start.line <= line && range.end.line >= line);
      const code = source.text.split('\n')[line] ?? '';
      return [commentOf(rule, source.path, around.at(-1)?.path ?? '<module>', line, code)];
    });
}

function commentOf(
  { id, message, severity = 'warning' }: QueryRule,
  file: string,
  name: string,
  line: number,
  code: string,
): ReviewComment {
  const about = { kind: 'rule', file, function: name } as const;
  return {
    ...about,
    id: commentId(about, `${id}\n${code.trim()}`),
    lines: { start: line, end: line + 1 },
    code,
    level: 'derived',
    title: message,
    message: `The team's rule ${id} (${teamRulesFile}) says so.`,
    severity,
    evidence: [{ kind: 'rule', ref: id, note: message }],
  };
}

/** Adds what the team says of findings of the dataflow analysis. @param ruleOf The dataflow rule of a comment. */
export function withTeamWords(comments: readonly ReviewComment[], { rules }: TeamRules): ReviewComment[] {
  return comments.map((comment) => {
    const own = rules.find(
      (rule) => 'flow' in rule && rule.flow === comment.rule && isFor(rule, comment.file),
    );
    if (own === undefined || !('flow' in own)) return comment;
    const { severity = comment.severity } = own;
    return {
      ...comment,
      message: `${comment.message} The team (${own.id}): ${own.message}`,
      ...(severity !== undefined && { severity }),
    };
  });
}

function documentId({ id }: QueryRule): string {
  return `team/${id}`;
}

/** A query of the team as a document of the dataflow analysis, whose sinks are what is reported. */
function documentOf(rule: QueryRule): string {
  const { languages, message, query, severity = 'warning' } = rule;
  return stringify({
    id: documentId(rule),
    title: message,
    severity,
    languages,
    message,
    sinks: [{ query: query.replaceAll(/@report\b/g, '@sink') }],
  });
}
