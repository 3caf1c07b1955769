// A recorded program behaves as the plain one: same output, same traceback, same end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { minorVersionOf } from '../../support/pythons';
import { exactPrograms } from './exactPrograms';
import { fixture, python } from './recordFixture';
import { assertSame, writeProgram } from './sameBehaviour';

/** Name of the case -> program. */
const programs: Record<string, string> = {
  'an exit code': 'import sys\nprint("out")\nsys.exit(3)\n',
  'an exit with a message': 'raise SystemExit("stopped")\n',
  'os._exit': 'import os, sys\nprint("x", flush=True)\nos._exit(4)\n',
  'an exit in a function with finally':
    'import sys\ndef f():\n    try:\n        sys.exit(5)\n    finally:\n        print("finally")\nf()\n',
  'a traceback over several frames':
    'def f(n):\n    return g(n) + 1\n\n\ndef g(n):\n    return {}[n]\n\n\nf(1)\n',
  'chained exceptions': 'try:\n    [][0]\nexcept IndexError as e:\n    raise KeyError("k") from e\n',
  'an exception in finally': 'def f():\n    try:\n        1 / 0\n    finally:\n        int("x")\nf()\n',
  'an exception whose str raises':
    'class E(Exception):\n    def __str__(self):\n        raise ValueError("no")\nraise E(1)\n',
  'output that looks like a recording':
    'print("\\x00\\x00WITNESS\\n")\nimport sys\nsys.stderr.write("{\\"kind\\": \\"raised\\"}\\n")\n',
  'closed descriptors': 'import os\nos.closerange(3, 200)\nfor i in range(3):\n    print(i)\n',
  'descriptors closed and used again':
    'import os\nos.closerange(3, 200)\nf = open(__file__)\ng = open(__file__)\nh = open(__file__)\nfor i in range(1000): pass\nprint(len(f.read()) == len(g.read()) == len(h.read()))\n',
  'a fork':
    'import os, sys\ndef child():\n    return 7\npid = os.fork()\nif pid == 0:\n    print(child(), flush=True)\n    os._exit(child())\n_, status = os.waitpid(pid, 0)\nprint(status >> 8)\n',
  'a child that ends normally':
    'import os, sys\npid = os.fork()\nif pid == 0:\n    sys.exit(0)\nos.waitpid(pid, 0)\nprint("parent")\n',
  threads:
    'import threading\ntotal = []\ndef work(n):\n    for i in range(n):\n        total.append(i)\nts = [threading.Thread(target=work, args=(100,)) for _ in range(4)]\nfor t in ts: t.start()\nfor t in ts: t.join()\nprint(len(total), threading.active_count())\n',
  'names of a module': 'x = 1\nprint(sorted(globals()))\nprint(dir())\n',
  'locals of a function':
    'def f(a):\n    b = a\n    try:\n        c = b\n        return dict(locals())\n    finally:\n        pass\nprint(f(1))\n',
  'a class body':
    'class A:\n    x = 1\n    def f(self): return self.__x\n    __x = 2\nprint(sorted(n for n in vars(A)), A().f())\nimport enum\nclass C(enum.Enum):\n    RED = 1\n    with open(__file__) as f: pass\n    del f\nprint(list(C))\n',
  docstrings:
    '"""Module."""\ndef f():\n    """F."""\nclass A:\n    """A."""\nprint(__doc__, f.__doc__, A.__doc__, f())\n',
  'future imports':
    '"""Doc."""\nfrom __future__ import annotations\ndef f(x: undefined) -> alsoUndefined: return x\nprint(f(1), f.__annotations__)\n',
  'a syntax warning': 'x = 1\nif x is 1:\n    print("one")\nassert (x, "always")\n',
  'an invalid escape': 'print("\\d")\n',
  'a module that shadows the standard library': 'import json\nprint(json.MARK)\n',
  arguments: 'import sys\nprint(sys.argv[1:], sys.path[0] == __file__.rpartition("/")[0], __name__)\n',
  input: 'import sys\nprint(repr(sys.stdin.read()))\n',
  'a changed folder': 'import os\nos.chdir("/")\ndef f(): return os.getcwd()\nprint(f())\n',
  'a deleted name':
    'x = [1]\ndel x\ntry:\n    print(x)\nexcept NameError as e:\n    print(e)\ndef f():\n    y = 1\n    if y:\n        del y\n    return y\nf()\n',
  'star arguments and walrus':
    'def f(*a, k=(n := 3), **b): return a, k, b, n\nprint(f(1, *[2], k=4, **{"z": 5}))\nprint([y := 1, y**2])\n',
  'global and nonlocal':
    'count = 0\ndef outer():\n    n = 0\n    def inner():\n        nonlocal n\n        global count\n        n += 1\n        count += 2\n        return n\n    return inner() + inner()\nprint(outer(), count)\n',
  'a settrace of its own':
    'import sys\nseen = []\ndef tracer(frame, event, arg):\n    seen.append(event)\ndef f(): pass\nsys.settrace(tracer)\nf()\nsys.settrace(None)\nprint("call" in seen)\n',
  'a very long line of output': 'print("x" * 200000)\n',
  'atexit handlers': 'import atexit\ndef bye(): print("bye")\natexit.register(bye)\nprint("end")\n',
  'hostile subclasses of numbers and strings':
    'class F(float):\n    def __repr__(self): print("repr"); return "!"\nclass S(str):\n    def __repr__(self): print("repr"); return "!"\n    def __len__(self): print("len"); return 1\nclass I(int):\n    def __repr__(self): raise SystemExit("ran")\ndef f(a, b, c):\n    d = [a, b, c]\n    return None\nf(F(1), S("x"), I(2))\n',
  'hostile values':
    'class Evil:\n    def __repr__(self): print("repr"); return "!"\n    def __str__(self): print("str"); return "!"\n    def __eq__(self, o): print("eq"); return True\n    def __hash__(self): return 1\n    def __bool__(self): print("bool"); return True\n    def __len__(self): print("len"); return 3\n    def __iter__(self): print("iter"); return iter(())\n    def __getattr__(self, n): print("getattr", n); raise AttributeError(n)\n    @property\n    def p(self): print("property"); return 1\n    def __del__(self): print("del")\ndef f(e):\n    a = [e]\n    b = {1: e}\n    return None\nf(Evil())\nprint("end")\n',
  'a recursion without end':
    'import traceback\ndef f():\n    return f()\ntry:\n    f()\nexcept RecursionError as e:\n    lines = traceback.format_exception(type(e), e, e.__traceback__)\n    print(len(lines) > 900, lines[1], lines[2], "During" in "".join(lines))\n',
  'locals that a traceback captures':
    'import traceback\ndef f():\n    try:\n        return len(3)\n    finally:\n        x = 1\ntry:\n    f()\nexcept TypeError as e:\n    t = traceback.TracebackException.from_exception(e, capture_locals=True)\n    print([s.locals for s in t.stack][1:])\n',
  'variables of generators and coroutines that others look at':
    'import inspect, sys\ndef gen(n):\n    for i in range(n):\n        yield i\nasync def work(a):\n    b = a\n    await other()\nasync def other():\n    print(sorted(sys._getframe(0).f_locals), sorted(sys._getframe(1).f_locals))\ng = gen(2)\nnext(g)\nprint(inspect.getgeneratorlocals(g), g.gi_code.co_varnames)\nc = work(1)\ntry: c.send(None)\nexcept StopIteration: print(inspect.getcoroutinelocals(c))\n',
  'hashes and equality of code':
    'def f(): return [1]\nprint(hash(f.__code__) == hash(f.__code__), f.__code__ == f.__code__)\n',
  'an exception group split':
    'import sys\nif sys.version_info >= (3, 11):\n    exec("""try:\n    try:\n        raise ExceptionGroup("g", [ValueError(1), OSError(2)])\n    except* OSError as e:\n        raise TypeError(3)\nexcept ExceptionGroup as e:\n    print(e.exceptions)\n""")\n',
  'a deep recursion that ends well': 'def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\nprint(f(800))\n',
  'exec and eval': 'exec("def g():\\n    return 5")\nprint(g(), eval("g() + 1"))\n',
  'two-space and tab indents':
    'def f(x):\n  if x:\n  \tfor i in x:\n  \t\tprint(i)\n  return 1\nprint(f([1]))\n',
  'windows line ends': 'def f(x):\r\n    if x:\r\n        return 1\r\n    return 2\r\nprint(f(0), f(1))\r\n',
  'unicode names': 'größe = "ä€😀"\ndef später(ñ): return ñ + größe\nprint(später("→"))\n',
};

