// What the fragments of selfpico/typeerror.jsonl are expected to fail with, judged by reading them before any was run.

export interface ExpectedTypeError {
  /** First and last line of the statement, 1-based. */
  readonly lines: readonly [number, number];
  readonly cause: string;
}

export const expectedTypeErrors: Readonly<Record<string, ExpectedTypeError>> = {
  'airflow-14513': { lines: [5, 5], cause: 'a time minus None, which last_log_time still is' },
  'airflow-3831': { lines: [2, 2], cause: 'the list that split gives is compared with a number' },
  'airflow-6036': { lines: [3, 6], cause: 'the job is a text (a key of a dictionary), indexed by a text' },
  'ansible-78517': { lines: [5, 5], cause: 'the raise itself' },
  'core-1972': { lines: [1, 1], cause: 'what from_config gives cannot be called (None)' },
  'core-21734': { lines: [1, 1], cause: 'a timestamp minus a previous one that is None' },
  'core-32222': { lines: [1, 3], cause: 'float of last_seen, which is None' },
  'core-38605': { lines: [2, 2], cause: 'await of what finish_pairing gives: no awaitable' },
  'core-8065': { lines: [2, 2], cause: 'sorted by names of which one is None' },
  'luigi-2168': { lines: [2, 2], cause: 'replace of bytes by a text' },
  'pandas-17430': { lines: [1, 1], cause: 'to_frame does not take a name' },
  'pandas-21540': { lines: [2, 2], cause: 'a text prefix plus a column that is a number' },
  'pandas-22804': { lines: [2, 2], cause: 'js is no dictionary: a list or None indexed by a text' },
  'pandas-25533': { lines: [5, 5], cause: 'the engine does not take a label of this type' },
  'pandas-36950': { lines: [9, 9], cause: 'the raise of the TypeError made from the one of _aggregate' },
  'requests-3368': { lines: [3, 3], cause: 'the raise, since None is no int' },
  'salt-50958': { lines: [1, 1], cause: 'a version, which is a text, is compared with a number' },
  'salt-53394': { lines: [2, 2], cause: 'len of None' },
  'salt-56381': { lines: [10, 25], cause: 'join of an item that is no text' },
  'scikit-17233': { lines: [2, 4], cause: 'the raise itself' },
  'scikit-7259': { lines: [6, 7], cause: 'a format for numbers applied to what is none (array, None)' },
};
