// The requests that run the path of a finding in the sandbox.
import type { FlowProgress, FlowRequests, PathTrialParams } from '../../protocol/flow';
import type { ReportedFinding } from '../../core/dataflow/report';
import { pathTest } from '../dataflow/pathTest';
import { tryPaths, trialFor, type TryingOptions } from '../dataflow/tryPaths';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RequestHandlers } from './engineServer';

export interface TrialTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly environment: NodeJS.ProcessEnv;
}

interface Context {
  readonly signal: AbortSignal;
  readonly progress: (value: FlowProgress) => void;
}

const refusal =
  'Only a path within one Python file can be tried, one whose source stands in a plain expression and can happen.';

/** @param analyse Runs the analysis that a finding is from; what has not changed is kept. */
export function trialHandlers(
  analyse: (
    params: PathTrialParams,
    context: Context,
  ) => Promise<{ readonly findings: readonly ReportedFinding[] }>,
  tools: TrialTools,
): Pick<RequestHandlers, 'tryPath' | 'pathTest'> {
  const found = async (
    params: PathTrialParams,
    context: Context,
  ): Promise<{ finding: ReportedFinding; options: TryingOptions; isTriable: boolean } | undefined> => {
    const { findings } = await analyse(params, context);
    const finding = findings.find(({ id }) => id === params.finding);
    if (finding === undefined) return undefined;
    const { cwd, interpreter, isolation } = params;
    const options = { ...tools, cwd, interpreter, isolation, signal: context.signal };
    return { finding, options, isTriable: (await trialFor(finding, options)) !== undefined };
  };
  return {
    tryPath: async (params, context): Promise<FlowRequests['tryPath']['result']> => {
      const trial = await found(params, context);
      if (trial === undefined) return {};
      const { finding, options, isTriable } = trial;
      if (!isTriable) return { finding, refusal };
      const [tried = finding] = await tryPaths([finding], options);
      return { finding: tried };
    },
    pathTest: async (params, context): Promise<FlowRequests['pathTest']['result']> => {
      const trial = await found(params, context);
      if (trial === undefined) return { isThere: false };
      if (!trial.isTriable) return { isThere: true, refusal };
      const test = await pathTest(trial.finding, trial.options);
      return { isThere: true, ...(test !== undefined && { test }) };
    },
  };
}
