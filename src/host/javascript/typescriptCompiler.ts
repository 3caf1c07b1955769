// TypeScript that has to be compiled: decorators, namespaces, fields as older targets have them. The compiler ships with
// Witness, so that nothing of the workspace runs in the engine.
import { createRequire } from 'node:module';
import path from 'node:path';
import { decode } from '@jridgewell/sourcemap-codec';
import type * as TypeScript from 'typescript';
import { onOriginalLines } from './originalLines';
import type { CompilerSettings } from './tsconfig';

export interface CompiledFile {
  readonly path: string;
  readonly format: 'commonjs' | 'module';
  readonly settings: CompilerSettings;
  /** Of the class fields: see `definesFields`. */
  readonly definesFields: boolean;
}

export class TypeScriptCompiler {
  private loaded: typeof TypeScript | undefined;

  /** @param assets Folder that holds typescript.js. */
  constructor(private readonly assets: string) {}

  /**
   * The JavaScript of a text, with what can throw on the lines that it had. Types of other files are not looked at, as by
   * all tools that compile one file at a time.
   * @param keep What must stay on its lines although it is a comment.
   */
  compile(text: string, file: CompiledFile, keep: string): string {
    const ts = this.typescript();
    const { options } = ts.convertCompilerOptionsFromJson(optionsFor(file), path.dirname(file.path));
    const { outputText, sourceMapText } = ts.transpileModule(text, {
      fileName: file.path,
      compilerOptions: options,
    });
    const { mappings } = JSON.parse(sourceMapText ?? '{"mappings":""}') as { mappings: string };
    return onOriginalLines(ts, { original: text, output: outputText, mappings: decode(mappings), keep });
  }

  private typescript(): typeof TypeScript {
    const file = path.join(this.assets, 'typescript.js');
    this.loaded ??= createRequire(file)(file) as typeof TypeScript;
    return this.loaded;
  }
}

function optionsFor({ settings, format, definesFields }: CompiledFile): Record<string, unknown> {
  const { experimentalDecorators, emitDecoratorMetadata, esModuleInterop = true } = settings;
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, verbatimModuleSyntax } = settings;
  return {
    experimentalDecorators,
    emitDecoratorMetadata,
    esModuleInterop,
    jsx: jsx === 'react' ? jsx : 'react-jsx',
    jsxFactory,
    jsxFragmentFactory,
    jsxImportSource,
    verbatimModuleSyntax: format === 'module' && verbatimModuleSyntax === true,
    useDefineForClassFields: definesFields,
    target: 'es2022',
    module: format === 'commonjs' ? 'commonjs' : 'esnext',
    isolatedModules: true,
    sourceMap: true,
    removeComments: true,
    newLine: 'lf',
  };
}
