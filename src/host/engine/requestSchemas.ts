// What the engine believes of a request only after it has looked.
import * as z from 'zod';
import { claimSchema } from '../../core/review/model/modelComment';
import { motions } from '../../core/trace/recordingWalk';
import type { EngineMethod, ParamsOf } from '../../protocol/engine';

/** The envelope of every request. */
export const envelopeSchema = z.object({ params: z.unknown(), progressToken: z.number() });

const index = z.number().int().nonnegative();
const recording = z.object({ path: z.string().min(1), entry: z.string().exactOptional() });
const exceptions = z.enum(['none', 'uncaught', 'all']);
const page = z.object({ from: index, to: index });

const position = z.object({ line: index, column: index });
const budget = z.number().int().positive().exactOptional();
const model = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('editor'), id: z.string().min(1), budget }),
  z.object({
    kind: z.literal('endpoint'),
    protocol: z.enum(['openai', 'anthropic']),
    address: z.string().regex(/^https?:\/\//),
    model: z.string().min(1),
    key: z.string().min(1).exactOptional(),
    budget,
  }),
]);

const flow = z.object({
  scope: z.enum(['all', 'changes']),
  paths: z.array(z.string().min(1)),
  root: z.string().min(1),
  model: model.exactOptional(),
});

const pathTrial = flow.extend({
  finding: z.string().min(1),
  cwd: z.string().min(1),
  interpreter: z.string().exactOptional(),
  isolation: z.enum(['isolated', 'limited']),
});

const place = {
  file: z.string().min(1),
  text: z.string(),
  cwd: z.string().min(1),
  interpreter: z.string().exactOptional(),
  limitMs: z.number().int().positive(),
  isolation: z.enum(['isolated', 'limited']),
};
const selection = z.object({ startLine: index, endLine: index, within: z.string().optional() });
const invented = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(['name', 'import', 'attribute', 'call']),
  line: z.number(),
  type: z.string(),
  text: z.string(),
  source: z.string(),
  isLiteral: z.boolean(),
});
const value = z.object({ name: z.string(), type: z.string(), text: z.string(), isInvented: z.boolean() });
const plan = z.object({
  decisions: z.record(z.string(), z.boolean()),
  raises: z.record(z.string(), index),
  values: z.record(z.string(), z.string()),
  holes: z.array(index),
  lenient: z.boolean().exactOptional(),
});
const reviewed = {
  folder: z.string().min(1),
  range: z.union([
    z.object({ kind: z.enum(['working', 'staged']) }),
    z.object({ kind: z.literal('base'), base: z.string().min(1) }),
    z.object({ kind: z.literal('commits'), from: z.string().min(1), to: z.string().min(1) }),
  ]),
  interpreter: z.string().exactOptional(),
  model: model.exactOptional(),
};
/** What refining needs of a comment, besides what is only shown. */
const comment = z.object({
  id: z.string(),
  kind: z.enum([
    ...(['behaviour', 'dataflow', 'model', 'rule'] as const),
    ...(['missing-await', 'unclosed-resource', 'lost-branch', 'unhandled-case'] as const),
  ]),
  file: z.string().min(1),
  function: z.string(),
  lines: z.object({ start: index, end: index }),
  code: z.string(),
  level: z.enum(['claimed', 'derived', 'proved', 'witnessed']),
  title: z.string(),
  message: z.string(),
  difference: z.object({ call: z.string(), old: z.string(), new: z.string() }).exactOptional(),
  remark: z.string().exactOptional(),
  claim: claimSchema.exactOptional(),
});
const why = z.object({
  recording,
  at: z.union([z.object({ step: index, file: z.string(), line: index }), z.object({ step: index })]),
  name: z.string().exactOptional(),
});
const liveValues = z.array(z.object({ name: z.string(), text: z.string() }));
/** What a test is made from; the rest of a view does not matter for it. */
const view = z.object({
  title: z.string(),
  plan,
  outcome: z.string(),
  lines: z.array(z.object({ line: index, endLine: index, values: z.array(value) })),
  executed: z.array(index),
  notExecuted: z.array(index),
  newLines: z.array(index),
  errors: z.array(
    z.object({
      line: index,
      type: z.string(),
      message: z.string(),
      level: z.enum(['witnessed', 'claimed']),
      dependsOn: z.array(z.string()),
    }),
  ),
  invented: z.array(invented),
  unreached: z.array(
    z.object({
      lines: z.array(index),
      line: index,
      needs: z.enum(['true', 'false', 'elements', 'no elements', 'an exception']),
      decidedBy: z.array(z.string()),
    }),
  ),
});

