// Compares the versions of Python functions that a change has touched, each with the calls that the project makes.
import os from 'node:os';
import path from 'node:path';
import { taskExamples } from '../../core/fragment/taskExamples';
import type { Behaviour } from '../../core/review/behaviour';
import type { ChangedFile } from '../../core/review/change';
import type { CompareBehaviour } from '../../core/review/fileReview';
import { programPlace } from '../debugging/programPlace';
import { Failure } from '../failure';
import { workspaceCalls, WorkspaceFiles } from '../fragment/workspaceCalls';
import { findPython } from '../python/interpreter';
import { type PythonSandbox, startPythonSandbox } from '../sandbox/pythonSandbox';
import type { Isolation } from '../sandbox/sandboxProcess';
import type { SyntaxService } from '../syntax/syntaxService';
import { BehaviourComparison, comparisonModules } from './behaviourComparison';

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
/** Two at a time, a file of that many takes less than ten seconds. */
const functionBudgetMs = 1500;

export class BehaviourComparer {
  /** Why nothing can be run. */
  problem: string | undefined;
  private sandbox: Promise<PythonSandbox | undefined> | undefined;
  private readonly workspace = new WorkspaceFiles();

  constructor(private readonly settings: ComparerSettings) {}

  /** Compares the parts of one file; undefined where they cannot be run here. @throws Failure when cancelled */
  ofFile(file: ChangedFile): CompareBehaviour {
    let left = mostFunctions;
    return async (name): Promise<Behaviour | undefined> => {
      if (file.old === undefined || file.new === undefined) return undefined;
      if (left-- <= 0) return { kind: 'unknown', reason: `more than ${mostFunctions} functions changed` };
      const sandbox = await this.started();
      if (sandbox === undefined) return undefined;
      const { root, signal } = this.settings;
      const absolute = path.join(root, file.path);
      const comparison = new BehaviourComparison(sandbox.pool, signal);
      return comparison.compare({
        place: await programPlace(absolute, root),
        old: file.old,
        new: file.new,
        function: name,
        calls: await this.knownCalls(name, absolute, file),
        budgetMs: functionBudgetMs,
      });
    };
  }

  async dispose(): Promise<void> {
    await (await this.sandbox?.catch(() => undefined))?.pool.dispose();
  }

  /** Calls of tests and other code, and those that the function's own text documents. */
  private async knownCalls(dotted: string, file: string, { new: text = '' }: ChangedFile): Promise<string[]> {
    const [name = '', className] = dotted.split('.').reverse();
    const { root, syntax } = this.settings;
    const called = { name, ...(className !== undefined && { className }) };
    const found = await workspaceCalls([called], { file, text }, root, { syntax, workspace: this.workspace });
    const documented = taskExamples(text).map(({ call }) => call);
    return [
      ...(found[name] ?? []).map((call) => call.text),
      ...documented.filter((call) => call.includes(`${name}(`)),
    ];
  }

  /** The sandbox that versions run in; undefined where nothing can be run. */
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
