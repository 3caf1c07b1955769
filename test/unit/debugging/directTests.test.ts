import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { findPython } from '../../../src/host/python/interpreter';

const answerSchema = z.array(z.object({ id: z.string(), direct: z.array(z.string()).optional() }));

const tests = `import unittest

import pytest


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.one = 1

    def test_case(self):
        self.assertEqual(self.one, 1)


def test_function():
    pass


def test_fixture(tmp_path):
    pass


@pytest.mark.parametrize("n", [1])
def test_parameter(n):
    pass
`;

describe('tests that need nothing of pytest', () => {
  it('are called directly, those of unittest too, and no others', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'witness-direct-'));
    try {
      writeFileSync(path.join(folder, 'test_some.py'), tests);
      const { executable } = await findPython({ folder, environment: process.env });
      const script =
        'import json, sys; sys.path.insert(0, sys.argv[1]); from witness_debugging.pytest_tests import collect; print(json.dumps(collect({"cwd": sys.argv[2], "path": "test_some.py"})))';
      const output = execFileSync(executable, ['-c', script, path.resolve('dist/runtime/python'), folder]);
      const found = answerSchema.parse(JSON.parse(output.toString('utf8')));
      assert.deepEqual(
        found.map(({ id, direct }) => [id, direct?.at(-1)]),
        [
          ['test_some.py::Case::test_case', 'Case.test_case'],
          ['test_some.py::test_function', 'test_function'],
          ['test_some.py::test_fixture', undefined],
          ['test_some.py::test_parameter[1]', undefined],
        ],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
