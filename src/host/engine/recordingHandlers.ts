// Requests about recordings that are looked at.
import type { TreeNode } from '../../core/trace/frameTree';
import type { Step } from '../../core/trace/recording';
import type { StepParams, TreeItemInRecording } from '../../protocol/recordings';
import { listedRecordings, recordingsOf, sizeOf } from '../recordings/keptRecordings';
import type { OpenRecording } from '../recordings/openRecording';
import type { Recordings } from '../recordings/recordings';
import { whyChain } from '../recordings/whyChain';
import { type PageHandlers, pageHandlers } from './pageHandlers';
import { type ReplayHandlers, replayHandlers } from './replayHandlers';
import type { RequestHandlers } from './engineServer';

export type RecordingHandlers = Pick<
  RequestHandlers,
  | 'step'
  | 'treeChildren'
  | 'treePath'
  | 'why'
  | 'keptRecordings'
  | 'listRecordings'
  | 'deleteRecordings'
  | keyof PageHandlers
  | keyof ReplayHandlers
>;

export function recordingHandlers(recordings: Recordings): RecordingHandlers {
  return {
    ...replayHandlers(recordings),
    ...pageHandlers(recordings),
    step: async ({ recording, to, before }) => {
      const open = await recordings.of(recording);
      const step = wantedStep(open, to);
      return step === undefined ? {} : { view: open.views.of(step, before === true ? 'before' : 'with') };
    },
    treeChildren: async ({ recording, node }) => {
      const open = await recordings.of(recording);
      return { nodes: open.tree.children(node).map((item) => withSource(item, open)) };
    },
    treePath: async ({ recording, step }) => {
      const open = await recordings.of(recording);
      return { nodes: open.tree.pathTo(step).map((item) => withSource(item, open)) };
    },
    why: async ({ recording, ...question }) => whyChain(await recordings.of(recording), question),
    keptRecordings: async ({ folders }) => ({
      all: sizeOf(await recordings.store.list()),
      here: sizeOf(await recordingsOf(recordings.store, folders)),
    }),
    listRecordings: async ({ most }) => ({ recordings: await listedRecordings(recordings.store, most) }),
    deleteRecordings: async ({ folders }) => ({ deleted: await recordings.deleteAll(folders) }),
  };
}

function wantedStep({ walk }: OpenRecording, to: StepParams['to']): Step | undefined {
  if ('number' in to) return walk.stepOf(to.number);
  if ('motion' in to) return walk.move(to.step, to.motion);
  if ('line' in to) return walk.nearestRun(to.step, to.file, to.line);
  return walk.recording.step(to.step);
}

function withSource(node: TreeNode, { sources }: OpenRecording): TreeItemInRecording {
  return { ...node, source: sources.line(node.place.file, node.place.line) };
}
