import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  outcome: z.object({ kind: z.string(), value: z.object({ text: z.string() }).optional() }),
  predicted: z.array(z.object({ name: z.string(), type: z.string(), text: z.string(), source: z.string() })),
  errors: z.array(z.object({ message: z.string(), level: z.string() })),
});

const report = `import absent_package
from dataclasses import dataclass

RATE = 0.5

@dataclass
class Line:
    name: str
    price: float = 3.0

class Report:
    unit = "EUR"

    def __init__(self, title, limit=10):
        self.title = title
        self.limit = limit
        self.client = absent_package.Client(title)

    def total(self, orders, factor: int = 3, rounding=None):
        price = sum(order.price for order in orders)
        label = self.unit + " " + self.title
        return label, price * factor, self.limit, rounding
`;

const tests = `from report import Report, Line

def test_total():
    orders = [Line("ink", 2.0), Line("pen", 4.0)]
    report = Report("March", 7)
    assert report.total(orders, rounding=2)
`;

describe('values for what a fragment lacks', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-existing-'));
    mkdirSync(path.join(folder, 'store'));
    write('report.py', report);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
  }

  async function cli(...options: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [path.resolve('dist/cli.js'), ...options],
      {
        cwd: folder,
        env: { ...process.env, WITNESS_STORE: path.join(folder, 'store') },
      },
    ).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
    return stdout;
  }

  /** Lines 20 to 22 are the body of `total`. */
  async function run(range = '20:22'): Promise<z.infer<typeof documentSchema>> {
    const options = ['run', 'report.py', '--range', range, '--json', ...(await isolationOptions())];
    return documentSchema.parse(JSON.parse(await cli(...options)));
  }

  function sourceOf({ predicted }: z.infer<typeof documentSchema>, name: string): string | undefined {
    const found = predicted.find((item) => item.name === name);
    return found && `${found.text} from ${found.source}`;
  }

  it('makes self of the real class, with what its body and its __init__ give it', async () => {
    const document = await run('21:22');
    assert.equal(sourceOf(document, 'self'), '<Report> from the class Report');
    assert.match(document.outcome.value?.text ?? '', /^\(~'EUR title', .*, 10, /);
    assert.deepEqual(document.errors, []);
  });

  it('takes a default before anything else is guessed', async () => {
    assert.equal(sourceOf(await run(), 'factor'), '3 from default value');
  });

  it('takes what tests pass, also to the constructor and by way of variables', async () => {
    write('test_report.py', tests);
    const document = await run();
    assert.equal(
      sourceOf(document, 'orders'),
      "[Line('ink', 2.0), Line('pen', 4.0)] from a test (test_report.py:6)",
    );
    assert.equal(sourceOf(document, 'title'), "'March' from a test (test_report.py:5)");
    assert.equal(sourceOf(document, 'rounding'), '2 from a test (test_report.py:6)');
    assert.equal(document.outcome.value?.text, "('EUR March', 18.0, 10, 2)");
  });

  it('prefers tests to calls in other code', async () => {
    write('app.py', 'from report import Report\nReport("May").total([], rounding=5)\n');
    assert.equal(sourceOf(await run(), 'title'), "'May' from a call (app.py:2)");
    write('test_report.py', tests);
    assert.equal(sourceOf(await run(), 'title'), "'March' from a test (test_report.py:5)");
  });

  it('takes the values of an earlier recording, as they stood where the fragment begins', async () => {
    write(
      'report.py',
      report
        .replace('import absent_package\n', 'from unittest import mock as absent_package\n')
        .replace('Client(', 'Mock('),
    );
    write('main.py', 'from report import Report, Line\nprint(Report("April", 4).total([Line("a", 8.0)]))\n');
    await cli('trace', 'main.py', '--granularity', 'line');
    const document = await run('21:22');
    assert.match(sourceOf(document, 'price') ?? '', /^8\.0 from a recording of \d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.match(sourceOf(document, 'self') ?? '', /^<Report> from the class Report, a recording of /);
    assert.equal(document.outcome.value?.text, "('EUR April', 24.0, 4, None)");
  });

  it('believes annotations more than what calls pass', async () => {
    write(
      'report.py',
      report.replace('orders,', 'orders: list,').replace('rounding=None', 'rounding: int = None'),
    );
    write('app.py', 'from report import Report\nReport("May").total("wrong", rounding="odd")\n');
    const document = await run();
    assert.match(sourceOf(document, 'orders') ?? '', / from annotation$/);
    assert.match(sourceOf(document, 'rounding') ?? '', /^1 from annotation$/);
  });

  it('reads the annotations of a stub file', async () => {
    write(
      'report.pyi',
      'class Report:\n    def total(self, orders: dict, factor: int = ..., rounding: float = ...): ...\n',
    );
    assert.equal(sourceOf(await run('22:22'), 'rounding'), '1.5 from annotation');
  });
});
