/** A program in TypeScript of several files. Lines that end in `// runs` are executed, those in `// never` are not. */
export interface TypescriptProject {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  /** What it prints, where the compiler alone does not make a program of it that runs; else what that one prints. */
  readonly prints?: string;
}

const legacy = '{"compilerOptions": {"experimentalDecorators": true, "emitDecoratorMetadata": true}}';

export const typescriptProjects: Readonly<Record<string, TypescriptProject>> = {
  namespaces: {
    main: 'main.ts',
    files: {
      'main.ts': `namespace Types { export type Text = string; export namespace Inner { export interface Box { a: 1 } } }
export namespace Shapes {
  export const sides = 4; // runs
  export let made = 0;
  export function square(n: number): number {
    made++; // runs
    if (n < 0) return Number.NaN; // runs
    return n ** 2; // runs
  }
  export function never(): void {
    made = -1; // never
  }
  export namespace Deep.Deeper {
    export const found: Types.Text = \`\${square(3)}\`; // runs
  }
}
export namespace Shapes {
  import D = Deep.Deeper; // an alias
  for (const n of [1, 2]) {
    square(n); // runs
  }
  export const { length: size } = D.found; // runs
}
class Merged { static of = 1; }
namespace Merged { export const also = Merged.of + 1; } // runs
console.log(Shapes.sides, Shapes.made, Shapes.Deep.Deeper.found, Shapes.size, Merged.also);
`,
    },
  },
  enums: {
    main: 'main.ts',
    files: {
      'kinds.ts': `export const enum Kind { A = 1, B = A << 2, C = 'c'.length }
export enum Side { Left = 'l', Right = 'r' } // runs
export declare enum Ambient { X = 1 }
`,
      'main.ts': `import { Kind, Side } from './kinds';
enum Own { First, Second = compute(2), Third = 7 }
function compute(n: number): number {
  return n * 3; // runs
}
console.log(Kind.A, Kind.B, Side.Right, Own[6], Own.Third); // runs
`,
    },
  },
  'decorators of TypeScript, with metadata': {
    main: 'main.ts',
    files: {
      'tsconfig.json': legacy,
      'main.ts': `const seen: unknown[] = [];
(Reflect as any).metadata = (key: string, value: unknown) => () => { seen.push(key, value); }; // runs
function logged(target: object, name: string, descriptor: PropertyDescriptor): void {
  const plain = descriptor.value; // runs
  descriptor.value = function (...given: unknown[]) {
    seen.push(name); // runs
    return plain.apply(this, given); // runs
  };
}
function given(_: object, name: string | undefined, index: number): void {
  seen.push(name ?? 'constructor', index); // runs
}
const sealed = (make: Function): void => void seen.push(make.name);
const field = (_: object, name: string): void => void seen.push(name);
class Service { readonly rate = 3; }
@sealed
class Shop {
  @field count = 1;
  constructor(@given private readonly service: Service, public name = 'shop') {
    this.count += this.service.rate; // runs
  }
  static unused(): number {
    return 1; // never
  }
  @logged
  price(@given of: number): number {
    const total = of * this.count; // runs
    return total; // runs
  }
}
console.log(new Shop(new Service()).price(5), seen.map((each) => typeof each === 'function' ? each.name : each));
`,
    },
  },
  'decorators of the language': {
    main: 'main.ts',
    files: {
      'tsconfig.json': '{"compilerOptions": {"target": "es2022"}}',
      'main.ts': `function twice(value: (n: number) => number, { name }: ClassMethodDecoratorContext) {
  console.log('decorates', String(name)); // runs
  return function (this: unknown, n: number): number {
    return value.call(this, value.call(this, n)); // runs
  };
}
class Sums {
  other(): number {
    const one = 1; // runs
    return one; // runs
  }
  @twice
  add(n: number): number {
    return n + this.other(); // runs
  }
}
console.log(new Sums().add(1)); // runs
`,
    },
  },
  'parameter properties, abstract classes, overloads': {
    main: 'main.ts',
    files: {
      'tsconfig.json': '{"compilerOptions": {"target": "es2019"}}',
      'main.ts': `abstract class Shape {
  protected readonly label = this.name.toUpperCase(); // an older target assigns fields after parameters
  constructor(protected readonly name: string) {
    order.push('shape'); // runs
  }
  abstract area(): number;
  toString(): string {
    return \`\${this.label} \${this.area()}\`; // runs
  }
}
const order: string[] = [];
class Square extends Shape {
  declare readonly extra?: string;
  constructor(private side: number, readonly sides = 4) {
    super('square');
    order.push('square'); // runs
  }
  override area(): number {
    return this.side ** 2; // runs
  }
}
function shown(value: string): string;
function shown(value: number): number;
function shown(value: unknown): unknown {
  return value; // runs
}
console.log(String(new Square(3)), order, shown(1), shown(<any>'a') as string satisfies string, order!.length);
`,
    },
  },
  'import x = require, export =': {
    main: 'main.ts',
    files: {
      'lib.ts': `function half(n: number): number {
  return n / 2; // runs
}
namespace half { export const name2 = 'half'; } // runs
export = half;
`,
      'main.ts': `import half = require('./lib');
import path = require('node:path');
console.log(half(4), half.name2, path.posix.join('a', 'b')); // runs
`,
    },
  },
  'elements of TSX': {
    main: 'main.tsx',
    files: {
      'tsconfig.json': '{"compilerOptions": {"jsx": "react", "jsxFactory": "h", "jsxFragmentFactory": "F"}}',
      'main.tsx': `const F = 'fragment';
function h(type: unknown, props: object | null, ...inner: unknown[]): unknown {
  return [type, props, ...inner]; // runs
}
function List<T extends string>({ items }: { items: T[] }): unknown {
  return ( // runs
    <ul>
      {items.map((item) => <li key={item}>{item}</li>)}
      <></>
    </ul>
  );
}
console.log(JSON.stringify(<List items={['a', 'b']} />), JSON.stringify(List({ items: ['x'] }))); // runs
`,
    },
  },
  'paths of tsconfig.json': {
    main: 'app/main.ts',
    prints: 'text of shared 42 types\n',
    files: {
      'tsconfig.base.json':
        '{ /* comments */ "compilerOptions": {"baseUrl": ".", "paths": {"@shared/*": ["lib/shared/*"], "answers": ["lib/answers.ts"],}} }',
      'app/tsconfig.json': '{"extends": "../tsconfig.base.json"}',
      'lib/shared/text.ts': `export const text = (of: string): string => {
  return 'text of ' + of; // runs
};
`,
      'lib/shared/kinds/index.ts': "export const kind = 'types'; // runs\n",
      'lib/answers.ts': 'export const answer = 42; // runs\n',
      'app/main.ts': `import { text } from '@shared/text';
import { answer } from 'answers';
import { kind } from '@shared/kinds';
console.log(text('shared'), answer, kind); // runs
`,
    },
  },
  'paths of tsconfig.json in ES modules': {
    main: 'main.ts',
    prints: 'b.ts 3 2\n',
    files: {
      'package.json': '{"type": "module"}',
      'tsconfig.json': '{"compilerOptions": {"paths": {"~/*": ["./src/*"]}}}',
      'src/b.ts': `import path from 'node:path';
import { three } from './c.js';
export const name = path.basename(import.meta.url); // runs
export { three };
`,
      'src/c.ts': `export const three: number = await Promise.resolve(3); // runs
`,
      'main.ts': `import { name, three } from '~/b';
namespace Two { export const two = 2; } // runs
console.log(name, three, Two.two); // runs
`,
    },
  },
  'a monorepo': {
    main: 'packages/app/src/main.ts',
    prints: 'app lib 3\n',
    files: {
      'package.json': '{"workspaces": ["packages/*"]}',
      'packages/lib/package.json': '{"name": "@own/lib", "main": "./src/index.ts"}',
      'packages/lib/src/index.ts': `export function add(a: number, b: number): string {
  return \`lib \${a + b}\`; // runs
}
`,
      'packages/app/package.json': '{"name": "@own/app"}',
      'packages/app/src/main.ts': `import { add } from '@own/lib';
console.log('app', add(1, 2)); // runs
`,
    },
  },
  'a module that needs to be one, though nothing says it': {
    main: 'main.ts',
    prints: 'main.ts 1\n',
    files: {
      'package.json': '{}',
      'main.ts': `import path from 'node:path';
const one: number = await Promise.resolve(1); // runs
console.log(path.basename(import.meta.url), one); // runs
`,
    },
  },
  'using, which older Nodes do not know': {
    main: 'main.ts',
    files: {
      'tsconfig.json': '{"compilerOptions": {"target": "es2022"}}',
      'main.ts': `(Symbol as any).dispose ??= Symbol('Symbol.dispose');
(Symbol as any).asyncDispose ??= Symbol('Symbol.asyncDispose');
const log: string[] = [];
const opened = (name: string) => ({
  [Symbol.dispose]() {
    log.push('closes ' + name); // runs
  },
  async [Symbol.asyncDispose]() {
    await null; // runs
    log.push('closes later ' + name); // runs
  },
});
function work(): string {
  using a = opened('a'), b = opened('b');
  log.push('works'); // runs
  return 'done'; // runs
}
async function later(): Promise<void> {
  await using c = opened('c');
  log.push('left alone');
}
log.push(work()); // runs
later().then(() => console.log(log.join())); // runs
`,
    },
  },
};
