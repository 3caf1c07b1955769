// The traces that are going on, so that another request can stop them.
import type { StopTraceParams, StopTraceResult } from '../../protocol/engine';

export class RunningTraces {
  private readonly stops = new Map<number, AbortController>();

  /** The signal that stops a trace, known by the progress token of its request. */
  start(progressToken: number): AbortSignal {
    const controller = new AbortController();
    this.stops.set(progressToken, controller);
    return controller.signal;
  }

  end(progressToken: number): void {
    this.stops.delete(progressToken);
  }

  stop({ progressToken }: StopTraceParams): Promise<StopTraceResult> {
    const controller = this.stops.get(progressToken);
    controller?.abort();
    return Promise.resolve({ stopped: controller !== undefined });
  }
}
