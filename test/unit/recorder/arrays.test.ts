// Arrays of numpy and data frames of pandas: shape, type and first values, without a call of the program's code.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fixture, python, record } from './recordFixture';

const folder = path.resolve('.cache/numeric');
const venv = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

describe('the values of numpy and pandas', () => {
  let interpreter: string | undefined;

  before(function () {
    this.timeout(300_000);
    interpreter = [venv, python].find(hasLibraries) ?? installed();
  });

  it('have a shape, a type and their first values', async function () {
    this.timeout(60_000);
    if (interpreter === undefined) {
      // Nothing can be shown of libraries that cannot be had; that must not be taken for a pass of anything else.
      assert.ok(!hasLibraries(python));
      console.error('    numpy and pandas are not installed here, and pip cannot install them.');
      return;
    }
    const recording = await record(fixture('numeric.py'), { interpreter });
    assert.equal(recording.parts.stdout.text, '24.0\n');
    const values = new Map<string, string>();
    for (let index = 0; index < recording.stepCount; index++) {
      const step = recording.step(index);
      if (step === undefined || recording.functionOf(step.frame)?.path !== 'totals') continue;
      for (const { name, text } of step.kept?.values ?? []) values.set(name, text);
    }
    assert.equal(
      values.get('grid'),
      'ndarray(shape=(2, 3), dtype=float64, values=[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])',
    );
    assert.match(values.get('long') ?? '', /^ndarray\(shape=\(100000,\), dtype=int32, first=\[0, 0, 0, /);
    assert.equal(values.get('held'), 'ndarray(shape=(1,), dtype=object, values=[Loud()])');
    assert.equal(values.get('one'), 'int64(3)');
    assert.equal(values.get('column'), 'Series(shape=(2,), dtype=float64, first=[1.5, 2.5])');
    assert.match(
      values.get('table') ?? '',
      /^DataFrame\(shape=\(2, 2\), dtypes=\{'name': (object|str), 'amount': float64\}, first=\[\('a', 1\.5\), \('b', 2\.5\)\]\)$/,
    );
  });
});

function hasLibraries(executable: string): boolean {
  if (executable === venv && !existsSync(venv)) return false;
  try {
    execFileSync(executable, ['-c', 'import numpy, pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A virtual environment with both; undefined where pip reaches neither. */
function installed(): string | undefined {
  try {
    execFileSync(python, ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(venv, ['-m', 'pip', 'install', '--quiet', 'numpy', 'pandas'], {
      stdio: 'ignore',
      timeout: 240_000,
    });
    return hasLibraries(venv) ? venv : undefined;
  } catch {
    return undefined;
  }
}
