// The prompts of LDB (Zhong, Wang, Shang, ACL 2024) for one debugging step, rebuilt from their description: each block with
// its lines and all variables before and after it, at most ten blocks, snapshots of more than 100 characters cut in their middle.
import type { BlockStep, BlockSteps } from '../../../src/core/debugging/model/blockSteps';
import type { SourceModel } from '../../../src/core/syntax/model';

export interface PublishedStep {
  readonly source: string;
  readonly model: SourceModel;
  readonly task: string;
  readonly test: string;
  readonly steps: BlockSteps;
}

/** What can be read of a run: block, the how-manieth run of it in its call, variable, value. */
export type ReadableFact = string;

const most = 10;
const longestSnapshot = 100;

const role = 'You are an expert programming assistant.';
const begin =
  'Complete the following task in Python. Please respond with code only (with the code inside a Markdown code block).';
const request = `Here is the code execution trace block by block with the intermediate variable values. Please explain the execution FOR EACH BLOCK and answer whether this block is correct or not. If not, give an explanation on what is wrong. Please wrap your response into a JSON object that contains keys \`block\` with the name of each block, key \`correct\` with value False or True, and key \`explanation\` with an explanation on the bug.

# Example Answers:
{"block": "BLOCK-1", "correct": "True", "explanation": "The block initializes variable \`a\` and \`b\`."}
{"block": "BLOCK-2", "correct": "False", "explanation": "The block is incorrect because the code does not add the two integers together, but instead subtracts the second integer from the first."}`;
const fix = 'Please fix the Python code.';

/** The texts of the request for verdicts, and those that the request for a repair has besides the answer to the first. */
export function publishedPrompts(step: PublishedStep): { verdicts: string[]; repair: string[] } {
  const { task, source, test } = step;
  const trace = shownSteps(step.steps)
    .map((item, number) => blockText(item, number, step))
    .join('\n');
  const verdicts = [
    role,
    `${begin}\n${task}`,
    `\`\`\`python\n${source}\n\`\`\``,
    `The code above fails the given unit test:\n${test}\nHelp me debug this.\n\n${request}\n\n${trace}`,
  ];
  return { verdicts, repair: [...verdicts, fix] };
}

export function publishedFacts(step: PublishedStep): ReadableFact[] {
  const { steps } = step;
  return shownSteps(steps).flatMap((item) =>
    [before(item, steps), after(item, steps)].flatMap((state) =>
      readable(state).map(([name, text]) => factOf(item, name, text)),
    ),
  );
}

export function factOf(step: BlockStep, name: string, text: string): ReadableFact {
  return JSON.stringify([step.block ?? '', step.frame, step.occurrence, name, text]);
}

/** Steps that ran a block, in the order of the run: the first five and the last five. */
function shownSteps({ steps }: BlockSteps): BlockStep[] {
  const blocks = steps.filter(({ block }) => block !== undefined);
  return blocks.length <= most ? blocks : [...blocks.slice(0, most / 2), ...blocks.slice(-most / 2)];
}

function blockText(item: BlockStep, number: number, { source, model, steps }: PublishedStep): string {
  const block = model.blocks[Number(item.block?.slice(1) ?? 0)];
  const { start, end } = block?.range ?? { start: { line: 0 }, end: { line: 0 } };
  const lines = source.split('\n').slice(start.line, end.line + 1);
  return [
    `[BLOCK-${number}]`,
    `    # ${snapshot(before(item, steps))}`,
    ...lines,
    `    # ${snapshot(after(item, steps))}`,
  ].join('\n');
}

type State = readonly (readonly [string, string])[];

function before(item: BlockStep, { steps, frames }: BlockSteps): State {
  const state = new Map(frames.get(item.frame)?.parameters);
  for (const { frame, number, changed } of steps) {
    if (number >= item.number) break;
    if (frame === item.frame) for (const [name, text] of changed) state.set(name, text);
  }
  return [...state];
}

function after(item: BlockStep, steps: BlockSteps): State {
  return [...new Map([...before(item, steps), ...item.changed])];
}

function snapshot(state: State): string {
  const text = state.map(([name, value]) => `${name}=${value}`).join('\t');
  if (text.length <= longestSnapshot) return text;
  return `${text.slice(0, longestSnapshot / 2)}...${text.slice(-longestSnapshot / 2)}`;
}

/** The variables of which a snapshot shows the whole value. */
function readable(state: State): State {
  const parts = state.map(([name, value]) => `${name}=${value}`);
  const length = parts.join('\t').length;
  if (length <= longestSnapshot) return state;
  let at = 0;
  return state.filter((_, i) => {
    const start = at;
    const end = start + (parts[i]?.length ?? 0);
    at = end + 1;
    return end <= longestSnapshot / 2 || start >= length - longestSnapshot / 2;
  });
}
