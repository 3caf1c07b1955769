// Requests about recordings that are looked at.
import type { TreeNode } from '../../core/trace/frameTree';
import type { Step } from '../../core/trace/recording';
import type { SliceNode } from '../../core/trace/slice';
import { placeOf } from '../../core/trace/stepView';
import type { StepParams, TreeItemInRecording, WhyNode } from '../../protocol/recordings';
import { listedRecordings, recordingsOf, sizeOf } from '../recordings/keptRecordings';
import type { OpenRecording } from '../recordings/openRecording';
import type { Recordings } from '../recordings/recordings';
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
    why: async ({ recording, at, name }) => {
      const open = await recordings.of(recording);
      const step = 'line' in at ? open.walk.lastRunOfLine(at.step, at.file, at.line)?.index : at.step;
      if (step === undefined) return { nodes: [], isCut: false };
      const { nodes, isCut } = await open.why({ step, ...(name !== undefined && { name }) });
      return { nodes: nodes.map((node) => whyNode(node, open)), isCut };
    },
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

/** A step of a chain of causes as editors show it. */
export function whyNode(node: SliceNode, { recording, sources }: OpenRecording): WhyNode {
  const step = recording.step(node.step);
  const place = step === undefined ? { file: '', line: 0, endLine: 0 } : placeOf(recording, step);
  const call = step === undefined ? '' : recording.callText(step.frame);
  return { ...node, place, source: sources.line(place.file, place.line), call };
}

function withSource(node: TreeNode, { sources }: OpenRecording): TreeItemInRecording {
  return { ...node, source: sources.line(node.place.file, node.place.line) };
}
