// Which names can stand at a place of a program.
import type { SourceModel } from '../../syntax/model';

/** Names that a function's own frame and those around it bind, the nearest first; none of imported or built-in things. */
export class Names {
  private readonly byFunction = new Map<number, readonly string[]>();

  constructor(private readonly model: SourceModel) {}

  /** @param functionIndex Index into the model's functions. */
  variablesOf(functionIndex: number): readonly string[] {
    const known = this.byFunction.get(functionIndex);
    if (known !== undefined) return known;
    const found = this.model.functions[functionIndex];
    if (found === undefined || found.kind === 'module') return [];
    const written = this.model.blocks
      .filter((block) => block.functionIndex === functionIndex)
      .flatMap(({ definitions }) => definitions);
    const names = [...new Set([...found.parameters, ...written, ...this.variablesOf(found.parent)])];
    this.byFunction.set(functionIndex, names);
    return names;
  }

  /** Functions of the file that can be called by their name alone. */
  functions(): readonly string[] {
    return this.model.functions
      .filter(({ kind, parent }) => kind === 'function' && parent === 0)
      .map(({ name }) => name);
  }
}
