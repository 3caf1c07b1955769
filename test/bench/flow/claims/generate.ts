// Random programs that call functions without source, and what these do: which sinks a source reaches is known by the
// way that the programs are made.
import type { RuleLanguage } from '../../../../src/core/dataflow/rules/schema';
import { randomFrom, type SeededRandom } from '../../seededRandom';

/** What functions of the library do with two operands, or with one. */
const writers = { copy: ['1 > 2'], back: ['2 > 1'], idle: [], tee: ['1 > 2', '1 > result'] } as const;
const readers = { same: ['1 > result'], count: [] } as const;
const tests = {
  positive: ['(> v1 0)', '(<= v1 0)', false],
  natural: ['(>= v1 0)', '(< v1 0)', true],
  some: ['(distinct v1 0)', '(= v1 0)', false],
  small: ['(< v1 5)', '(>= v1 5)', true],
} as const;

export interface ClaimedProgram {
  readonly text: string;
  readonly language: RuleLanguage;
  readonly file: string;
  /** Lines of sinks that a source reaches, and of those that none does, from 0. */
  readonly reached: ReadonlySet<number>;
  readonly safe: ReadonlySet<number>;
  /** The truth about the functions, and about the conditions by their functions. */
  readonly flows: Readonly<Record<string, readonly string[]>>;
  readonly conditions: Readonly<Record<string, readonly [string, string]>>;
}

interface Dialect {
  readonly file: string;
  readonly head: readonly string[];
  readonly box: (name: string) => string;
  readonly value: (name: string, call: string) => string;
  readonly end: string;
  readonly sink: (name: string) => string;
  readonly divide: (test: string, name: string, argument: number) => readonly string[];
}

export const claimDialects: Readonly<Record<'python' | 'javascript', Dialect>> = {
  python: {
    file: 'main.py',
    head: ['import os', 'import sys', 'import lib', 'import checks', '', 'given = sys.argv[1]'],
    box: (name) => `${name} = []`,
    value: (name, call) => `${name} = ${call}`,
    end: '',
    sink: (name) => `os.system(${name}[0])`,
    divide: (test, name, argument) => [
      `${name} = int(sys.argv[${argument}])`,
      `if ${test}:`,
      `    print(100 // ${name})`,
    ],
  },
  javascript: {
    file: 'main.js',
    head: [
      "const { execSync } = require('child_process');",
      "const lib = require('lib');",
      "const checks = require('checks');",
      '',
      'const given = process.argv[2];',
    ],
    box: (name) => `const ${name} = [];`,
    value: (name, call) => `const ${name} = ${call};`,
    end: ';',
    sink: (name) => `execSync(${name}[0]);`,
    divide: (test, name, argument) => [
      `const ${name} = parseInt(process.argv[${argument}]);`,
      `if (${test}) {`,
      `  console.log(100n / BigInt(${name}));`,
      '}',
    ],
  },
};

export function generateClaimed(language: 'python' | 'javascript', seed: number): ClaimedProgram {
  const random = randomFrom(seed);
  const dialect = claimDialects[language];
  const lines = [...dialect.head];
  const flows: Record<string, readonly string[]> = {};
  const conditions: Record<string, readonly [string, string]> = {};
  const tainted = new Set(['given']);
  const boxes = ['a', 'b', 'c', 'd'];
  for (const box of boxes) lines.push(dialect.box(box));
  const names = ['given', ...boxes];
  for (let step = 0; step < 6; step++) {
    const from = one(random, names);
    if (one(random, [true, true, false])) {
      const into = one(
        random,
        boxes.filter((box) => box !== from),
      );
      const name = `write${step}`;
      const does = one(random, Object.values(writers));
      flows[`lib.${name}`] = does;
      lines.push(`lib.${name}(${from}, ${into})${dialect.end}`);
      spread(tainted, does, from, into);
    } else {
      const made = `value${step}`;
      const does = one(random, Object.values(readers));
      flows[`lib.read${step}`] = does;
      lines.push(dialect.value(made, `lib.read${step}(${from})`));
      if (does.length > 0 && tainted.has(from)) tainted.add(made);
      names.push(made);
    }
  }
  const [reached, safe] = [new Set<number>(), new Set<number>()];
  for (const name of names.slice(1)) {
    (tainted.has(name) ? reached : safe).add(lines.length);
    lines.push(dialect.sink(name));
  }
  if (language === 'python') {
    const kind = one(random, Object.keys(tests) as (keyof typeof tests)[]);
    const [whenTrue, whenFalse, allowsZero] = tests[kind];
    conditions[`checks.${kind}`] = [whenTrue, whenFalse];
    lines.push(...dialect.divide(`checks.${kind}(rate)`, 'rate', 2));
    (allowsZero ? reached : safe).add(lines.length - 1);
  }
  return { text: `${lines.join('\n')}\n`, language, file: dialect.file, reached, safe, flows, conditions };
}

/** What a writer does to what is known of its operands; nothing can be written into the text that is given. */
function spread(tainted: Set<string>, does: readonly string[], from: string, into: string): void {
  const [isFrom, isInto] = [tainted.has(from), tainted.has(into)];
  if (isFrom && does.includes('1 > 2')) tainted.add(into);
  if (isInto && from !== 'given' && does.includes('2 > 1')) tainted.add(from);
}

export function one<T>(random: SeededRandom, items: readonly T[]): T {
  const [item] = random.sample(items, 1);
  if (item === undefined) throw new Error('Nothing to choose from');
  return item;
}
