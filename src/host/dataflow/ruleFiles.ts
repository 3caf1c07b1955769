// Where rule documents lie: those that ship, those of the workspace, and those that a user names.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RuleText } from '../../core/dataflow/rules/ruleSet';
import { Failure } from '../failure';

export const ruleSuffix = '.witness-rule.yaml';

/** Folder of a workspace's own rules, and file of its suppressions, from its root. */
export const workspaceRules = path.join('.witness', 'rules');
export const suppressionsFile = path.join('.witness', 'suppressions.yaml');

/** @param assets Folder that holds rules/. */
export async function builtInRuleTexts(assets: string): Promise<RuleText[]> {
  const folder = path.join(assets, 'rules');
  const texts = await textsBelow(folder);
  return texts
    .map(({ file, text }) => ({ file: path.relative(folder, file), text }))
    .filter(({ file }) => !file.startsWith('explore'));
}

/** Documents that say where values begin and end, to follow one that is pointed at. */
export async function exploreRuleTexts(assets: string): Promise<RuleText[]> {
  return textsBelow(path.join(assets, 'rules', 'explore'));
}

/** None where the workspace has none. */
export async function workspaceRuleTexts(root: string): Promise<RuleText[]> {
  return textsBelow(path.join(root, workspaceRules));
}

/** @throws Failure */
export async function ruleTextAt(file: string): Promise<RuleText> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure(
      'usage',
      `The rule document cannot be read: ${String(error)}`,
      'Give a file that exists.',
    );
  });
  return { file, text };
}

async function textsBelow(folder: string): Promise<RuleText[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith(ruleSuffix)).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      return { file, text: await readFile(file, 'utf8') };
    }),
  );
}
