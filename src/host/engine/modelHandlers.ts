// The requests about the model itself, and about what it says of a recording, a value or a stop.
import type { ModelRequests } from '../../protocol/model';
import { testConnection } from '../model/connectionTest';
import { explainRecording } from '../recordings/explainRecording';
import { explainStop } from '../recordings/explainStop';
import { explainValue } from '../recordings/explainValue';
import type { Recordings } from '../recordings/recordings';
import { whyChain } from '../recordings/whyChain';
import { chosenModel, costOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';

export function modelHandlers(
  tools: ModelTools,
  recordings: Recordings,
): Pick<RequestHandlers, keyof ModelRequests> {
  return {
    testModel: async ({ model: choice }, { signal }) => {
      const opened = await chosenModel(choice, tools, { cache: false });
      return { ...(await testConnection(opened.model, signal)), ...costOf(choice, opened) };
    },
    explainRecording: async ({ recording, model: choice, asked }, { signal }) => {
      const open = await recordings.of(recording);
      const opened = await chosenModel(choice, tools);
      const explained = await explainRecording(open, opened.model, asked, recording.entry, signal);
      return { ...explained, modelCost: costOf(choice, opened) };
    },
    explainValue: async ({ recording, model: choice, ...question }, { signal }) => {
      const open = await recordings.of(recording);
      const chain = await whyChain(open, question);
      const opened = await chosenModel(choice, tools);
      const explained = await explainValue(open, chain, { model: opened.model, count: tools.count }, signal);
      return { ...explained, modelCost: costOf(choice, opened) };
    },
    explainStop: async ({ recorded, model: choice, ...stop }, { signal }) => {
      const run = recorded && {
        open: await recordings.of(recorded.recording),
        ...(recorded.recording.entry !== undefined && { entry: recorded.recording.entry }),
        step: recorded.step,
      };
      const opened = await chosenModel(choice, tools);
      const explained = await explainStop(stop, run, opened.model, signal);
      return { ...explained, modelCost: costOf(choice, opened) };
    },
  };
}
