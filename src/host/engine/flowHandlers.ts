// The requests about dataflow.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSuppressions, withoutSuppression, withSuppression } from '../../core/dataflow/suppressions';
import type { FlowFinding } from '../../core/dataflow/model';
import type { ReportedFinding } from '../../core/dataflow/report';
import type { LanguageModel } from '../../core/model/languageModel';
import { sanitizerDocument } from '../../core/dataflow/rules/sanitizerDocument';
import { sarifLog } from '../../core/dataflow/sarif';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type {
  FlowAnswer,
  FlowParams,
  FlowProgress,
  FlowRequests,
  SanitizerAnswer,
  SanitizerParams,
} from '../../protocol/flow';
import { changedLines, type ChangedLines } from '../dataflow/changedLines';
import { checkRuleDocument } from '../dataflow/checkRule';
import { FlowService, type FlowReport, type FlowWatching } from '../dataflow/flowService';
import { followValue } from '../dataflow/followValue';
import { newRule } from '../dataflow/newRule';
import { exploreRuleTexts, ruleSuffix, suppressionsFile, workspaceRules } from '../dataflow/ruleFiles';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import { Z3Solver } from '../solver/z3Solver';
import { chosenModel, costOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';
import { trialHandlers, type TrialTools } from './trialHandlers';

export interface FlowHandlerTools extends TrialTools {
  readonly version: string;
}

/** In one analysis. */
const mostQuestions = 12;

interface FlowContext {
  readonly signal: AbortSignal;
  readonly progress: (value: FlowProgress) => void;
}

export function flowHandlers(
  tools: FlowHandlerTools,
  models: ModelTools,
): Pick<RequestHandlers, keyof FlowRequests> {
  const service = new FlowService({ ...tools, solver: new Z3Solver(tools.assets) });
  const run = async (
    { paths, root, scope }: FlowParams,
    context: FlowContext,
    model?: LanguageModel,
  ): Promise<FlowReport> => {
    const changed = scope === 'changes' ? await changedLines(root, context.signal) : undefined;
    const asking = model === undefined ? {} : { asking: { model, most: mostQuestions } };
    const report = await service.run({ paths, root, cwd: root, ...asking }, watching(context));
    if (changed === undefined) return report;
    return { ...report, findings: report.findings.filter((finding) => touches(finding, changed)) };
  };
  return {
    flow: async (params, context) => {
      const { model: choice } = params;
      if (choice === undefined) return answer(await run(params, context));
      const opened = await chosenModel(choice, models);
      const report = await run(params, context, opened.model);
      const { asked } = report;
      if (asked === undefined) return answer(report);
      return { ...answer(report), asked: { ...asked, modelCost: costOf(choice, opened) } };
    },
    sarif: async (params, context) => {
      const report = await run(params, context);
      const { findings, rules, skipped } = report;
      const uriOf = (file: string): string =>
        path.relative(params.root, file).split(path.sep).map(encodeURIComponent).join('/');
      const log = sarifLog(findings, { version: tools.version, rules, uriOf, skipped });
      return { text: `${JSON.stringify(log, undefined, 2)}\n` };
    },
    ...trialHandlers((params, context) => run(params, context), tools),
    followValue: async (params, context) => {
      const ends = await exploreRuleTexts(tools.assets);
      return followValue(service, ends, params, params, watching(context));
    },
    suppress: async ({ root, ...entry }) => {
      return editSuppressions(root, (known) =>
        withSuppression(known, { ...entry, file: relativeTo(root, entry.file) }),
      );
    },
    unsuppress: async ({ root, finding }) =>
      editSuppressions(root, (known) => withoutSuppression(known, finding)),
    sanitizerRule: (params) => writeSanitizer(params, tools.syntax),
    newRule: async ({ model: choice, root, ...worded }, { signal }) => {
      const opened = await chosenModel(choice, models);
      const made = await newRule(worded, root, { ...tools, model: opened.model, signal });
      return { ...made, modelCost: costOf(choice, opened) };
    },
    checkRule: async (params) => ({ problems: await checkRuleDocument(params, tools) }),
  };
}

function watching({ signal, progress }: FlowContext): FlowWatching {
  return { signal, onProgress: progress };
}

function answer({ findings, files, lines, ms, skipped, problems, incomplete }: FlowReport): FlowAnswer {
  return { findings, files, lines, durationMs: ms, skipped, problems, incomplete };
}

/** Whether a step of the path, or a condition on it, stands on a changed line. */
function touches({ path: steps, conditions }: ReportedFinding | FlowFinding, changed: ChangedLines): boolean {
  return [...steps, ...conditions].some(({ file, line }) =>
    (changed.get(path.resolve(file)) ?? []).some(({ start, end }) => start <= line && line < end),
  );
}

type KnownSuppressions = ReturnType<typeof readSuppressions>;

async function editSuppressions(
  root: string,
  edited: (known: KnownSuppressions) => string,
): Promise<{ file: string }> {
  const file = path.join(root, suppressionsFile);
  const known = readSuppressions(await readFile(file, 'utf8').catch(() => ''));
  if (known.problem !== undefined) {
    const { line, message } = known.problem;
    throw new Failure(
      'usage',
      `${file}:${line} cannot be read, so nothing was written to it: ${message}`,
      'Correct the file, or delete it to start over.',
    );
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, edited(known));
  return { file };
}

async function writeSanitizer(
  { root, rule, file, position }: SanitizerParams,
  syntax: SyntaxService,
): Promise<SanitizerAnswer> {
  const language = languageOfPath(file);
  if (language === undefined) return {};
  const document = await syntax.parse(language, await readFile(file, 'utf8'));
  try {
    const offset = document.lineIndex.offsetAt(position);
    const marked = sanitizerDocument(document.syntaxTree.rootNode, offset, language, rule);
    if (marked === undefined) return {};
    const name = `${marked.callee.replaceAll(/[^\w]+/g, '-')}-${rule.replaceAll('/', '-')}${ruleSuffix}`;
    const written = path.join(root, workspaceRules, name);
    await mkdir(path.dirname(written), { recursive: true });
    await writeFile(written, marked.text);
    return { written: { file: written, callee: marked.callee } };
  } finally {
    document.dispose();
  }
}

function relativeTo(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
