// Debugging with a language model, on recorded sessions: the same verdicts through our loop, and what a step costs.
//   --part replay|prompts   --set humaneval|mbpp   --limit N   --name NAME   --alone: without the search beside the model
import path from 'node:path';
import { parseArgs } from 'node:util';
import { refuse, report } from './arguments';
import { stepCost, type StepCost } from './model/promptCost';
import { recordedSessions, type RecordedSession } from './model/recordedRuns';
import { replay, type Replayed } from './model/replay';
import { surroundings } from './model/surroundings';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string' },
    set: { type: 'string' },
    limit: { type: 'string' },
    name: { type: 'string' },
    alone: { type: 'boolean' },
  },
});
const data = path.resolve(given.data ?? refuse('Name the folder of the data with --data DIR.'));
const atOnce = 2;
/** Of the tokens of the published prompts, at the median. */
const mostTokens = 0.7;

async function main(): Promise<void> {
  const tools = await surroundings();
  const failures: string[] = [];
  try {
    for (const set of ['humaneval', 'mbpp'].filter((name) => given.set === undefined || given.set === name)) {
      const all = recordedSessions(data, set);
      const sessions = all
        .filter(({ name }) => given.name === undefined || given.name === name)
        .slice(0, Number(given.limit ?? Infinity));
      if (given.part !== 'replay') {
        const costs = await each(sessions, (session) => stepCost(session, tools));
        failures.push(
          ...costTable(
            set,
            costs.flatMap((cost) => cost ?? []),
          ),
        );
      }
      if (given.part !== 'prompts') {
        const rounds = Math.max(...all.map(({ programs }) => programs.length - 1));
        const options = { rounds, withSearch: given.alone !== true };
        const replayed = await each(sessions, (session) => replay(session, tools, options));
        failures.push(...replayTable(set, replayed));
      }
    }
  } finally {
    await tools.pool.dispose();
  }
  for (const failure of failures) console.log(failure);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** The results in the order of the sessions, some of which are under way at once. */
async function each<T>(
  sessions: readonly RecordedSession[],
  act: (session: RecordedSession) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < sessions.length; at = next++) {
      const session = sessions[at];
      if (session !== undefined) results[at] = await act(session);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function costTable(set: string, costs: readonly StepCost[]): string[] {
  const ratio = (part: 0 | 1) => median(costs.map(({ ours, theirs }) => ours[part] / theirs[part]));
  const incomplete = costs.filter(({ missing }) => missing > 0);
  const withoutFailure = costs.filter(({ holdsFailure }) => !holdsFailure);
  report(`model-prompts-${set}`, [
    [`${set}: one step`, 'Witness', 'published'],
    ['programs', costs.length, costs.length],
    [
      'tokens of the verdicts, median',
      median(costs.map(({ ours }) => ours[0])),
      median(costs.map(({ theirs }) => theirs[0])),
    ],
    [
      'tokens of verdicts and repair, median',
      median(costs.map(({ ours }) => ours[1])),
      median(costs.map(({ theirs }) => theirs[1])),
    ],
    ['share, verdicts, median', percent(ratio(0)), ''],
    ['share, both, median', percent(ratio(1)), ''],
    ['share, both, largest', percent(Math.max(...costs.map(({ ours, theirs }) => ours[1] / theirs[1]))), ''],
    [
      'facts that can be read, median',
      median(costs.map(({ facts }) => facts[0])),
      median(costs.map(({ facts }) => facts[1])),
    ],
    [
      'programs with a fact that only the other has',
      incomplete.length,
      costs.filter(({ facts, missing }) => facts[0] > facts[1] - missing).length,
    ],
    ['programs whose failing step is not shown', withoutFailure.length, ''],
    ['facts about steps that hang together, median', median(costs.map(({ flow }) => flow)), 0],
  ]);
  console.log('');
  return [
    ...(ratio(1) > mostTokens
      ? [`${set}: a step costs more than ${percent(mostTokens)} of the published one.`]
      : []),
    ...incomplete.map(({ name, missing }) => `${set} ${name}: ${missing} facts cannot be read.`),
    ...withoutFailure.map(({ name }) => `${set} ${name}: the failing step is not shown.`),
  ];
}

function replayTable(set: string, all: readonly Replayed[]): string[] {
  const other = all.filter(({ session, lastPasses }) => session.isSolved !== lastPasses);
  const certain = all.flatMap(({ fix }) => (fix?.isCertain === true ? [fix] : []));
  const count = (list: readonly boolean[]): string => `${list.filter(Boolean).length} of ${list.length}`;
  report(`model-replay-${set}`, [
    [`${set}: recorded sessions`, ''],
    ['final tests pass, as recorded', count(all.map(({ session }) => session.isSolved))],
    ['with the program at which the loop ends', count(all.map(({ lastPasses }) => lastPasses))],
    ['with the best one', count(all.map(({ bestPasses }) => bestPasses))],
    ['right, of what is shown as a fix', count(certain.map(({ passes }) => passes))],
    ['programs asked for', all.reduce((sum, { steps }) => sum + steps, 0)],
    ['in the recorded sessions', all.reduce((sum, { session }) => sum + session.programs.length - 1, 0)],
  ]);
  for (const { session, lacks } of other) {
    if (lacks !== undefined) console.log(`${session.name} needs ${lacks}, which this Python does not have.`);
  }
  console.log('');
  return other.flatMap(({ session, lacks }) =>
    lacks === undefined ? [`${set} ${session.name}: ends otherwise than recorded.`] : [],
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

void main();
