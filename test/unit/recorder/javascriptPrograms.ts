/** Programs that must do under the recorder what they do without it: name of the file -> text. */
export const javascriptPrograms: Readonly<Record<string, string>> = {
  'scopes.js': `'use strict'
"another directive"
const out = []
let a = 1
;[1, 2].forEach((x) => out.push(x))
try { late; let late = 1 } catch (e) { out.push(e.name) }
const closures = []
for (let i = 0; i < 3; i++) closures.push(() => i)
for (const k in { p: 1, q: 2 }) closures.push(() => k)
out.push(closures.map((f) => f()).join())
out.push(hoisted(), typeof arrow, (function () { return this })() === undefined)
function hoisted() { return 'hoisted' }
var arrow = () => 1
outer: for (const x of [1, 2, 3]) { for (const y of [1, 2]) { if (y === 2) continue outer; if (x === 3) break outer; out.push(x * y) } }
block: { if (a) break block; out.push('not here') }
switch (a) { case 0: out.push('zero'); case 1: out.push('one'); case 2: { out.push('two'); break } default: out.push('rest') }
do a++; while (a < 4)
if (a) out.push(a); else out.push('no')
const { x = 5, ...rest } = { y: 2, z: 3 }
out.push(x, rest, a ?? 1, out?.length, \`t\${a}\`, String.raw\`\\n\${a}\`)
console.log(out, process.argv.slice(2))
`,
  'sloppy.js': `var f = 1; function f() {}
function params(a, b) { arguments[0] = 9; return [a, arguments.length, typeof params, params.length, params.name]; }
function shadow(g) { var g; function g() { return 'inner'; } return typeof g; }
function evals() { eval('var made = 3'); return made; }
if (true) function inBlock() { return 'b'; }
console.log(f, params(1, 2), shadow(1), evals(), inBlock(), this === module.exports);
`,
  'classes.js': `class A { static count = 0; static { A.count++; this.ready = true; } #p = 1; make = () => this.#p; fn = function () {};
  get p() { return this.#p; } set p(v) { this.#p = v; } static of(...xs) { return new this(...xs); } }
class B extends A { constructor(x) { if (x) { super(); this.x = x; return; } super(); return { other: new.target.name }; } toString() { return super.toString().length + 'B'; } }
function Old() { return new.target === Old; }
const b = B.of(2); b.p = 7;
console.log(b.p, b.make(), b.fn.name, b.make.name, A.ready, new B(0), String(b), Old(), new Old() instanceof Old, (() => {}).name, { m() {} }.m.name);
`,
  'control.js': `function order() { const log = []; try { log.push(1); return log; } finally { log.push(2); } }
function override() { try { throw new Error('a'); } catch { return 1; } finally { return 2; } }
function nested() { for (const i of [1, 2]) { try { if (i === 1) continue; throw i; } catch (e) { return 'caught ' + e; } finally { if (i === 1) console.log('finally'); } } }
function bare() { if (Math) return; return(1) }
function rethrown() { try { null.x } catch (e) { e.message = 'changed ' + e.message.length; throw e } }
console.log(order(), override(), nested(), bare());
try { rethrown() } catch (e) { console.log(e.stack.split('\\n').slice(0, 3).map((l) => l.replace(__dirname, '')).join('|')) }
const undefinedFunction = undefined;
setTimeout(() => { function deep() { undefinedFunction(1,
  2); } deep(); }, 1);
`,
  'suspending.js': `function* g(n) { try { const got = yield n; console.log('got', got); yield* [1, 2]; } finally { console.log('done'); } return 3 }
const it = g(7); console.log(it.next(), it.next('x'), it.next(), it.return(5), it.next());
const thrown = g(1); thrown.next(); try { thrown.throw(new Error('in')) } catch (e) { console.log(e.message) }
async function* ag() { for (let i = 0; i < 2; i++) { await null; yield i } }
(async () => { for await (const x of ag()) console.log(x); const v = await Promise.all([1, (async () => { await 0; return 2 })()]); console.log(v); try { await Promise.reject(new Error('r')) } catch ({ message }) { console.log(message) } })();
setTimeout(() => console.log('timer')); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro'));
`,
  'uncaught.js': `const x = { a: 1 };

function thrower(v) {
\tif (v) throw   new TypeError('bad ' + v);
}
const call = () => thrower('value'); call();
`,
  'exits.js': `process.on('exit', (code) => console.log('exit', code));
console.log('before');
setTimeout(() => process.exit(3), 5);
`,
  'rejected.mjs': `import path from 'node:path';
export const name = path.basename(import.meta.url);
console.log(name, await Promise.resolve(1), typeof require);
async function fails() { await null; throw new Error('rejected'); }
await fails();
`,
  'names.mjs': `import { null as none, default as self, function as made } from './names.mjs';
const value = 1;
export { value as null, value as function, value as default, value as instanceof };
console.log(none + self, made);
`,
  'workers.js': `const { Worker, isMainThread } = require('node:worker_threads');
const { execFileSync } = require('node:child_process');
if (isMainThread) {
  console.log(process.execArgv, execFileSync(process.execPath, ['-e', 'console.log(process.execArgv.length, process.env.WITNESS_RUN)']).toString());
  new Worker(__filename).on('exit', (code) => console.log('worker', code));
} else console.log('in the worker');
`,
};
