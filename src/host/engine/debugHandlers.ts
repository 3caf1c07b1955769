// The request about step-wise debugging.
import type { DebugRequests } from '../../protocol/debugging';
import { debugSession, type DebugSessionTools } from '../debugging/debugSession';
import type { RequestHandlers } from './engineServer';

export function debugHandlers(
  tools: Omit<DebugSessionTools, 'signal' | 'onProgress'>,
): Pick<RequestHandlers, keyof DebugRequests> {
  return {
    debug: (params, { signal, progress }) => debugSession(params, { ...tools, signal, onProgress: progress }),
  };
}
