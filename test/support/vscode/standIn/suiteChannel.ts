import path from 'node:path';

/** How the stand-in and the bootstrap in the extension host find each other: by files in a folder of the run. */
export interface SuiteChannel {
  /** The module whose run() is the suite. */
  readonly suite: string;
  /** Receives what the suite prints. */
  readonly output: string;
  /** Written when the suite has ended by itself: 'pass' or 'fail'. */
  readonly verdict: string;
}

/** The channel of a suite, below a folder of the run. */
export function suiteChannel(suite: string, folder: string): SuiteChannel {
  return { suite, output: path.join(folder, 'output.log'), verdict: path.join(folder, 'verdict') };
}

/** The environment that hands the channel to the extension host. */
export function channelEnvironment(channel: SuiteChannel): Record<string, string> {
  return {
    WITNESS_SUITE: channel.suite,
    WITNESS_SUITE_OUTPUT: channel.output,
    WITNESS_SUITE_VERDICT: channel.verdict,
  };
}

/** The channel the environment speaks of. */
export function channelFromEnvironment(env: NodeJS.ProcessEnv): SuiteChannel {
  const read = (name: string): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  };
  return {
    suite: read('WITNESS_SUITE'),
    output: read('WITNESS_SUITE_OUTPUT'),
    verdict: read('WITNESS_SUITE_VERDICT'),
  };
}
