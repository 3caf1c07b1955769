// The request about the model itself.
import type { ModelRequests } from '../../protocol/model';
import { testConnection } from '../model/connectionTest';
import { chosenModel, costOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';

export function modelHandlers(tools: ModelTools): Pick<RequestHandlers, keyof ModelRequests> {
  return {
    testModel: async ({ model: choice }, { signal }) => {
      const opened = await chosenModel(choice, tools, { cache: false });
      return { ...(await testConnection(opened.model, signal)), ...costOf(choice, opened) };
    },
  };
}
