// What level `limited` promises of each hostile fragment, as docs/sandbox.md lists it.

/** Attacks that would hit the machine itself where the kernel does not bound them: nothing at level `limited` would stop
 * them, and nobody tries. */
const hitsTheMachine =
  /threads without end|fork bomb|fill the|fill shared|stop everything|kill the parent|sysrq/;

const reachedByAnybody = new Set([
  '_posixsubprocess',
  'read a secret',
  'read a secret with ..',
  'command lines of others',
]);
const reachedByRoot = new Set(['read the password file', 'leave the root', 'become root']);

/** Whether an attack is tried at level `limited`. */
export function isTried(name: string): boolean {
  return !hitsTheMachine.test(name);
}

/** Whether level `limited` stops an attack that is tried. */
export function isStoppedWhenLimited(name: string, isRoot: boolean): boolean {
  return !reachedByAnybody.has(name) && !(isRoot && reachedByRoot.has(name));
}
