// Whole programs that a model thinks are right; whether they are is for the tests to say.
import type { AnswerReader } from '../../model/answers';
import type { Question } from '../../model/ask';
import { codeBlocks } from '../../model/codeBlocks';
import type { Material } from '../../model/prompt';
import { debugMessages, type FailingRun } from './debugPrompt';
import { factSentence } from './flowFacts';
import type { JudgedBlock } from './verdicts';

const mostPrograms = 3;
const maxOutput = 4000;
/** Earlier programs that are shown, so that they are not written again. */
const shownEarlier = 1;

/** `earlier`: programs that failed. `names`: what a program has to define. */
export function repairQuestion(
  run: FailingRun,
  task: string | undefined,
  verdicts: readonly JudgedBlock[],
  { earlier, names }: { readonly earlier: readonly string[]; readonly names: readonly string[] },
): Question<readonly string[]> {
  const wrong = verdicts.filter(({ correct }) => !correct);
  const changing: Material[] = [
    ...(wrong.length === 0 ? [] : [{ name: 'verdicts', text: wrong.map(verdictText).join('\n') }]),
    ...earlier.slice(-shownEarlier).map((text) => ({ name: 'tried-in-vain', text })),
  ];
  const question = `Mend the program. Answer with the whole of it in a Markdown code block, without block ids; a second block may hold another repair that is as likely.`;
  return {
    purpose: 'repair',
    maxOutput,
    messages: debugMessages(run, task, changing, question),
    read: programsAnswer(names),
  };
}

function verdictText({ block, step, why = '', before, expected, facts = [] }: JudgedBlock): string {
  const should = `${valuesText('Should be before', before)}${valuesText('Should be', expected)}`;
  const shown = facts.length === 0 ? '' : ` Shown by: ${facts.map(factSentence).join('; ')}.`;
  return `${block} is wrong at step ${step ?? '?'}: ${why}${should}${shown}`;
}

function valuesText(what: string, values: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries(values).map(([name, text]) => `${name}=${text}`);
  return all.length === 0 ? '' : ` ${what}: ${all.join(', ')}.`;
}

/** Of what a program defines at its top, what its tests name; all of it where they name nothing. */
export function neededNames(source: string, tests: readonly string[]): string[] {
  const defined = namesDefined(source);
  const words = new Set(tests.flatMap((test) => test.match(/\w+/g) ?? []));
  const used = defined.filter((name) => words.has(name));
  return used.length === 0 ? defined : used;
}

/** Programs that define these names at their top. */
function programsAnswer(names: readonly string[]): AnswerReader<readonly string[]> {
  return (text) => {
    const blocks = codeBlocks(text);
    if (blocks.length === 0 && text.includes('```')) {
      return { ok: false, problem: 'The block of code is not closed.' };
    }
    const programs = (blocks.length === 0 ? [text] : blocks).slice(0, mostPrograms);
    const whole = programs.filter((program) => missingNames(program, names).length === 0);
    if (whole.length > 0) return { ok: true, value: whole };
    const missing = missingNames(programs[0] ?? '', names).join(', ');
    return { ok: false, problem: `It holds no whole program: ${missing} is not defined.` };
  };
}

function missingNames(program: string, names: readonly string[]): string[] {
  const defined = namesDefined(program);
  return names.filter((name) => !defined.includes(name));
}

/** What stands at the beginning of a line in Python, and in JavaScript. */
const definition =
  /^(?:export\s+(?:default\s+)?)?(?:(?:async\s+)?(?:def|function\s*\*?)|class|const|let|var)\s+([\w$]+)/gm;

function namesDefined(source: string): string[] {
  return [...source.matchAll(definition)].flatMap(([, name]) => name ?? []);
}
