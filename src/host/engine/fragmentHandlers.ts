// The requests about pieces of code.
import type { FragmentRequests } from '../../protocol/fragment';
import type { FragmentService } from '../fragment/fragmentService';
import type { RequestHandlers } from './engineServer';

export function fragmentHandlers(service: FragmentService): Pick<RequestHandlers, keyof FragmentRequests> {
  return {
    runFragment: (params, { signal }) => service.run(params, signal),
    recordFragment: (params, { signal }) => service.record(params, signal),
    fragmentTest: (params, { signal }) => service.test(params, signal),
    checkCode: (params, { signal }) => service.check(params, signal),
  };
}
