// A recorded program and what is around it: files and their encodings, modules, streams, signals, the stack.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { minorVersionOf } from '../../support/pythons';
import { assets, fixture, python } from './recordFixture';
import { assertSame, writeProgram } from './sameBehaviour';

const bom = Uint8Array.of(0xef, 0xbb, 0xbf);

/** Name of the case -> program. */
const files: Record<string, string | Uint8Array> = {
  'Latin-1, as its cookie says': Buffer.from(
    '# -*- coding: latin-1 -*-\ngröße = "ä€"\nprint(ascii(größe), größe[0])\nraise ValueError("ü")\n',
    'latin1',
  ),
  'UTF-8 with a byte order mark': Buffer.concat([
    bom,
    Buffer.from('ä = "→"\ndef f(ä): return ä * 2\nprint(f(ä))\n'),
  ]),
  'form feeds and tabs':
    'def f(x):\n\tif x:\n\t\treturn 1\n\t\f\n\treturn 2\n\f\nclass A:\n\f  def g(self): return 3\nprint(f(0), A().g())\n',
  'line ends of Windows, continued lines':
    'def f(a,\r\n      b):\r\n    c = a + \\\r\n        b\r\n    return (\r\n        c,\r\n    )\r\nprint(f(1, 2), """x\r\ny""")\r\nf(1)\r\n',
  'line ends of old Macs': 'x = 1\rif x:\r    print("mac")\r1 / 0\r',
  'no line end at its end': 'def f(): return 1\nif f(): print("end")',
  'names in other scripts':
    'π = 3\nдлина = lambda r: 2 * π * r\nclass 数: 値 = длина(1)\nprint(数.値)\n数.無\n',
};

const programs: Record<string, string> = {
  'a million lines':
    'import sys\nfor i in range(0, 1_000_000, 10_000):\n    sys.stdout.write("\\n".join(map(str, range(i, i + 10_000))) + "\\n")\nprint("end")\n',
  'lines like our own, on every stream':
    'import os, sys\nfor fd in (1, 2): os.write(fd, b"\\x05\\0\\0\\0\\x04WITNESS\\n" + bytes(range(32)).replace(b"\\r", b"") + b"\\n")\nfor fd in range(3, 20):\n    try: os.write(fd, b"\\0" * 64)\n    except OSError: pass\nprint("end")\n'.replace(
      'range(3, 20)',
      'range(40, 60)',
    ),
  'other streams in the place of its own':
    'import io, sys, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):\n    print("inside")\n    sys.stderr.write("error")\nprint(repr(out.getvalue()))\nsys.stdout = sys.__stderr__\nprint("to stderr")\nsys.stdout = None\nprint("nowhere")\nsys.stderr = None\nraise KeyError("unseen")\n',
  'standard streams that are closed':
    'import os, sys\nprint("first", flush=True)\nos.close(0)\nos.close(1)\ntry: print("second", flush=True)\nexcept OSError as e: sys.stderr.write(type(e).__name__)\n',
  'a search path of its own':
    'import os, sys, tempfile\nwith tempfile.TemporaryDirectory() as folder:\n    open(os.path.join(folder, "found_there.py"), "w").write("def f(): return __name__\\n")\n    os.chdir(folder)\n    sys.path[:] = ["."] + sys.path[1:]\n    import found_there\n    print(found_there.f(), os.path.basename(found_there.__file__), os.listdir("."))\n    os.chdir("/")\nsys.path.clear()\nsys.meta_path.clear()\ntry: import colorsys\nexcept ImportError as e: print(e)\n',
  'programs that are compiled, a folder, a command':
    'import os, py_compile, subprocess, sys, tempfile\nwith tempfile.TemporaryDirectory() as folder:\n    main = os.path.join(folder, "__main__.py")\n    with open(main, "w") as file: file.write("import sys\\nprint(type(__loader__).__name__, sys.path[0] == sys.argv[1], sys.argv[1:] == [sys.argv[1]])")\n    compiled = py_compile.compile(main, os.path.join(folder, "main.pyc"))\n    for start in ([main], [compiled], [folder], ["-I", folder], ["-I", main]):\n        print(start[:-1], subprocess.run([sys.executable, *start, folder], capture_output=True, text=True).stdout, flush=True)\nsubprocess.run([sys.executable, "-c", "print(__loader__)"])\nsubprocess.run([sys.executable, b"-c", b"print(1, \'\\xff\')"], env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"})\nsubprocess.run([sys.executable, "-I", "-m", "profile", "-m", "colorsys"], check=True, stdout=subprocess.DEVNULL)\nfor text in (b"x = 1\\0\\n", b"\\x89\\n", b"# coding: latin-1\\nprint(ascii(\\x27\\x89\\x27))\\n"):\n    with open("odd.py", "wb") as file: file.write(text)\n    subprocess.run([sys.executable, "odd.py"])\n',
  'signals and a timer':
    'import os, signal, time\ndef handler(number, frame):\n    global got\n    got = (signal.Signals(number).name, frame.f_code.co_name)\nsignal.signal(signal.SIGUSR1, handler)\ndef send():\n    os.kill(os.getpid(), signal.SIGUSR1)\n    return 1\nsend()\nprint(got)\ndef late(number, frame): raise TimeoutError("too late")\nsignal.signal(signal.SIGALRM, late)\ndef wait():\n    signal.setitimer(signal.ITIMER_REAL, 0.1)\n    time.sleep(20)\nwait()\n',
  'an interrupt from the keyboard':
    'import os, signal\ndef f():\n    try:\n        signal.raise_signal(signal.SIGINT)\n    finally:\n        print("cleaned")\nf()\n',
  'a signal that ends it':
    'import os, signal, time\nprint("x", flush=True)\ntime.sleep(0.2)\nos.kill(os.getpid(), signal.SIGTERM)\n',
  'forks, with and without threads, and what is warned of once':
    'import os, threading, time, warnings\ndef child():\n    pid = os.fork()\n    if pid == 0: os._exit(0)\n    os.waitpid(pid, 0)\ndef show(message, category, *rest): print(category.__name__, str(message).partition(" (")[0], flush=True)\nwarnings.simplefilter("default")\nwarnings.showwarning = show\ndef note(): warnings.warn("said once")\nfor _ in range(3):\n    note()\n    child()\nthread = threading.Thread(target=time.sleep, args=(1,))\nthread.start()\nchild()\nthread.join()\n',
  'weak references and collected generators':
    'import gc, weakref\nclass C:\n    def __del__(self): print("gone")\ndef gen(c):\n    try:\n        yield c\n    finally:\n        print("closed")\ndef f():\n    c = C()\n    r = weakref.ref(c)\n    try:\n        return len(c)\n    except TypeError:\n        del c\n        print(r())\n    g = gen(C())\n    next(g)\n    del g\n    print("left")\nf()\ndef h():\n    c = C()\n    return id(c) > 0\nprint(h())\n',
  'the line numbers that it asks for':
    'import sys, inspect\ndef where(): return sys._getframe(1).f_lineno\ndef f():\n    a = where()\n    b = [\n        where(),\n        where(),\n    ]\n    for _ in (1, 2): b.append(where())\n    return a, b, where(), inspect.currentframe().f_lineno, f.__code__.co_firstlineno\nprint(f(), inspect.stack()[0].lineno)\n',
  'an audit hook that lets itself be traced':
    'import sys\nseen = []\nclass Hook:\n    __cantrace__ = True\n    def __call__(self, event, arguments):\n        return None\ndef trace(frame, event, argument):\n    if frame.f_code is Hook.__call__.__code__: seen.append(event)\nsys.addaudithook(Hook())\nsys.settrace(trace)\neval("1")\nsys.settrace(None)\nprint(seen)\n',
  'a profiler and a tracer of its own':
    'import sys\nseen = []\ndef look(frame, event, arg):\n    if "call" in event or event == "return": seen.append((event, getattr(arg, "__name__", frame.f_code.co_name)))\n    return look\ndef g(n):\n    for i in range(n): yield i\ndef f(a):\n    try: return [len(a), sum(g(3))]\n    finally: a = 0\nfor install in (sys.settrace, sys.setprofile):\n    install(look)\n    f("abc")\n    install(None)\nprint(seen, sys.gettrace(), sys.getprofile())\n',
};

