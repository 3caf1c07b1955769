// Compares the versions of functions that a change has touched, each with the calls that the project makes.
import os from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { taskExamples } from '../../core/fragment/taskExamples';
import type { Behaviour } from '../../core/review/behaviour';
import type { ChangedFile } from '../../core/review/change';
import type { CompareBehaviour } from '../../core/review/fileReview';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { type JavaScriptSandbox, startJavaScriptSandbox } from '../debugging/javascript/javascriptSandbox';
import { programPlace } from '../debugging/programPlace';
import { Failure } from '../failure';
import { workspaceCalls, WorkspaceFiles } from '../fragment/workspaceCalls';
import { findPython } from '../python/interpreter';
import { type PythonSandbox, startPythonSandbox } from '../sandbox/pythonSandbox';
import type { Isolation } from '../sandbox/sandboxProcess';
import type { SyntaxService } from '../syntax/syntaxService';
import { BehaviourComparison, noTime, type VersionRunner } from './behaviourComparison';
import { LiteralCalls } from './literalCalls';
import { JavaScriptVersions } from './javascriptVersions';
import { comparisonModules, PythonVersions } from './pythonVersions';

export interface ComparerSettings {
  readonly assets: string;
  readonly root: string;
  readonly isolation: Isolation;
  readonly interpreter?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly syntax: SyntaxService;
  readonly signal: AbortSignal;
}

/** Of one file so many functions are run at most: the others are read. */
const mostFunctions = 12;
const functionBudgetMs = 1500;
/** The first ones are compared however slow the machine is. */
const patientFunctions = 4;
/** No other one is begun after so long, and what still runs then is ended after so long, both since the file was begun. */
const [beginningMs, endingMs] = [5000, 6500];

export class BehaviourComparer {
  /** Why nothing, or not all, can be run. */
  problem: string | undefined;
  private sandbox: Promise<PythonSandbox | undefined> | undefined;
  private node: Promise<JavaScriptSandbox | undefined> | undefined;
  private readonly workspace = new WorkspaceFiles();
  private readonly literalCalls: LiteralCalls;

  constructor(private readonly settings: ComparerSettings) {
    this.literalCalls = new LiteralCalls(settings);
  }

  /** Compares the parts of one file; undefined where they cannot be run here. @throws Failure when cancelled */
  ofFile(file: ChangedFile): CompareBehaviour {
    const atOnce = pLimit(os.availableParallelism());
    const runs = this.runs(file);
    let runner: Promise<VersionRunner | undefined> | undefined;
    const began = performance.now();
    let asked = 0;
    return async (name): Promise<Behaviour | undefined> => {
      if (file.old === undefined || file.new === undefined || runs === undefined) return undefined;
      if (++asked > mostFunctions) return { kind: 'unknown', reason: noTime };
      const isPatient = asked <= patientFunctions;
      return atOnce(async () => {
        const own = await (runner ??= runs());
        if (own === undefined) return undefined;
        if (!isPatient && performance.now() > began + beginningMs) return { kind: 'unknown', reason: noTime };
        return this.compared(name, file, own, isPatient ? Infinity : began + endingMs);
      });
    };
  }

  private async compared(
    name: string,
    file: ChangedFile,
    runner: VersionRunner,
    endsAt: number,
  ): Promise<Behaviour> {
    const { root } = this.settings;
    const absolute = path.join(root, file.path);
    const place = await programPlace(absolute, root);
    const calls = await this.knownCalls(name, absolute, file);
    return new BehaviourComparison(runner).compare({
      ...{ place, old: file.old ?? '', new: file.new ?? '', function: name, calls },
      budgetMs: functionBudgetMs,
      withinMs: endsAt - performance.now(),
    });
  }

  async dispose(): Promise<void> {
    for (const started of [this.sandbox, this.node]) {
      await (await started?.catch(() => undefined))?.pool.dispose();
    }
  }

  /** How files of its language are run; undefined where they are not. */
  private runs({ path: name }: ChangedFile): (() => Promise<VersionRunner | undefined>) | undefined {
    const { assets, syntax, signal } = this.settings;
    switch (languageOfPath(name)) {
      case 'python':
        return async () => {
          const sandbox = await this.started();
          return sandbox && new PythonVersions(sandbox.pool, signal);
        };
      case 'javascript':
      case 'typescript':
      case 'typescriptreact':
        return async () => {
          const sandbox = await this.startedNode(name);
          return sandbox && new JavaScriptVersions({ sandbox, assets, syntax, signal });
        };
      default:
        return undefined;
    }
  }

  /** Calls of tests and other code, and those that the function's own text documents. */
  private async knownCalls(dotted: string, file: string, { new: text = '' }: ChangedFile): Promise<string[]> {
    const [name = '', className] = dotted.split('.').reverse();
    const { root, syntax } = this.settings;
    if (languageOfPath(file) !== 'python') return this.literalCalls.of(name, file);
    const called = { name, ...(className !== undefined && { className }) };
    const found = await workspaceCalls([called], { file, text }, root, { syntax, workspace: this.workspace });
    const documented = taskExamples(text).map(({ call }) => call);
    return [
      ...(found[name] ?? []).map((call) => call.text),
      ...documented.filter((call) => call.includes(`${name}(`)),
    ];
  }

  private startedNode(name: string): Promise<JavaScriptSandbox | undefined> {
    const { assets, root, isolation, environment } = this.settings;
    const size = os.availableParallelism();
    const file = path.join(root, name);
    this.node ??= startJavaScriptSandbox({ assets, cwd: root, file, isolation, environment, size }).catch(
      (error: unknown) => {
        if (!(error instanceof Failure)) throw error;
        this.problem = error.message;
        return undefined;
      },
    );
    return this.node;
  }

  /** The sandbox that Python versions run in; undefined where nothing can be run. */
  started(): Promise<PythonSandbox | undefined> {
    this.sandbox ??= this.start().catch((error: unknown) => {
      if (!(error instanceof Failure) || error.kind !== 'missing') throw error;
      this.problem = error.message;
      return undefined;
    });
    return this.sandbox;
  }

  private async start(): Promise<PythonSandbox> {
    const { assets, root, isolation, interpreter, environment } = this.settings;
    const python = await findPython({
      folder: root,
      environment,
      ...(interpreter !== undefined && { explicit: interpreter }),
    });
    const size = os.availableParallelism();
    return startPythonSandbox(python, {
      level: isolation,
      assets,
      cwd: root,
      files: [],
      preload: comparisonModules,
      size,
    });
  }
}
