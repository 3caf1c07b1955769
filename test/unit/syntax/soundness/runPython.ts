// Runs Python programs and reports which line followed which in a frame.
import { execFile } from 'node:child_process';
import type { LinePairs } from './lines';

/**
 * The programs call helpers with the line that they stand on, which thus notice what runs: `d`, true or false at
 * random; `n`, 0 to 3; `r`, which raises now and then; `it`, to loop over; `e`, which returns an exception type; `m`, a
 * context manager that swallows exceptions now and then; `g`, which raises groups. Each program defines `f()`, possibly
 * a generator. A line of 0 stands for having returned. Line events of `sys.settrace` would not do: they also come for
 * code that the compiler put there on its own, such as the way out of a `with`.
 */
const driver = `
import json, random, sys

class A(Exception): pass
class B(Exception): pass

class Run:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.budget = 60
        self.last = {}
        self.pairs = set()

    def notice(self, line, frame):
        if frame in self.last:
            self.pairs.add((self.last[frame], line))
        self.last[frame] = line
        self.budget -= 1
        return self.budget > 0

    def helpers(self):
        rng, notice, frame = self.rng, self.notice, sys._getframe
        def d(line):
            return notice(line, frame(1)) and rng.random() < 0.5
        def n(line):
            return rng.randrange(4) if notice(line, frame(1)) else 0
        def r(line):
            if notice(line, frame(1)) and rng.random() < 0.3:
                raise rng.choice([A, B, ValueError])()
        def g(line):
            if notice(line, frame(1)) and rng.random() < 0.8:
                raise ExceptionGroup('g', rng.sample([A(), B(), ValueError()], rng.randint(1, 3)))
        def it(line):
            return items(line, frame(1))
        def items(line, loop):
            while notice(line, loop) and rng.random() < 0.6:
                yield rng.randrange(4)
        def e(line, *types):
            notice(line, frame(1))
            return types
        class m:
            def __init__(self, line=None):
                if (line is None or notice(line, frame(1))) and rng.random() < 0.1:
                    raise rng.choice([A, B, ValueError])()
            def __enter__(self):
                return rng.choice([(1, 2), (1, 2), (1,)])
            def __exit__(self, *error):
                return rng.random() < 0.5
        return dict(d=d, n=n, r=r, g=g, it=it, e=e, m=m, A=A, B=B)

    def run(self, code):
        scope = self.helpers()
        exec(code, scope)
        try:
            result = scope['f']()
            if hasattr(result, 'send'):
                self.drive(result)
            else:
                self.pairs.update((line, 0) for line in self.last.values())
        except BaseException as error:
            if isinstance(error, (NameError, TypeError)) and 'group' not in str(error):
                raise
        return self.pairs

    def drive(self, generator):
        for _ in range(self.rng.randrange(8)):
            if self.rng.random() < 0.2:
                generator.throw(self.rng.choice([A, ValueError]))
            else:
                next(generator)
        generator.close()

answers = []
for text, runs in json.load(sys.stdin):
    try:
        code = compile(text, 'program', 'exec')
    except SyntaxError:
        answers.append(None)
        continue
    answers.append(sorted(set().union(*(Run(seed).run(code) for seed in range(runs)))))
json.dump(answers, sys.stdout)
`;

/** The steps of each program; undefined where this Python cannot compile it. */
export function runPython(
  programs: readonly string[],
  runsOfEach: number,
): Promise<(LinePairs | undefined)[]> {
  const interpreter = process.env['WITNESS_PYTHON'] ?? 'python3';
  return new Promise((resolve, reject) => {
    const child = execFile(interpreter, ['-c', driver], { maxBuffer: 2 ** 28 }, (error, stdout) => {
      if (error) reject(new Error(`The programs did not run: ${error.message}`));
      else resolve((JSON.parse(stdout) as (LinePairs | null)[]).map((pairs) => pairs ?? undefined));
    });
    child.stdin?.end(JSON.stringify(programs.map((text) => [text, runsOfEach])));
  });
}
