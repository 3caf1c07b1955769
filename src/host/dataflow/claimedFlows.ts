// An analysis beside the same analysis with what models said taken for true, and the questions for a model between them.
import { isWithoutClaims, joinedClaims, noClaims, type Claims } from '../../core/dataflow/claims/claims';
import { withClaims } from '../../core/dataflow/claims/withClaims';
import type { FlowResult } from '../../core/dataflow/model';
import { askForClaims, questionsFor, type Asking, type AskingTools, type Unanswered } from './askForClaims';
import { rememberClaims, type RememberedClaims } from './claimsFile';

/** What became of the questions to a model. */
export interface AskedReport {
  readonly answered: number;
  readonly unanswered: readonly Unanswered[];
  /** Questions that were over the limit. */
  readonly left: number;
  /** Where the answers are remembered, if there are any. */
  readonly file?: string;
}

export interface ClaimedFlowsTools extends Omit<AskingTools, 'model'> {
  readonly root: string;
  /** Analyses with claims, or without any and without a thought of them. */
  readonly analyse: (claims?: Claims) => Promise<FlowResult>;
}

/** What is said of one function may lead to others. */
const mostRounds = 3;

/** Without claims and without a model this is the plain analysis. */
export async function claimedFlows(
  { all, held, problem }: RememberedClaims,
  asking: Asking | undefined,
  tools: ClaimedFlowsTools,
): Promise<FlowResult & { readonly asked?: AskedReport }> {
  if (asking === undefined && isWithoutClaims(held)) return tools.analyse();
  const plain = await tools.analyse(noClaims);
  if (asking === undefined) return combined(plain, await tools.analyse(held), held);

  const { model, most } = asking;
  const asked = new Set<string>();
  const unanswered: Unanswered[] = [];
  let said = noClaims;
  let left = 0;
  let claims = held;
  let latest = isWithoutClaims(held) ? plain : await tools.analyse(held);
  for (let round = 0; round < mostRounds; round++) {
    const open = questionsFor(latest.questions, [...plain.findings, ...latest.findings], claims).filter(
      ({ about }) => !asked.has(about.key),
    );
    const now = open.slice(0, most - asked.size);
    left = open.length - now.length;
    if (now.length === 0) break;
    for (const { about } of now) asked.add(about.key);
    const answers = await askForClaims(now, { ...tools, model });
    tools.signal.throwIfAborted();
    unanswered.push(...answers.unanswered);
    if (isWithoutClaims(answers.claims)) break;
    said = joinedClaims(answers.claims, said);
    claims = joinedClaims(answers.claims, claims);
    latest = await tools.analyse(claims);
  }
  // What people have written there and cannot be read is not written over.
  const isNew = !isWithoutClaims(said) && problem === undefined;
  const file = isNew ? await rememberClaims(tools.root, joinedClaims(said, all)) : undefined;
  return {
    ...(isWithoutClaims(claims) ? plain : combined(plain, latest, claims)),
    asked: {
      answered: said.functions.size + said.conditions.size,
      ...{ unanswered, left },
      ...(file !== undefined && { file }),
    },
  };
}

function combined(plain: FlowResult, claimed: FlowResult, claims: Claims): FlowResult {
  return { ...plain, findings: withClaims(plain.findings, claimed.findings, claims) };
}
