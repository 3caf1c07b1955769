// Dataflow analysis of files on disk. What was read, parsed and computed is kept, so that the next analysis looks only
// at what has changed.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { analyse } from '../../core/dataflow/analyse';
import type { EntryCache } from '../../core/dataflow/schedule';
import type { FlowFinding, FlowOptions, RoleMatch, SolverPort, SourceFile } from '../../core/dataflow/model';
import { textsOf } from '../../core/dataflow/fileTexts';
import { report, type ReportedFinding } from '../../core/dataflow/report';
import type { RuleProblem } from '../../core/dataflow/rules/problem';
import { RuleMatcher } from '../../core/dataflow/rules/ruleMatcher';
import {
  chooseRules,
  readRuleSet,
  type Rule,
  type RuleSelection,
  type RuleSet,
  type RuleText,
} from '../../core/dataflow/rules/ruleSet';
import { noSuppressions, readSuppressions, type Suppressions } from '../../core/dataflow/suppressions';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import type { Asking } from './askForClaims';
import { claimedFlows, type AskedReport } from './claimedFlows';
import { rememberedClaims, type RememberedClaims } from './claimsFile';
import { EntryCaches } from './entryCaches';
import { builtInRuleTexts, ruleSuffix, ruleTextAt, suppressionsFile, workspaceRuleTexts } from './ruleFiles';
import { ParsedFiles, type Reading } from './parsedFiles';
import { findSourceFiles, type FoundFile, type SkippedFile } from './sourceFiles';

export interface FlowServiceTools {
  /** Folder that holds rules/. */
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly solver?: SolverPort;
  /** Whether there may be a next analysis, for which to keep what was computed; true when left out. */
  readonly keeps?: boolean;
}

export interface FlowRequest {
  /** Files and folders, relative to `cwd`. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** Folder that holds the workspace's `.witness`. */
  readonly root: string;
  /** Ids of rules, and files of rule documents; all when left out. */
  readonly rules?: readonly string[];
  readonly includeInfeasible?: boolean;
  /** A model that may be asked about functions without source. What models said before counts without one. */
  readonly asking?: Asking;
}

export interface FlowReport {
  readonly findings: readonly ReportedFinding[];
  readonly files: number;
  readonly lines: number;
  readonly ms: number;
  readonly skipped: readonly SkippedFile[];
  /** Faults of rule documents and of the file of suppressions. */
  readonly problems: readonly RuleProblem[];
  /** Functions that were given up at a limit. */
  readonly incomplete: readonly string[];
  readonly rules: readonly Rule[];
  /** What became of the questions to a model, where one was given. */
  readonly asked?: AskedReport;
}

export interface FlowProgress {
  readonly phase: 'reading' | 'analysing';
  readonly done: number;
  readonly of: number;
}

export interface FlowWatching {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: FlowProgress) => void;
}

type AnalysisOptions = FlowOptions & { readonly cache?: EntryCache };

export class FlowService {
  private readonly parsed: ParsedFiles;
  private readonly caches = new EntryCaches();
  /** One analysis at a time: they share trees. */
  private last: Promise<unknown> = Promise.resolve();
  private rulesKey = '';
  private ruleSet: RuleSet | undefined;
  private selection: RuleSelection | undefined;
  private matcher: RuleMatcher | undefined;
  private matches = new WeakMap<SourceFile, readonly RoleMatch[]>();

  constructor(private readonly tools: FlowServiceTools) {
    this.parsed = new ParsedFiles(tools.syntax);
  }

  /**
   * Analyses files as one program.
   * @throws Failure for what was asked for wrongly, and `signal`'s reason when it is aborted.
   */
  async run(request: FlowRequest, watching: FlowWatching): Promise<FlowReport> {
    return this.alone(() => this.runAlone(request, watching));
  }

  private async runAlone(request: FlowRequest, watching: FlowWatching): Promise<FlowReport> {
    const started = performance.now();
    const { rules, problems } = await this.prepareRules(request);
    const found = await findSourceFiles(request.paths, request.cwd, watching.signal);
    const reading = this.read(found, watching, this.selection);
    const texts = textsOf(reading.sources);
    const claims = await rememberedClaims(request.root);
    const result = await claimedFlows(claims, request.asking, {
      ...{ root: request.root, signal: watching.signal, linesOf: texts.linesOf },
      shown: (file) => shownIn(request, file),
      titles: new Map(rules.map(({ document: { id, title } }) => [id, title])),
      analyse: (taken) =>
        this.analyse(reading, (file) => this.matchesIn(file), request, watching, {
          ...(this.tools.keeps !== false && {
            cache: this.caches.of(request.includeInfeasible === true, taken),
          }),
          ...(taken !== undefined && { claims: taken }),
        }),
    });
    const remembered = await this.suppressions(request.root);
    return {
      findings: report(result.findings, rules, texts, remembered),
      files: result.files,
      lines: result.lines,
      ms: Math.round(performance.now() - started),
      skipped: reading.skipped,
      problems: [...problems, ...problemOf(remembered, request.root), ...faultOf(claims)],
      incomplete: result.incomplete,
      rules,
      ...(result.asked !== undefined && { asked: result.asked }),
    };
  }

