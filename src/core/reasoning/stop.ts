/** The step that stands for a stop of a debugger itself; those of recordings begin with 1. */
export const atStop = 0;
