// A piece of a text as a fragment that can be run.
import { snap, textOf, type Selection } from '../../core/fragment/selection';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import type { Fragment } from './partialRun';

export interface TextPiece {
  readonly file: string;
  /** With `\n` at the ends of lines. */
  readonly text: string;
  /** 0-based lines, both ends included. */
  readonly from: number;
  readonly to: number;
}

/** @throws Failure when there is no statement on the lines. */
export async function selectedFragment(
  { file, text, from, to }: TextPiece,
  syntax: SyntaxService,
): Promise<{ fragment: Fragment; selection: Selection }> {
  const model = await syntax.model(file, Buffer.from(text), 'line', 'python');
  const lines = text.split('\n');
  const selection = model && snap(model, lines, from, to);
  if (selection === undefined) {
    throw new Failure('usage', `No statement stands on lines ${from + 1} to ${to + 1} of ${file}.`);
  }
  const name = selection.within?.split('.').at(-1)?.replace(/~\d+$/, '');
  const source = textOf(selection, lines);
  return {
    selection,
    fragment: { source, file, context: text, ...(name !== undefined && { within: name }) },
  };
}
