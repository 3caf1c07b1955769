import type { ModelChoice } from '../../protocol/model';

/** The chosen model, for what cannot do without; where none is, people are told why and may choose one. */
export type NeededModel = (why: string) => Promise<ModelChoice | undefined>;
