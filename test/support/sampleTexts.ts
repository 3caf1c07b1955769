// Texts with much of what the grammars know: comments in odd places, errors, optional parts left out and given.
import type { LanguageId } from '../../src/core/syntax/model';

const python = `import os, sys as system
from a.b import c as d, e
from f import *
@app.route("/x")  # a comment
async def handler(self, a, b: str = "x", *rest, key=None, **more) -> str:
    global counter
    if a is not None and b not in rest:  # "ü"
        return f"{a!r:>10} {b}" % (a, b)
    with open(a) as file, lock: total //= 2
    for x, y in [(1, 2.5), (3, 4)]: print(x, y, sep="")
    return await subprocess.run( # first
        [a, b], shell=True)
class A(Base, metaclass=M):
    field: int = 3
    other = (n := 10)
    def method(self): self.name = lambda q, r=1: q / r
    def broken(self: return
text = "a" \\
  "b"
`;

const javascript = `import def, { member as alias, other } from 'module';
import * as all from "x";
const { a, b = 2, c: renamed } = require('y');
export class A extends B.C { static #p = 1; get v() { return this.#p; } constructor(x) { super(x); this.x = x / 2; } }
app.get('/x', async (request, response) => { response.send(/* first */ request.query.name, \`<b>\${a}\`); });
for (const each of list ?? []) { total %= each?.value; element.innerHTML = each["name"]; }
if (!a) { throw new Error("no" + a); } else label: while (+a) break label;
const broken = { a: , b: 1 };
`;

const typescript = `interface I<T> { a: string; b?: number }
enum E { A = 1 }
export abstract class C<T> extends D<T> implements I { private readonly x: Map<string, T> = new Map(); constructor(public y?: number) { super(); } }
function f(this: I, a: string, b?: -1): asserts a is string { return (a as unknown) satisfies string; }
let v: typeof import('x') = <any>w!;
`;

const java = `package p.q;
import static java.util.Map.*;
import java.io.File; // the rest
@WebServlet("/x") public class A<T extends B> extends C.D implements E, F {
  private static final int[] xs = { 1, 2, /* three */ 3 };
  record R(int a, String b) {}
  @Override public void doGet(@RequestParam("n") String name, int... more) throws IOException {
    try (Reader in = new FileReader(name); out) { if (o instanceof String s && s.length() > 1) xs[0] %= 2; }
    catch (IOException | RuntimeException e) { throw new Error(e) { int y; }; } finally { }
    for (String each : list) run(() -> each.trim(), (a, b) -> a / b, this::go);
    switch (name) { case "a": case "b": break; default: return; }
    int broken = ;
  }
}
`;

export const sampleTexts: readonly (readonly [LanguageId, string])[] = [
  ['python', python],
  ['javascript', javascript],
  ['typescript', javascript + typescript.replace('<any>w!', 'w!')],
  ['typescriptreact', `${javascript}const page = <A b={c} {...d}>text {e}</A>;\n`],
  ['java', java],
];
