// What runtime/javascript/debugging/stepping.cjs tells of a run, as the steps that a model reads.
import * as z from 'zod';
import type { SourceModel } from '../../syntax/model';
import { blockLabel, cutText, type BlockSteps, type CalledFrame } from './blockSteps';

const values = z.array(z.tuple([z.string(), z.string()]));

export const javascriptStepsSchema = z
  .object({
    steps: z.array(
      z.object({
        frame: z.number().int(),
        block: z.number().int(),
        occurrence: z.number().int(),
        changed: values,
        returned: z.string().optional(),
        raised: z.string().optional(),
      }),
    ),
    frames: z.array(z.object({ path: z.string(), parameters: values, caller: z.number().int() })),
    isWhole: z.boolean(),
  })
  .nullable();

/** Undefined where no block of the program ran. */
export function javascriptSteps(
  told: z.infer<typeof javascriptStepsSchema>,
  model: SourceModel,
): BlockSteps | undefined {
  if (told === null || told.steps.length === 0) return undefined;
  const cut = (all: readonly (readonly [string, string])[]) =>
    all.map(([name, text]) => [name, cutText(text)] as const);
  const frames = told.frames.map(({ path, parameters, caller }, frame): CalledFrame => {
    const own = ['this', ...(model.functions.find((item) => item.path === path)?.parameters ?? [])];
    return {
      frame,
      function: path,
      parameters: cut(parameters.filter(([name]) => own.includes(name))),
      caller,
    };
  });
  const steps = told.steps.map(({ frame, block, occurrence, changed, returned, raised }, index) => ({
    number: index + 1,
    frame,
    block: blockLabel(block),
    occurrence,
    changed: cut(changed),
    ...(returned !== undefined && { returned: cutText(returned) }),
    ...(raised !== undefined && { raised: cutText(raised) }),
  }));
  return { isWhole: told.isWhole, steps, frames: new Map(frames.map((frame) => [frame.frame, frame])) };
}
