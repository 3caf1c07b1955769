// What can be said about a call before it is made. Without the editor, so that it is tested without one.
import { bracketsMatch, tokens } from '../../core/fragment/pythonExpressions';
import type { CallExample } from '../../core/fragment/callExamples';
import type { LanguageId } from '../../core/syntax/model';
import type { FunctionInText } from '../../protocol/engine';

/** Stands for the arguments that are still to be given. */
export const placeholder = '…';

export type CallProblem = 'empty' | 'placeholder' | 'brackets' | 'not an expression';

/** What is wrong with a call that somebody typed; undefined when it may be tried. Of other languages than Python, Node says. */
export function callProblem(call: string, language: LanguageId): CallProblem | undefined {
  if (call.trim() === '') return 'empty';
  if (language !== 'python') return call.includes(placeholder) ? 'placeholder' : undefined;
  const list = tokens(call);
  if (list.length === 0) return 'empty';
  if (list.some(({ text }) => text === placeholder)) return 'placeholder';
  if (list.some(({ kind }) => kind === 'unknown')) return 'not an expression';
  return bracketsMatch(list) ? undefined : 'brackets';
}

/** How a traced function will be run. */
export type RunPlan =
  | {
      readonly kind: 'call';
      readonly call: string;
      readonly source: CallExample['source'] | 'memory';
      readonly within: string;
    }
  /** Its runner runs it. */
  | { readonly kind: 'test'; readonly title: string }
  /** Nobody knows a call: it is asked for, beginning with `prefill`. */
  | { readonly kind: 'ask'; readonly prefill: string }
  /** A method of an object that nobody knows how to make. */
  | { readonly kind: 'method'; readonly prefill: string };

/** `remembered`: the call that was given last for this function. */
export function planRun(target: FunctionInText, remembered: string | undefined): RunPlan {
  if (target.testTitle !== undefined) return { kind: 'test', title: target.testTitle };
  if (remembered !== undefined) return { kind: 'call', call: remembered, source: 'memory', within: '' };
  const [best] = target.calls;
  if (best !== undefined) {
    return { kind: 'call', call: best.text, source: best.source, within: best.within };
  }
  const prefill = prefilled(target);
  return target.kind === 'method' ? { kind: 'method', prefill } : { kind: 'ask', prefill };
}

/** A call to be completed: `median(…)`, `Account(…).deposit(…)`. */
export function prefilled({ kind, path, name, parameters }: FunctionInText): string {
  const given = parameters.length > 0 ? placeholder : '';
  if (kind !== 'method') return `${name}(${given})`;
  const owner = path.slice(0, path.lastIndexOf('.'));
  return `${owner}(${placeholder}).${name}(${given})`;
}