/** Name of the case -> the oldest minor version in which all calls of C cost no stack, and the program. */
const recursions: Record<string, readonly [since: number, program: string]> = {
  'a recursion that nothing stops': [11, 'def f(n):\n    return f(n + 1)\nprint("begins")\nf(0)\n'],
  'the depth that a recursion reaches': [
    12,
    'import sys\ndef f(n):\n    try:\n        return f(n + 1)\n    except RecursionError:\n        return n\ndef g():\n    global depth\n    depth += 1\n    g()\ndef h(n):\n    yield n\n    yield from h(n + 1)\nprint(f(0), sys.getrecursionlimit())\ndepth = 0\ntry: g()\nexcept RecursionError as e: print(depth, e)\nlast = 0\ntry:\n    for last in h(0): pass\nexcept RecursionError as e: print(last, e)\nsys.setrecursionlimit(300)\nprint(f(0), sys.getrecursionlimit())\nfor limit in (0, 1):\n    try: sys.setrecursionlimit(limit)\n    except (ValueError, RecursionError) as e: print(e)\n',
  ],
};

describe('a recorded program', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness fidelity ü-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, program] of Object.entries(programs)) {
    it(`behaves as the plain one: ${name}`, async () => {
      const home = path.join(folder, String(Object.keys(programs).indexOf(name)));
      const file = writeProgram(home, program);
      if (name.includes('shadows')) writeFileSync(path.join(home, 'json.py'), 'MARK = "mine"\n');
      await assertSame(file);
    });
  }

  for (const [name, [since, program]] of Object.entries(recursions)) {
    if ((minorVersionOf(python) ?? 0) < since) continue;
    it(`behaves as the plain one: ${name}`, async () => {
      await assertSame(writeProgram(path.join(folder, name), program));
    });
  }

  for (const name of exactPrograms) {
    it(`behaves as the plain one: ${name}`, async () => {
      await assertSame(fixture(name));
    });
  }
});
