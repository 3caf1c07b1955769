// Findings of an analysis beside those of the same analysis with a model's claims taken for true. Claims add paths, which
// are `claimed`, and cast doubt on others, which stay: nothing is taken away, and no level rises.
import type { Evidence } from '../../evidence';
import type { FlowFinding } from '../model';
import type { Claims, ConditionClaim, FunctionClaim } from './claims';

/**
 * @param plain What is found without any claim.
 * @param claimed What is found where all claims are true.
 * @returns all of the first, those that the claims speak against behind the others, and then what only claims show.
 */
export function withClaims(
  plain: readonly FlowFinding[],
  claimed: readonly FlowFinding[],
  claims: Claims,
): FlowFinding[] {
  const byClaims = new Map(claimed.map((finding) => [keyOf(finding), finding]));
  const byPlain = new Map(plain.map((finding) => [keyOf(finding), finding]));
  const kept = plain.map((finding) => besideClaims(finding, byClaims.get(keyOf(finding)), claims));
  const added = claimed
    .filter((finding) => isPossible(finding) && !isPossible(byPlain.get(keyOf(finding))))
    .map((finding) => restingOn(finding, claims));
  return [
    ...kept.filter(({ doubt }) => doubt === undefined),
    ...kept.filter(({ doubt }) => doubt !== undefined),
    ...added,
  ];
}

function isPossible(finding: FlowFinding | undefined): boolean {
  return finding !== undefined && finding.feasibility.result !== 'infeasible';
}

function besideClaims(finding: FlowFinding, other: FlowFinding | undefined, claims: Claims): FlowFinding {
  const used = claimsOn(finding, claims);
  if (used.length === 0 || !isPossible(finding)) return finding;
  const evidence = [...finding.evidence, ...used.map(({ evidence: each }) => each)];
  if (isPossible(other)) return { ...finding, evidence };
  const about = used.map(({ about: each }) => `\`${each}\``).join(', ');
  const doubt = `by what a model says of ${about}, the value does not arrive here; nothing proves that`;
  return { ...finding, evidence, doubt };
}

/** A path that is there only if the model is right. */
function restingOn(finding: FlowFinding, claims: Claims): FlowFinding {
  const used = claimsOn(finding, claims);
  const all = [...claims.functions.values(), ...claims.conditions.values()];
  const evidence =
    used.length > 0
      ? used.map(({ evidence: each }) => each)
      : [...new Set(all.map(({ model }) => model))].map((ref): Evidence => ({
          kind: 'model',
          ref,
          note: 'says what this path rests on',
        }));
  return { ...finding, level: 'claimed', evidence: [...evidence, ...finding.evidence] };
}

interface Used {
  readonly about: string;
  readonly evidence: Evidence;
}

/** The claims on what a path has met without being able to look into it. */
function claimsOn({ outside = [] }: FlowFinding, claims: Claims): Used[] {
  return outside.flatMap((key): Used[] => {
    const [fn, condition] = [claims.functions.get(key), claims.conditions.get(key)];
    if (fn !== undefined) return [{ about: nameOf(fn), evidence: functionEvidence(fn) }];
    if (condition === undefined) return [];
    return [{ about: condition.text, evidence: conditionEvidence(condition) }];
  });
}

/** `shutil.copyfileobj` of `python shutil.copyfileobj(1, 2)`. */
function nameOf({ function: key }: Pick<FunctionClaim, 'function'>): string {
  return key.replace(/^\S+ /, '').replace(/\(.*$/, '');
}

function functionEvidence(claim: FunctionClaim): Evidence {
  const { model, flows, makesSafe, lines } = claim;
  const says = [
    ...flows.map(({ from, to }) => `${operandText(from)} gets into ${operandText(to)}`),
    ...makesSafe.map(({ rule }) => `its result is safe for ${rule}`),
  ];
  const what = says.length === 0 ? 'nothing of what it gets is passed on' : says.join(', ');
  return { kind: 'model', ref: model, note: `says of \`${nameOf(claim)}\`: ${what} (${placesOf(lines)})` };
}

function conditionEvidence(claim: ConditionClaim): Evidence {
  const { model, whenTrue, whenFalse, lines } = claim;
  const note = `reads \`${claim.text}\` as ${whenTrue} where it holds, ${whenFalse} where not (${placesOf(lines)})`;
  return { kind: 'model', ref: model, note };
}

function operandText(name: string): string {
  if (name === 'result' || name === 'receiver') return `its ${name}`;
  return `operand ${name}`;
}

function placesOf(lines: readonly string[]): string {
  return lines.map((line) => /^.*?:\d+(?=: )/.exec(line)?.[0] ?? line).join(', ');
}

function keyOf({ rule, source, sink }: FlowFinding): string {
  return JSON.stringify([rule, source.file, source.range, sink.file, sink.range]);
}
