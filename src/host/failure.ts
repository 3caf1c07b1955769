// A failure that people can do something about.

export type FailureKind =
  | 'usage' // what was asked for cannot be done: no such file, no such function, a syntax error
  | 'missing' // something that Witness needs is not on this machine
  | 'internal';

/** What happened and why; `nextStep` says what to do about it. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly nextStep?: string,
  ) {
    super(message);
  }
}
