// The call that a definition itself tells: of a test, and of a function that asks for nothing.
import type { SourceFunction } from '../syntax/model';
import type { Parameter } from './signature';

export interface Definition {
  readonly item: SourceFunction;
  /** What it is defined in. */
  readonly owner: SourceFunction | undefined;
  /** Those that a caller gives. */
  readonly parameters: readonly Parameter[];
  /** Text from behind the owner's name to its body; of a class, its bases. */
  readonly ownerHead: string | undefined;
  /** The whole file. */
  readonly text: string;
}

/** The call, or undefined where arguments are needed or there is no telling how to come by an object. */
export function ownCall({ item, owner, parameters, ownerHead = '', text }: Definition): string | undefined {
  if (parameters.some(({ isRequired }) => isRequired)) return undefined;
  if (owner === undefined || owner.kind === 'module') return `${item.name}()`;
  if (owner.kind !== 'class' || !item.isTest) return undefined;
  // Outside of its runner, unittest runs one test with its fixtures and without catching what it raises.
  const isUnittest = /TestCase\b/.test(ownerHead) || (hasBases(ownerHead) && /\bunittest\b/.test(text));
  return isUnittest ? `${owner.path}('${item.name}').debug()` : `${owner.path}().${item.name}()`;
}

function hasBases(classHead: string): boolean {
  return /^\s*\(\s*[^)\s]/.test(classHead) && !/^\s*\(\s*object\s*\)/.test(classHead);
}

/** A coroutine and a generator run only when something drives them. */
export function wrappingOf(item: SourceFunction): 'coroutine' | 'generator' | 'none' {
  if (item.isAsync) return item.isGenerator ? 'none' : 'coroutine';
  return item.isGenerator ? 'generator' : 'none';
}

/** The expression that drives what a call gives, unless the call does so itself. */
export function wrapped(call: string, wrapping: 'coroutine' | 'generator' | 'none'): string {
  const drives = /^(asyncio\.|list\(|next\(|sum\(|__import__\()|\.debug\(\)$/.test(call);
  if (wrapping === 'none' || drives) return call;
  return wrapping === 'coroutine' ? `__import__('asyncio').run(${call})` : `list(${call})`;
}
