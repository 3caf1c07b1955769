// The requests about pieces of code.
import type { FragmentRequests } from '../../protocol/fragment';
import type { FragmentService } from '../fragment/fragmentService';
import { chosenModel, titleOf, type ModelTools } from './chosenModel';
import type { RequestHandlers } from './engineServer';

export function fragmentHandlers(
  service: FragmentService,
  models: ModelTools,
): Pick<RequestHandlers, keyof FragmentRequests> {
  return {
    runFragment: async ({ model, ...params }, { signal }) =>
      service.run(params, signal, model && { ...(await chosenModel(model, models)), title: titleOf(model) }),
    recordFragment: (params, { signal }) => service.record(params, signal),
    fragmentTest: (params, { signal }) => service.test(params, signal),
    checkCode: (params, { signal }) => service.check(params, signal),
  };
}
