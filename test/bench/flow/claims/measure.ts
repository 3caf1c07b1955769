// What an analysis finds without a model, with one that tells the truth, and with one that lies.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyse } from '../../../../src/core/dataflow/analyse';
import { noClaims } from '../../../../src/core/dataflow/claims/claims';
import { textsOf } from '../../../../src/core/dataflow/fileTexts';
import type { FlowFinding } from '../../../../src/core/dataflow/model';
import { RuleMatcher } from '../../../../src/core/dataflow/rules/ruleMatcher';
import type { LanguageModel } from '../../../../src/core/model/languageModel';
import { claimedFlows } from '../../../../src/host/dataflow/claimedFlows';
import { askedAbout, claimAnswer } from '../../../support/model/claimAnswers';
import { builtInRules, sourceFile } from '../../../support/rules';
import { randomFrom } from '../../seededRandom';
import { generateClaimed, one, type ClaimedProgram } from './generate';

/** Counts of sinks, over all programs. */
export interface ClaimScore {
  reached: number;
  safe: number;
  /** Found without a model: rightly, and wrongly. */
  foundWithout: number;
  wrongWithout: number;
  /** Reached sinks found with the model, and those of them that only the model shows. */
  found: number;
  claimed: number;
  /** Claimed although nothing reaches them. */
  claimedWrongly: number;
  /** Wrong findings that are marked as doubtful, and right ones that are. */
  doubtedRightly: number;
  doubtedWrongly: number;
  /** Findings that are gone because of the model, and claims above their level: there must be none. */
  removed: number;
  raised: number;
  questions: number;
}

export type ScriptedAnswer = (request: string, program: ClaimedProgram) => string;

/** Knows what the functions do. */
export const truthful: ScriptedAnswer = (request, { flows, conditions }) => {
  const about = askedAbout(request);
  const [whenTrue, whenFalse] =
    Object.entries(conditions).find(([name]) => about.startsWith(name))?.[1] ?? [];
  return claimAnswer(request, {
    flows: flows[about] ?? [],
    ...(whenTrue !== undefined && { whenTrue }),
    ...(whenFalse !== undefined && { whenFalse }),
  });
};

/** Says anything that has the right shape. */
export function lying(seed: number): ScriptedAnswer {
  return (request) => {
    const random = randomFrom(seed + request.length);
    const has2 = request.includes('operands: 1, 2.');
    const flows = random.sample(
      has2 ? ['1 > 2', '2 > 1', '1 > result', '2 > result'] : ['1 > result'],
      one(random, [0, 1, 2]),
    );
    const rules = [...request.matchAll(/^([a-z]+\/[a-z-]+): /gm)].map(([, rule = '']) => rule);
    const formulas = ['true', 'false', '(> v1 0)', '(< v1 0)', '(= v1 7)'];
    const [whenTrue, whenFalse] = [one(random, formulas), one(random, formulas)];
    return claimAnswer(request, {
      flows,
      makesSafe: random.sample(rules, one(random, [0, 1])),
      whenTrue,
      whenFalse,
    });
  };
}

export async function scoreClaims(
  language: 'python' | 'javascript',
  seeds: readonly number[],
  answer: (seed: number) => ScriptedAnswer,
): Promise<ClaimScore> {
  const score: ClaimScore = {
    reached: 0, safe: 0, foundWithout: 0, wrongWithout: 0, found: 0, claimed: 0, claimedWrongly: 0,
    doubtedRightly: 0, doubtedWrongly: 0, removed: 0, raised: 0, questions: 0,
  }; // prettier-ignore
  for (const seed of seeds) {
    const program = generateClaimed(language, seed);
    const { plain, told, questions } = await bothWays(program, answer(seed));
    count(score, program, plain, told);
    score.questions += questions;
  }
  return score;
}

async function bothWays(
  program: ClaimedProgram,
  answer: ScriptedAnswer,
): Promise<{ plain: readonly FlowFinding[]; told: readonly FlowFinding[]; questions: number }> {
  const { rules, facts } = builtInRules();
  const wanted = rules.filter(({ document }) => /command-injection|division-by-zero/.test(document.id));
  const matcher = new RuleMatcher({ rules: wanted, facts });
  const files = [await sourceFile(program.language, program.text, program.file)];
  let questions = 0;
  const model: LanguageModel = {
    id: 'scripted',
    complete: ({ messages }) => {
      questions++;
      const text = answer(messages.map((message) => message.text).join('\n\n'), program);
      return Promise.resolve({
        ok: true,
        value: { text, finish: 'stop', usage: { input: 0, cached: 0, output: 0 } },
      });
    },
  };
  const root = mkdtempSync(path.join(tmpdir(), 'witness-claims-'));
  try {
    const plain = await analyse(files, (file) => matcher.matches(file));
    const none = { all: noClaims, held: noClaims };
    const told = await claimedFlows(
      none,
      { model, most: 30 },
      {
        root,
        signal: new AbortController().signal,
        titles: new Map(),
        linesOf: textsOf(files).linesOf,
        shown: (file) => file,
        analyse: (claims) =>
          analyse(files, (file) => matcher.matches(file), claims === undefined ? {} : { claims }),
      },
    );
    return { plain: plain.findings, told: told.findings, questions };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function count(
  score: ClaimScore,
  { reached, safe }: ClaimedProgram,
  plain: readonly FlowFinding[],
  told: readonly FlowFinding[],
): void {
  const byLine = (findings: readonly FlowFinding[]): Map<number, FlowFinding> =>
    new Map(findings.map((finding) => [finding.sink.line, finding]));
  const [without, having] = [byLine(plain), byLine(told)];
  score.reached += reached.size;
  score.safe += safe.size;
  for (const [line, before] of without) {
    const after = having.get(line);
    if (after === undefined) score.removed++;
    else if (after.level !== before.level) score.raised++;
    if (reached.has(line)) score.foundWithout++;
    else score.wrongWithout++;
  }
  for (const [line, finding] of having) {
    const isRight = reached.has(line);
    if (isRight) score.found++;
    if (!without.has(line)) {
      if (finding.level !== 'claimed') score.raised++;
      score.claimed += Number(isRight);
      score.claimedWrongly += Number(!isRight);
    }
    if (finding.doubt === undefined) continue;
    if (isRight) score.doubtedWrongly++;
    else score.doubtedRightly++;
  }
}
