import * as z from 'zod';

/** From the engine to the solver. */
export const solverRequest = z.object({ id: z.number(), script: z.string() });

/** What Z3 printed, or why it could not. */
export const solverResponse = z.object({
  id: z.number(),
  output: z.string().optional(),
  error: z.string().optional(),
});

export type SolverResponse = z.infer<typeof solverResponse>;
