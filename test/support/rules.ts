// The built-in rules, and files for them to match in.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RoleMatch, SourceFile } from '../../src/core/dataflow/model';
import { RuleMatcher } from '../../src/core/dataflow/rules/ruleMatcher';
import { readRuleSet, type RuleSet, type RuleText } from '../../src/core/dataflow/rules/ruleSet';
import type { LanguageId } from '../../src/core/syntax/model';
import { testSyntax } from './syntax';

export const extensionOf: Readonly<Record<string, string>> = {
  java: 'java',
  python: 'py',
  javascript: 'js',
  typescript: 'ts',
  typescriptreact: 'tsx',
};

/** Texts of the documents below `rules/`. */
export function builtInTexts(): RuleText[] {
  return readdirSync('rules', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.witness-rule.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join('rules', file), 'utf8') }));
}

let shared: RuleSet | undefined;

export function builtInRules(): RuleSet {
  shared ??= readRuleSet(builtInTexts());
  return shared;
}

/** Parses a text. */
export async function sourceFile(language: LanguageId, text: string, name?: string): Promise<SourceFile> {
  return {
    path: name ?? `Example.${extensionOf[language] ?? ''}`,
    language,
    text,
    tree: await (await testSyntax()).tree(language, text),
  };
}

/** `role line: text` of what one rule, or a library that it includes, matches; lines from 1. */
export function matchesOf(set: RuleSet, file: SourceFile, rule: string): string[] {
  return new RuleMatcher(set)
    .matches(file)
    .filter((match) => match.rule === rule)
    .map((match) => shown(file, match));
}

function shown({ text }: SourceFile, { role, start, end }: RoleMatch): string {
  const line = text.slice(0, start).split('\n').length;
  return `${role} ${line}: ${text.slice(start, end)}`;
}
