// The engine process: heavy work for one window of the editor, over the channel to its parent.
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import path from 'node:path';
import { userCacheFolder } from '../platform/folders';
import { ModelCache } from '../syntax/modelCache';
import { SyntaxService } from '../syntax/syntaxService';
import { tokenCounter } from '../model/tokenCounter';
import type { ModelTools } from './chosenModel';
import { debugHandlers } from './debugHandlers';
import { editorConnection } from './editorConnection';
import { serve } from './engineServer';
import { flowHandlers } from './flowHandlers';
import { FragmentService } from '../fragment/fragmentService';
import { RecordedValues } from '../fragment/recordedValues';
import { fragmentHandlers } from './fragmentHandlers';
import { functionsHandler } from './functionsHandler';
import { RecordingStore } from '../store/recordingStore';
import { Recordings } from '../recordings/recordings';
import { recordingHandlers } from './recordingHandlers';
import { liveHandlers } from './liveHandlers';
import { modelHandlers } from './modelHandlers';
import { reviewHandlers } from './reviewHandlers';
import { RunningTraces } from './runningTraces';
import { traceHandler } from './traceHandler';

/** How long programs that run for the engine may take to be ended when it ends. */
const farewellMs = 1_000;

/**
 * Serves until the parent lets go of the channel, or dies.
 * @param assets Folder that holds runtime/ and wasm/.
 */
export function runEngine(assets: string): void {
  if (process.send === undefined) {
    process.stderr.write(
      'engine.js is started by the editor and speaks over its channel; see cli.js instead.\n',
    );
    process.exit(2);
  }
  const environment = programEnvironment(process.env);
  const syntax = new SyntaxService(assets, new ModelCache(path.join(userCacheFolder(), 'models')));
  const codeCache = path.join(userCacheFolder(), 'code');
  const recordings = new Recordings(syntax, RecordingStore.ofUser(process.env));
  const connection = parentConnection();
  const models: ModelTools = {
    editor: editorConnection(connection),
    count: tokenCounter(assets),
    environment: process.env,
  };
  const recorded = new RecordedValues(recordings.store);
  const fragments = new FragmentService({ assets, syntax, recorded, recordings, environment });
  const shutdown = new AbortController();
  const working = new Set<Promise<unknown>>();
  const tracked = <P, C, R>(handler: (params: P, context: C) => Promise<R>) => {
    return (params: P, context: C): Promise<R> => {
      const work = handler(params, context);
      const settled = work.catch(() => undefined).finally(() => working.delete(settled));
      working.add(settled);
      return work;
    };
  };
  process.once('disconnect', () => {
    shutdown.abort();
    setTimeout(() => process.exit(1), farewellMs).unref();
    void Promise.all([...working, fragments.dispose()]).then(() => process.exit(0));
  });
  const running = new RunningTraces();
  const debugging = debugHandlers({ assets, syntax, environment }, models);
  const asking = modelHandlers(models, recordings);
  const flow = flowHandlers({ assets, syntax, environment, version: WITNESS_VERSION }, models);
  const reviewing = reviewHandlers({
    assets,
    syntax,
    environment,
    recorded,
    store: recordings.store,
    models,
  });
  serve(
    connection,
    {
      functions: tracked(functionsHandler(syntax)),
      trace: tracked(traceHandler({ assets, syntax, codeCache, recordings, environment }, running)),
      ...recordingHandlers(recordings),
      ...liveHandlers(syntax, recordings),
      stopTrace: (params) => running.stop(params),
      ...flow,
      tryPath: tracked(flow.tryPath),
      pathTest: tracked(flow.pathTest),
      ...fragmentHandlers(fragments, models),
      debug: tracked(debugging.debug),
      describedTests: tracked(debugging.describedTests),
      review: tracked(reviewing.review),
      refine: tracked(reviewing.refine),
      testModel: tracked(asking.testModel),
      explainRecording: tracked(asking.explainRecording),
      explainValue: tracked(asking.explainValue),
      explainStop: tracked(asking.explainStop),
    },
    shutdown.signal,
  );
}

function parentConnection(): MessageConnection {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  connection.onError(() => undefined);
  return connection;
}

/** The environment of programs: without what the editor sets for its own processes. */
export function programEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(VSCODE_|ELECTRON_|NODE_CHANNEL_)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}

declare const WITNESS_VERSION: string;
