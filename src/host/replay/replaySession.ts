// A debug adapter that replays a recording: the program does not run again, so it can go backwards, too.
import {
  DebugSession,
  Event,
  InitializedEvent,
  Scope,
  Source,
  StackFrame,
  StoppedEvent,
  TerminatedEvent,
  Thread,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import path from 'node:path';
import type { StepView } from '../../core/trace/stepView';
import type { StopRules } from '../../core/trace/stopping';
import { evaluate } from '../../core/trace/values/expression';
import type { EngineMethod, ParamsOf, ResultOf } from '../../protocol/engine';
import type { RecordingRef, StopResult, VariablesResult } from '../../protocol/recordings';
import { ReplayBreakpoints } from './replayBreakpoints';
import { ReplayVariables } from './replayVariables';

/** What answers about recordings: the engine. */
export type AskEngine = <M extends EngineMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf<M>>;

/** What a replay is started with; the editor has filled in the recording. */
interface ReplayArguments extends DebugProtocol.LaunchRequestArguments {
  readonly recording: string;
  readonly entry?: string;
  readonly stopOnEntry?: boolean;
}

/** Tells the editor where the replay stands: the body is a `StepView`. */
export const replayStepEvent = 'witness.step';

const onlyThread = 1;

export class ReplaySession extends DebugSession {
  private readonly variables = new ReplayVariables();
  private readonly breakpoints: ReplayBreakpoints;
  private recording: RecordingRef = { path: '' };
  private exceptions: StopRules['exceptions'] = 'uncaught';
  private stopOnEntry = false;
  private view: StepView | undefined;
  private reason: StopResult['reason'];
  /** By frame: its variables at the stop. */
  private known = new Map<number, Promise<VariablesResult>>();

  constructor(private readonly ask: AskEngine) {
    super();
    this.setDebuggerLinesStartAt1(true);
    this.breakpoints = new ReplayBreakpoints(ask);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsStepBack: true,
      supportsConditionalBreakpoints: true,
      supportsEvaluateForHovers: true,
      supportsExceptionInfoRequest: true,
      supportsDelayedStackTraceLoading: true,
      exceptionBreakpointFilters: [
        { filter: 'uncaught', label: 'Uncaught Exceptions', default: true },
        { filter: 'all', label: 'Raised Exceptions', default: false },
      ],
    };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, given: ReplayArguments): void {
    void this.answer(
      response,
      async () => {
        const { recording, entry } = given;
        this.recording = { path: recording, ...(entry !== undefined && { entry }) };
        this.stopOnEntry = given.stopOnEntry === true;
        // A recording that cannot be read is told here, before anything is asked about it.
        await this.ask('step', { recording: this.recording, to: { number: 1 } });
        this.sendEvent(new InitializedEvent());
      },
      true,
    );
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    given: DebugProtocol.SetBreakpointsArguments,
  ): void {
    void this.answer(response, async () => {
      const file = given.source.path ?? '';
      const breakpoints = await this.breakpoints.set(this.recording, file, given.breakpoints ?? []);
      response.body = { breakpoints };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.exceptions = filters.includes('all') ? 'all' : filters.includes('uncaught') ? 'uncaught' : 'none';
    this.sendResponse(response);
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    const first = this.stopOnEntry
      ? this.ask('debuggerMove', { recording: this.recording, from: 0, motion: 'into', exceptions: 'none' })
      : this.run(1, -1);
    void this.arrive(first, this.stopOnEntry ? 'entry' : undefined);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(onlyThread, 'Recording')] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels = 1000 }: DebugProtocol.StackTraceArguments,
  ): void {
    const stack = this.view?.stack ?? [];
    const frames = stack.slice(startFrame, startFrame + (levels === 0 ? stack.length : levels));
    response.body = {
      totalFrames: stack.length,
      stackFrames: frames.map(({ frame, call, file, line }) => {
        const source = new Source(path.basename(file), file);
        return new StackFrame(frame, call, source, this.convertDebuggerLineToClient(line + 1), 1);
      }),
    };
    this.sendResponse(response);
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    void this.answer(response, async () => {
      const { locals, globals, returned } = await this.variablesOf(frameId);
      const result = returned && { name: '(returned)', value: { ...returned, name: '(returned)' } };
      const own = result === undefined ? locals : [{ ...result, step: 0, isCertain: true }, ...locals];
      const scopes = [new Scope('Locals', this.variables.scope(own), false)];
      if (globals.length > 0) scopes.push(new Scope('Globals', this.variables.scope(globals), true));
      response.body = { scopes };
    });
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference }: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.variables.of(variablesReference) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId }: DebugProtocol.EvaluateArguments,
  ): void {
    void this.answer(response, async () => {
      const frame = frameId ?? this.view?.stack[0]?.frame ?? -1;
      const { locals, globals } = await this.variablesOf(frame);
      const all = [...locals, ...globals];
      const { text } = evaluate(expression, (name) => all.find((known) => known.name === name)?.value?.text);
      const type = all.find(({ name }) => name === expression.trim())?.value?.type;
      response.body = {
        result: text,
        variablesReference: this.variables.reference(text, expression),
        ...(type !== undefined && { type }),
      };
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const raised = this.view?.raised;
    response.body = {
      exceptionId: raised?.type ?? 'Exception',
      description: raised?.message ?? '',
      breakMode: this.exceptions === 'all' ? 'always' : 'unhandled',
    };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.go(response, () => this.run(1));
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.go(response, () => this.run(-1));
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.go(response, () => this.move('forward'), 'step');
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.go(response, () => this.move('back'), 'step');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.go(response, () => this.move('into'), 'step');
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.go(response, () => this.move('out'), 'step');
  }

  /** Recorded programs are never under way. */
  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
  }

  private run(direction: 1 | -1, from = this.view?.step ?? 0): Promise<StopResult> {
    const rules: StopRules = { points: this.breakpoints.points, exceptions: this.exceptions };
    return this.ask('nextStop', { recording: this.recording, from, direction, rules });
  }

  private move(motion: 'forward' | 'back' | 'into' | 'out'): Promise<StopResult> {
    const from = this.view?.step ?? 0;
    const { recording, exceptions } = this;
    return this.ask('debuggerMove', { recording, from, motion, exceptions });
  }

  private go(response: DebugProtocol.Response, motion: () => Promise<StopResult>, reason?: string): void {
    this.sendResponse(response);
    void this.arrive(motion(), reason);
  }

  /** Where a motion leads nowhere any more, at the end, the replay ends. */
  private async arrive(moved: Promise<StopResult>, reason: string | undefined): Promise<void> {
    const stop = await moved.catch((): StopResult => ({}));
    const isOver = stop.reason === 'end' && stop.view?.number === stop.view?.total;
    if (stop.view === undefined || (isOver && this.reason === 'end' && stop.view.step === this.view?.step)) {
      this.sendEvent(new TerminatedEvent());
      return;
    }
    this.view = stop.view;
    this.reason = isOver ? 'end' : stop.reason;
    this.known.clear();
    this.variables.reset();
    this.sendEvent(new Event(replayStepEvent, stop.view));
    this.sendEvent(this.stopped(stop, stop.view, reason));
  }

  private stopped({ reason, point }: StopResult, view: StepView, given?: string): DebugProtocol.StoppedEvent {
    if (reason === 'exception') {
      return new StoppedEvent('exception', onlyThread, view.raised?.type ?? '');
    }
    if (reason === 'end') return describedStop(view.number === 1 ? 'entry' : 'end of recording');
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(given ?? 'breakpoint', onlyThread);
    if (point !== undefined && given === undefined) event.body.hitBreakpointIds = [point.id];
    return event;
  }

  private variablesOf(frame: number): Promise<VariablesResult> {
    const known = this.known.get(frame);
    if (known !== undefined) return known;
    const step = this.view?.step ?? 0;
    const upTo = this.view?.kind === 'block' ? 'before' : 'with';
    const asked = this.ask('variables', { recording: this.recording, frame, step, upTo });
    this.known.set(frame, asked);
    return asked;
  }

  /** Sends a response when it is complete, or says why it cannot be. */
  private async answer(
    response: DebugProtocol.Response,
    complete: () => Promise<void>,
    showUser = false,
  ): Promise<void> {
    try {
      await complete();
      this.sendResponse(response);
    } catch (error) {
      const format = error instanceof Error ? error.message : String(error);
      this.sendErrorResponse(response, { id: 1, format: format.replaceAll(/[{}]/g, ''), showUser });
    }
  }
}

function describedStop(description: string): DebugProtocol.StoppedEvent {
  const event: DebugProtocol.StoppedEvent = new StoppedEvent('entry', onlyThread);
  event.body.description = description;
  return event;
}
