// TypeScript and JSX as the JavaScript that runs, file by file.
import { needsCompiler } from '../../core/instrument/javascript/compilerNeeds';
import { ownLineMark } from '../../core/instrument/javascript/instrument';
import { declaresByUsing } from '../../core/instrument/javascript/readableText';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { SyntaxService } from '../syntax/syntaxService';
import { definesFields, Tsconfigs } from './tsconfig';
import { TypeScriptCompiler } from './typescriptCompiler';
import { stripTypes } from './typeStripping';

export class TypeRemoval {
  private readonly tsconfigs = new Tsconfigs();
  private readonly compiler: TypeScriptCompiler;

  /** @param assets Folder of what ships with Witness. */
  constructor(
    private readonly syntax: SyntaxService,
    assets: string,
  ) {
    this.compiler = new TypeScriptCompiler(assets);
  }

  /**
   * The JavaScript of a file with a text, on the same lines.
   * @throws SyntaxError of the compiler.
   */
  async javascriptOf(path: string, text: string, format: 'commonjs' | 'module'): Promise<string> {
    const settings = this.tsconfigs.settingsOf(path);
    const fields = definesFields(settings);
    const isCompiled = declaresByUsing(text) || (await this.needsCompiler(path, text, fields));
    const stripped = isCompiled ? undefined : stripTypes(text, { path, format, settings });
    const file = { path, format, settings, definesFields: fields };
    return stripped ?? this.compiler.compile(text, file, ownLineMark);
  }

  private needsCompiler(path: string, text: string, fields: boolean): Promise<boolean> {
    return this.syntax.withDocument(languageOfPath(path) ?? 'typescript', text, (document) =>
      needsCompiler(document.syntaxTree.rootNode, { definesFields: fields }),
    );
  }
}