  /** Analyses with other matches than those of rules, e.g. to ask where one value goes. */
  async runWith(
    request: FlowRequest,
    matches: (file: SourceFile) => readonly RoleMatch[],
    watching: FlowWatching,
  ): Promise<readonly FlowFinding[]> {
    return this.alone(async () => {
      const found = await findSourceFiles(request.paths, request.cwd, watching.signal);
      return (await this.analyse(this.read(found, watching), matches, request, watching)).findings;
    });
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }

  private async analyse(
    files: AsyncIterable<SourceFile>,
    matches: (file: SourceFile) => readonly RoleMatch[],
    { includeInfeasible = false }: FlowRequest,
    { signal, onProgress }: FlowWatching,
    more: Pick<AnalysisOptions, 'cache' | 'claims'> = {},
  ): ReturnType<typeof analyse> {
    const options: AnalysisOptions = {
      ...more,
      signal,
      includeInfeasible,
      now: () => performance.now(),
      pause: () => setImmediate(),
      ...(this.tools.solver !== undefined && { solver: this.tools.solver }),
      onProgress: (done, of) => onProgress?.({ phase: 'analysing', done, of }),
    };
    return analyse(files, matches, options);
  }

  private read(
    found: readonly FoundFile[],
    { signal, onProgress }: FlowWatching,
    rules?: RuleSelection,
  ): Reading {
    const onRead = (done: number): void => onProgress?.({ phase: 'reading', done, of: found.length });
    const { matches } = this;
    const onMatched = (file: SourceFile, found: readonly RoleMatch[]): void => {
      matches.set(file, found);
    };
    return this.parsed.read(found, signal, onRead, rules && { rules, onMatched });
  }

  private matchesIn(file: SourceFile): readonly RoleMatch[] {
    const known = this.matches.get(file);
    if (known !== undefined) return known;
    const found = this.matcher?.matches(file) ?? [];
    this.matches.set(file, found);
    return found;
  }

  private async prepareRules({ root, rules, cwd }: FlowRequest): Promise<RuleSet> {
    const files = rules?.filter(isRuleFile) ?? [];
    const given = await Promise.all(files.map((file) => ruleTextAt(path.resolve(cwd, file))));
    const texts = [
      ...(await builtInRuleTexts(this.tools.assets)),
      ...(await workspaceRuleTexts(root)),
      ...given,
    ];
    const key = JSON.stringify([texts, rules]);
    if (key === this.rulesKey && this.ruleSet !== undefined) return this.ruleSet;
    const set = chosenFrom(readRuleSet(texts), given, rules);
    this.rulesKey = key;
    this.ruleSet = set;
    this.selection = { texts, ids: set.rules.map(({ document: { id } }) => id) };
    this.matcher = new RuleMatcher(set);
    this.matches = new WeakMap();
    this.caches.clear();
    return set;
  }

  private async suppressions(root: string): Promise<Suppressions> {
    const text = await readFile(path.join(root, suppressionsFile), 'utf8').catch(() => undefined);
    return text === undefined ? noSuppressions : readSuppressions(text);
  }
}

/** The path of a file from the folder of the workspace on. */
function shownIn({ root, cwd }: FlowRequest, file: string): string {
  return path.relative(root, path.resolve(cwd, file)).split(path.sep).join('/');
}

function faultOf({ problem }: RememberedClaims): RuleProblem[] {
  return problem === undefined ? [] : [problem];
}

/** A rule is named by id or by file. */
function isRuleFile(rule: string): boolean {
  return rule.endsWith(ruleSuffix) || rule.endsWith('.yaml') || rule.endsWith('.yml');
}

function chosenFrom(
  set: RuleSet,
  given: readonly RuleText[],
  wanted: readonly string[] | undefined,
): RuleSet {
  if (wanted === undefined) return set;
  const files = new Set(given.map(({ file }) => file));
  const { chosen, unknown } = chooseRules(
    set.rules,
    wanted.filter((rule) => !isRuleFile(rule)),
  );
  if (unknown.length > 0) {
    const known = set.rules.map(({ document }) => document.id);
    throw new Failure(
      'usage',
      `There is no rule ${unknown.join(', ')}.`,
      `Known rules: ${known.join(', ')}.`,
    );
  }
  const ids = new Set(chosen);
  return { ...set, rules: set.rules.filter((rule) => ids.has(rule) || files.has(rule.file)) };
}

function problemOf({ problem }: Suppressions, root: string): RuleProblem[] {
  if (problem === undefined) return [];
  const place = { line: problem.line - 1, column: 0 };
  return [
    {
      file: path.join(root, suppressionsFile),
      range: { start: place, end: place },
      message: `The remembered suppressions cannot be read, so nothing is suppressed by them: ${problem.message}`,
      nextStep: 'Correct the file, or delete it to start over.',
    },
  ];
}
