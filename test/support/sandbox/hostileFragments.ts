// Code that tries to get out of the sandbox. Each prints ESCAPED where it reached something outside; what it can do inside
// harms nobody. Names in capitals are filled in: targets that the test itself has put up. All attacks are bounded, so
// that they can also be made at level `limited`.

export interface HostileFragment {
  readonly name: string;
  readonly code: string;
}

const outsideFile = `'SECRET_FILE'`;

/** Does something, and says so where no exception was raised. */
function attempt(name: string, ...lines: readonly string[]): HostileFragment {
  const body = lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`);
  return { name, code: ['try:', ...body, 'except BaseException as problem:', '    pass', ''].join('\n') };
}

/** Escapes where the last expression is true. */
function check(name: string, setup: string, condition: string): HostileFragment {
  return attempt(name, setup, `if ${condition}:\n    print('ESCAPED')`);
}

const changed = `if open('WORKSPACE/canary.txt').read() != 'canary':\n    print('ESCAPED')`;

/** Changes something of the workspace. */
function changing(name: string, code: string): HostileFragment {
  return attempt(name, code, `print('ESCAPED')`);
}

export const hostileFragments: readonly HostileFragment[] = [
  changing('delete a file', `import os; os.remove('WORKSPACE/canary.txt')`),
  changing('delete a tree', `import shutil; shutil.rmtree('WORKSPACE')`),
  changing('overwrite a file', `open('WORKSPACE/canary.txt', 'w').write('x')`),
  changing('append to a file', `open('WORKSPACE/canary.txt', 'a').write('x')`),
  changing('create a file', `open('WORKSPACE/new.txt', 'x').write('x')`),
  changing('rename a file', `import os; os.rename('WORKSPACE/canary.txt', 'WORKSPACE/other.txt')`),
  changing('truncate a file', `import os; os.truncate('WORKSPACE/canary.txt', 0)`),
  changing('change permissions', `import os; os.chmod('WORKSPACE/canary.txt', 0o777)`),
  changing('change times', `import os; os.utime('WORKSPACE/canary.txt', (0, 0))`),
  changing('make a folder', `import os; os.mkdir('WORKSPACE/folder')`),
  changing('make a hard link', `import os; os.link('WORKSPACE/canary.txt', 'WORKSPACE/link')`),
  changing('make a symbolic link', `import os; os.symlink('/etc/passwd', 'WORKSPACE/link')`),
  changing(
    'write through a symbolic link',
    `import os; os.symlink('WORKSPACE/canary.txt', 'link'); open('link', 'w').write('x')`,
  ),
  changing(
    'write through a relative path',
    `import os; open(os.path.relpath('WORKSPACE/canary.txt'), 'w').write('x')`,
  ),
  changing(
    'write with low-level calls',
    `import os; os.write(os.open('WORKSPACE/canary.txt', os.O_RDWR), b'x')`,
  ),
  changing(
    'write with mmap',
    `import mmap, os; f = os.open('WORKSPACE/canary.txt', os.O_RDWR); mmap.mmap(f, 6)[0] = 120`,
  ),
  changing(
    'write through /proc/self/root',
    `open('/proc/self/root' + 'WORKSPACE/canary.txt', 'w').write('x')`,
  ),
  changing(
    'write through /proc/self/cwd',
    `import os; os.chdir('WORKSPACE'); open('/proc/self/cwd/canary.txt', 'w').write('x')`,
  ),
  changing('write with pathlib', `import pathlib; pathlib.Path('WORKSPACE/canary.txt').write_text('x')`),
  changing(
    'make a database',
    `import sqlite3; c = sqlite3.connect('WORKSPACE/d.db'); c.execute('create table t (a)'); c.commit()`,
  ),
  attempt('write with a shell', `import os; os.system('echo x > WORKSPACE/canary.txt')`, changed),
  attempt(
    'subprocess.run',
    `import subprocess; subprocess.run(['sh', '-c', 'echo x > WORKSPACE/canary.txt'])`,
    changed,
  ),
  attempt(
    'subprocess.Popen',
    `import subprocess; subprocess.Popen('echo x > WORKSPACE/canary.txt', shell=True).wait()`,
    changed,
  ),
  attempt('os.popen', `import os; os.popen('echo x > WORKSPACE/canary.txt').read()`, changed),
  attempt(
    'os.posix_spawn',
    `import os; os.waitpid(os.posix_spawn('/bin/sh', ['sh', '-c', 'echo x > WORKSPACE/canary.txt'], {}), 0)`,
    changed,
  ),
  attempt(
    'fork and exec',
    `import os\npid = os.fork()\nif pid == 0:\n    os.execv('/bin/sh', ['sh', '-c', 'echo x > WORKSPACE/canary.txt'])\nos.waitpid(pid, 0)`,
    changed,
  ),
  attempt(
    '_posixsubprocess',
    `import _posixsubprocess, os, time`,
    `r, w = os.pipe()`,
    `_posixsubprocess.fork_exec([b'sh', b'-c', b'echo x > WORKSPACE/canary.txt'], [b'/bin/sh'], True, (), None, None, -1, -1, -1, -1, -1, -1, r, w, True, False, 0, None, None, None, -1, None, False)`,
    `time.sleep(0.2)`,
    changed,
  ),
  attempt(
    'multiprocessing',
    `import multiprocessing as m\np = m.get_context('fork').Process(target=lambda: open('WORKSPACE/canary.txt', 'w').write('x'))\np.start()\np.join()`,
    changed,
  ),
  attempt('pty', `import pty; pty.spawn(['sh', '-c', 'echo x > WORKSPACE/canary.txt'])`, changed),
  check('read a secret', '', `'secret-' in open(${outsideFile}).read()`),
  check('read a secret with a shell', 'import os', `'secret-' in os.popen('cat SECRET_FILE').read()`),
  check(
    'read a secret through /proc/1/root',
    '',
    `'secret-' in open('/proc/1/root' + ${outsideFile}).read()`,
  ),
  check('read a secret with ..', 'import os', `'secret-' in open('../../../../..' + ${outsideFile}).read()`),
  check('secrets in the environment', 'import os', `any('secret-' in v for v in os.environ.values())`),
  check(
    'secrets in the environment of C',
    'import ctypes',
    `ctypes.CDLL(None).getenv(b'WITNESS_SECRET') != 0`,
  ),
  check('environment of this process', '', `'secret-' in open('/proc/self/environ').read()`),
  check('environment of the first process', '', `'secret-' in open('/proc/1/environ').read()`),
  check(
    'environments of all processes',
    `import glob\ntexts = []\nfor name in glob.glob('/proc/[0-9]*/environ'):\n    try:\n        texts.append(open(name).read())\n    except OSError:\n        pass`,
    `any('secret-' in text for text in texts)`,
  ),
  check('command lines of others', '', `'sleep' in open('/proc/CANARY_PID/cmdline').read()`),
  check('read the password file', '', `'root:' in open('/etc/shadow').read()`),
  attempt(
    'connect to a server',
    `import socket; s = socket.create_connection(('127.0.0.1', PORT), 1); s.send(b'x'); print('ESCAPED')`,
  ),
  attempt(
    'fetch a page',
    `import urllib.request; urllib.request.urlopen('http://127.0.0.1:PORT/', timeout=1); print('ESCAPED')`,
  ),
  attempt(
    'send a datagram',
    `import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('127.0.0.1', PORT)); print('ESCAPED')`,
  ),
  attempt(
    'connect over IPv6',
    `import socket; s = socket.create_connection(('::1', PORT), 1); print('ESCAPED')`,
  ),
  attempt(
    'connect to a local socket',
    `import socket; s = socket.socket(socket.AF_UNIX); s.connect('SOCKET'); s.send(b'x'); print('ESCAPED')`,
  ),
  attempt(
    'connect to an abstract socket',
    `import socket\nfor line in open('/proc/net/unix'):\n    if '@' in line:\n        s = socket.socket(socket.AF_UNIX)\n        s.connect('\\0' + line.split('@')[1].strip())\n        print('ESCAPED')`,
  ),
  attempt('connect with a shell', `import os; os.system('exec 3<>/dev/tcp/127.0.0.1/PORT && echo ESCAPED')`),
  attempt(
    'asyncio connection',
    `import asyncio; asyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', PORT), 1)); print('ESCAPED')`,
  ),
  attempt('kill a process', `import os; os.kill(CANARY_PID, 9); print('ESCAPED')`),
  attempt(
    'kill the parent',
    `import os\nif os.getppid() > 1:\n    os.kill(os.getppid(), 9)\n    print('ESCAPED')`,
  ),
  attempt('kill the parent with a shell', `import os; os.system('kill -9 CANARY_PID && echo ESCAPED')`),
  attempt('stop everything', `import os, signal; signal.signal(15, signal.SIG_IGN); os.kill(-1, 15)`),
  attempt(
    'kill with ctypes',
    `import ctypes\nif ctypes.CDLL(None).kill(CANARY_PID, 9) == 0:\n    print('ESCAPED')`,
  ),
  attempt(
    'trace a process',
    `import ctypes\nif ctypes.CDLL(None).ptrace(16, CANARY_PID, 0, 0) == 0:\n    print('ESCAPED')`,
  ),
  attempt(
    'write with ctypes',
    `import ctypes\nc = ctypes.CDLL(None)\nf = c.open(b'WORKSPACE/canary.txt', 2)\nif f >= 0 and c.write(f, b'x', 1) == 1:\n    print('ESCAPED')`,
  ),
  attempt(
    'mount again',
    `import ctypes\nif ctypes.CDLL(None).mount(None, b'WORKSPACE', None, 32 | 4096, None) == 0:\n    print('ESCAPED')`,
  ),
  attempt(
    'mount over',
    `import ctypes\nif ctypes.CDLL(None).mount(b'x', b'/usr', b'tmpfs', 0, None) == 0:\n    print('ESCAPED')`,
  ),
  attempt(
    'new namespaces',
    `import ctypes\nif ctypes.CDLL(None).unshare(0x10000000 | 0x20000) == 0:\n    print('ESCAPED')`,
  ),
  attempt('leave the root', `import os; os.mkdir('x'); os.chroot('x'); print('ESCAPED')`),
  attempt(
    'become root',
    `import os\nos.setuid(0)\nif os.getuid() == 0 and 'CapEff:\\t0000000000000000' not in open('/proc/self/status').read():\n    print('ESCAPED')`,
  ),
  attempt(
    'make a device',
    `import os, stat; os.mknod('disk', 0o600 | stat.S_IFBLK, os.makedev(254, 0)); os.open('disk', os.O_RDONLY); print('ESCAPED')`,
  ),
  changing('kernel setting', `open('/proc/sys/kernel/core_pattern', 'w').write('|/bin/false')`),
  changing('sysrq', `open('/proc/sysrq-trigger', 'w').write('h')`),
  changing('host name', `import socket; socket.sethostname('hostile'); open('WORKSPACE/x', 'w')`),
  attempt(
    'undo the audit hook',
    `import sys\nsys.addaudithook(lambda *_: None)\nimport gc\nfor o in gc.get_objects():\n    if getattr(o, '__name__', '') == 'hook':\n        o.__code__ = (lambda event, arguments: None).__code__`,
    `open('WORKSPACE/canary.txt', 'w').write('x')`,
    `print('ESCAPED')`,
  ),
  attempt(
    'a new interpreter',
    `import os, sys; os.system(sys.executable + ''' -c "open('WORKSPACE/canary.txt', 'w').write('x')"''')`,
    changed,
  ),
  attempt(
    'replace what tests for writing',
    `import os, io\nio.open_code = None\nos.path.realpath = lambda p: os.getcwd()\nopen('WORKSPACE/canary.txt', 'w').write('x')`,
    `print('ESCAPED')`,
  ),
  attempt(
    'inherited descriptors',
    `import os\nfor fd in range(3, 256):\n    try:\n        link = os.readlink('/proc/self/fd/%d' % fd)\n    except OSError:\n        continue\n    if link.startswith('socket:') or 'canary' in link or 'secret' in link:\n        print('ESCAPED')`,
  ),
  attempt(
    'write to all descriptors',
    `import os\nfor fd in range(4, 256):\n    try:\n        os.write(fd, b'x')\n        print('ESCAPED')\n    except OSError:\n        pass`,
  ),
  attempt(
    'fork bomb',
    `import os, time\nfor _ in range(300):\n    if os.fork() == 0:\n        time.sleep(60)\n        os._exit(0)`,
    `print('ESCAPED')`,
  ),
  attempt(
    'threads without end',
    `import threading, time\nfor _ in range(2000):\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()`,
    `print('ESCAPED')`,
  ),
  attempt(
    'a process that stays',
    `import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.execvp('sleep', ['sleep', 'MARKER'])\n    os._exit(0)\ntime.sleep(0.1)`,
  ),
  attempt(
    'a job for later',
    `import os; os.system('(sleep MARKER; echo x > WORKSPACE/canary.txt) > /dev/null 2>&1 &')`,
  ),
  attempt(
    'fill the memory',
    `parts = []\nwhile len(parts) < 40:\n    parts.append(bytearray(100_000_000))`,
    `print('ESCAPED')`,
  ),
  attempt(
    'fill the memory with processes',
    `import os, time\nr, w = os.pipe()\nfor _ in range(12):\n    if os.fork() == 0:\n        b = bytearray(b'x') * 300_000_000\n        os.write(w, b'x')\n        time.sleep(60)\n        os._exit(0)\ncount = 0\nwhile count < 12:\n    count += len(os.read(r, 12))`,
    `print('ESCAPED')`,
  ),
  attempt(
    'fill the disk',
    `f = open('big', 'wb')\nfor _ in range(300):\n    f.write(bytes(1_000_000))\nf.flush()`,
    `print('ESCAPED')`,
  ),
  attempt(
    'fill the disk with files',
    `for n in range(30000):\n    open('f%d' % n, 'w').close()`,
    `print('ESCAPED')`,
  ),
  attempt(
    'fill shared memory',
    `f = open('/dev/shm/big', 'wb')\nfor _ in range(100):\n    f.write(bytes(1_000_000))\nf.flush()`,
    `print('ESCAPED')`,
  ),
  attempt('print without end', `import os\nfor _ in range(3000):\n    os.write(1, b'x' * 100_000)`),
  { name: 'run without end', code: 'while True:\n    pass\n' },
  {
    name: 'catch everything',
    code: 'while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n',
  },
  { name: 'crash', code: 'import ctypes\nctypes.string_at(0)\n' },
  { name: 'exit at once', code: 'import os\nos._exit(0)\n' },
];
