// What led to a value in a recording, with the places and sources that people read.
import type { SliceNode } from '../../core/trace/slice';
import { placeOf } from '../../core/trace/stepView';
import type { WhyNode, WhyParams, WhyResult } from '../../protocol/recordings';
import type { OpenRecording } from './openRecording';

/** No nodes where the line did not run. */
export async function whyChain(
  open: OpenRecording,
  { at, name }: Omit<WhyParams, 'recording'>,
): Promise<WhyResult> {
  const step = 'line' in at ? open.walk.lastRunOfLine(at.step, at.file, at.line)?.index : at.step;
  if (step === undefined) return { nodes: [], isCut: false };
  const { nodes, isCut } = await open.why({ step, ...(name !== undefined && { name }) });
  return { nodes: nodes.map((node) => whyNode(node, open)), isCut };
}

/** A step of a chain of causes as editors show it. */
export function whyNode(node: SliceNode, { recording, sources }: OpenRecording): WhyNode {
  const step = recording.step(node.step);
  const place = step === undefined ? { file: '', line: 0, endLine: 0 } : placeOf(recording, step);
  const call = step === undefined ? '' : recording.callText(step.frame);
  return { ...node, place, source: sources.line(place.file, place.line), call };
}