/** The parameters of each request. */
export const requestSchemas: { readonly [M in EngineMethod]: z.ZodType<ParamsOf<M>> } = {
  functions: z.object({ file: z.string(), text: z.string() }),
  trace: z.object({
    file: z.string().min(1),
    call: z.string().trim().min(1).exactOptional(),
    test: z.string().min(1).exactOptional(),
    launch: z.string().min(1).exactOptional(),
    wrapping: z.enum(['coroutine', 'generator', 'none']),
    entry: z.string().exactOptional(),
    focus: z.object({ recording, file: z.string().min(1), line: index }).exactOptional(),
    unsaved: z.array(z.object({ file: z.string().min(1), text: z.string() })).exactOptional(),
    cwd: z.string().min(1),
    interpreter: z.string().exactOptional(),
    limitMs: z.number().int().positive().exactOptional(),
  }),
  step: z.object({
    recording,
    before: z.boolean().exactOptional(),
    to: z.union([
      z.object({ step: index, motion: z.enum(motions) }),
      z.object({ step: index, file: z.string(), line: index }),
      z.object({ number: z.number() }),
      z.object({ step: index }),
    ]),
  }),
  treeChildren: z.object({
    recording,
    node: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('root') }),
      z.object({ kind: z.literal('frame'), frame: index }),
      z.object({ kind: z.literal('step'), step: index }),
      z.object({ kind: z.literal('steps'), frame: index, page }),
      z.object({ kind: z.literal('calls'), step: index, page }),
      z.object({ kind: z.literal('roots'), page }),
    ]),
  }),
  treePath: z.object({ recording, step: index }),
  variables: z.object({ recording, frame: index, step: index, upTo: z.enum(['with', 'before']) }),
  nextStop: z.object({
    recording,
    from: z.number().int(),
    direction: z.union([z.literal(1), z.literal(-1)]),
    rules: z.object({
      points: z.array(
        z.object({ id: z.number(), file: z.string(), line: index, condition: z.string().exactOptional() }),
      ),
      exceptions,
    }),
  }),
  debuggerMove: z.object({
    recording,
    from: index,
    motion: z.enum(['forward', 'back', 'into', 'out']),
    exceptions,
  }),
  linesWithCode: z.object({ recording, file: z.string(), lines: z.array(index) }),
  why,
  stoppedDocument: z.object({ file: z.string().min(1), text: z.string(), line: index }),
  recordedStop: z.object({
    recording,
    file: z.string().min(1),
    line: index,
    values: liveValues,
    names: z.array(z.string()),
  }),
  openRecording: z.object({ recording }),
  story: z.object({
    recording,
    from: index,
    count: z.number().int().positive(),
    step: index.exactOptional(),
  }),
  timeline: z.object({ recording, columns: z.number().int().positive().max(2000) }),
  keptRecordings: z.object({ folders: z.array(z.string().min(1)) }),
  listRecordings: z.object({ most: z.number().int().positive() }),
  deleteRecordings: z.object({ folders: z.array(z.string().min(1)).exactOptional() }),
  stopTrace: z.object({ progressToken: z.number() }),
  flow,
  sarif: flow,
  tryPath: pathTrial,
  pathTest: pathTrial,
  followValue: z.object({
    file: z.string().min(1),
    position,
    direction: z.enum(['from', 'to']),
    paths: z.array(z.string().min(1)),
    root: z.string().min(1),
  }),
  suppress: z.object({
    root: z.string().min(1),
    finding: z.string().min(1),
    rule: z.string(),
    file: z.string(),
    reason: z.string().trim().min(1),
  }),
  unsuppress: z.object({ root: z.string().min(1), finding: z.string().min(1) }),
  sanitizerRule: z.object({
    root: z.string().min(1),
    rule: z.string().regex(/^[a-z][a-z0-9/-]*$/),
    file: z.string().min(1),
    position,
  }),
  newRule: z.object({
    root: z.string().min(1),
    description: z.string().trim().min(1).max(10_000),
    language: z.enum(['java', 'python', 'javascript', 'typescript']),
    must: z.array(z.string().min(1)),
    mustNot: z.array(z.string().min(1)),
    model,
  }),
  checkRule: z.object({ file: z.string(), text: z.string(), root: z.string().min(1) }),
  runFragment: z.object({
    ...place,
    from: index,
    to: index,
    given: z.record(z.string(), z.string()),
    runs: z.number().int().positive(),
    model: model.exactOptional(),
  }),
  recordFragment: z.object({
    ...place,
    from: index,
    to: index,
    given: z.record(z.string(), z.string()),
    plan,
  }),
  fragmentTest: z.object({ ...place, selection, view }),
  checkCode: z.object({ ...place, task: z.string() }),
  review: z.object(reviewed),
  refine: z.object({ ...reviewed, comment }),
  debug: z.object({
    file: z.string().min(1).exactOptional(),
    texts: z.record(z.string(), z.string()),
    tests: z.union([
      z.object({ asserts: z.string() }),
      z.object({ call: z.string().trim().min(1), expect: z.string().trim().min(1) }),
      z.object({ test: z.string().min(1) }),
      z.object({
        claimed: z.array(z.object({ test: z.string().min(1), why: z.string() })).min(1),
        words: z.string().min(1),
      }),
    ]),
    cwd: z.string().min(1),
    interpreter: z.string().exactOptional(),
    limitMs: z.number().int().positive(),
    isolation: z.enum(['isolated', 'limited']),
    candidates: z.number().int().positive(),
    reference: z.string().min(1).exactOptional(),
    passing: z.string().min(1).exactOptional(),
    stated: z
      .array(
        z.object({
          line: z.number().int().positive(),
          side: z.enum(['entry', 'exit']),
          occurrence: z.number().int().positive().exactOptional(),
          name: z.string().min(1),
          value: z.string().min(1),
        }),
      )
      .exactOptional(),
    model: model.exactOptional(),
  }),
  describedTests: z.object({
    file: z.string().min(1),
    text: z.string(),
    description: z.string().trim().min(1).max(10_000),
    model,
  }),
  testModel: z.object({ model }),
  explainRecording: z.object({
    recording,
    model,
    asked: z.string().trim().min(1).max(2_000).exactOptional(),
  }),
  explainValue: why.extend({ model }),
  explainStop: z.object({
    file: z.string().min(1),
    text: z.string(),
    line: index,
    stop: z.string().min(1),
    values: liveValues,
    recorded: z.object({ recording, step: index }).exactOptional(),
    model,
  }),
};
