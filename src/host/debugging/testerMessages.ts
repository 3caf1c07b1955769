// What the runtime is asked about tests of a program, and what it answers.
import * as z from 'zod';
import type { RecordedStates } from '../../core/debugging/recordedStates';
import type { SaidOfSide } from '../../core/debugging/statedStates';
import type { WovenProgram } from '../../core/debugging/wovenProgram';

/** What the runtime tells of a test. */
export const resultSchema = z.object({
  status: z.enum(['passed', 'failed', 'timeout', 'crashed']),
  type: z.string().exactOptional(),
  message: z.string().exactOptional(),
  line: z.number().int().exactOptional(),
  ms: z.number().exactOptional(),
  processorMs: z.number().exactOptional(),
  lines: z.array(z.tuple([z.number().int(), z.number().int()])).exactOptional(),
  imports: z.array(z.string()).exactOptional(),
  projectFiles: z.array(z.tuple([z.string(), z.string()])).exactOptional(),
});
export const pytestSchema = z.object({
  id: z.string(),
  direct: z.tuple([z.string(), z.string(), z.string()]).exactOptional(),
});
export const resultsSchema = z.array(z.array(resultSchema));
export const surveySchema = z.array(
  resultSchema.extend({
    files: z.array(z.tuple([z.string(), z.array(z.tuple([z.number().int(), z.number().int()]))])).default([]),
  }),
);

/** What `witness_debugging.trial` takes besides the place of the program: another program, or what is known of its run. */
export interface TrialArgument {
  readonly test: string;
  readonly program: WovenProgram;
  readonly other?: WovenProgram;
  readonly recorded?: RecordedStates;
  /** Labels of the blocks that are tried; null for all that run. */
  readonly blocks: readonly number[] | null;
}

/** What `stated` of the same module takes. */
export interface StatedArgument {
  readonly test: string;
  readonly program: WovenProgram;
  readonly states: readonly {
    readonly label: number;
    readonly side: SaidOfSide['side'];
    readonly said: SaidOfSide['said'];
  }[];
}