describe('a recorded program in its surroundings', () => {
  let folder: string;
  let homes = 0;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness surroundings ü-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function home(): string {
    return path.join(folder, `программа ${++homes}`);
  }

  for (const [name, program] of Object.entries(files)) {
    it(`behaves as the plain one when its file is in ${name}`, async () => {
      await assertSame(writeProgram(home(), program));
    });
  }

  for (const [name, program] of Object.entries(programs)) {
    it(`behaves as the plain one: ${name}`, async () => {
      await assertSame(writeProgram(home(), program));
    });
  }

  it('behaves as the plain one: star, circular, namespace and zip imports', async () => {
    const recording = await assertSame(fixture('importing/main.py'));
    const recorded = recording.parts.modules.map((module) => path.basename(module.file));
    for (const name of ['main.py', '__init__.py', 'circular_a.py', 'circular_b.py', 'deep.py', 'first.py']) {
      assert.ok(recorded.includes(name), `${name} is not among ${recorded.join()}`);
    }
  });

  it('reads its input', () => {
    const program =
      'import sys\nname = input("name? ")\nfor line in sys.stdin: print(name, line.upper(), end="")\n';
    const file = writeProgram(home(), program);
    const input = 'ä\none\ntwo';
    const plain = spawnSync(python, [file], { input, encoding: 'utf8' });
    const recorded = spawnSync(
      process.execPath,
      [path.join(assets, 'cli.js'), 'trace', file, '--json', '--interpreter', python],
      { input, encoding: 'utf8', cwd: path.dirname(file) },
    );
    const document = JSON.parse(recorded.stdout) as { stdout: string };
    assert.equal(document.stdout, plain.stdout);
  });

  it('can be stopped in by the debugger that it starts, as plainly', () => {
    const program = 'def f(x):\n    breakpoint()\n    y = x + 1\n    return y\nprint(f(1))\n';
    const file = writeProgram(home(), program);
    const input = 'n\nn\np x, y\nc\n';
    const plain = spawnSync(python, [file], { input, encoding: 'utf8' });
    const recorded = spawnSync(
      process.execPath,
      [path.join(assets, 'cli.js'), 'trace', file, '--json', '--interpreter', python],
      { input, encoding: 'utf8', cwd: path.dirname(file) },
    );
    assert.match(plain.stdout, /\(1, 2\)/);
    // CPython 3.9 knows no instructions without a line: at the end of a function the debugger is in its first line.
    const expected =
      (minorVersionOf(python) ?? 0) >= 10
        ? plain.stdout
        : plain.stdout.replace(/--Return--\n(.*)\(4\)f\(\)->2\n-> return y/, '$1(2)f()\n-> breakpoint()');
    assert.equal((JSON.parse(recorded.stdout) as { stdout: string }).stdout, expected);
  });
});
