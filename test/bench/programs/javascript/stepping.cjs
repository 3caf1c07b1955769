'use strict';
// node stepping.cjs PROGRAM SIZE: a debugger in a thread of its own steps through the program, into every statement of it.
const { Session } = require('node:inspector');
const path = require('node:path');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  process.argv.splice(1, 1);
  const timing = require('./timing.cjs');
  const { timed } = timing;
  timing.timed = (main) =>
    timed((size) => {
      // eslint-disable-next-line no-debugger -- where stepping begins
      debugger;
      return main(size);
    });
  const debuggerThread = new Worker(path.join(__dirname, 'stepping.cjs'));
  debuggerThread.once('message', () => {
    debuggerThread.unref();
    require(process.argv[1]);
  });
} else {
  const session = new Session();
  session.connectToMainThread();
  session.on('Debugger.paused', ({ params }) => {
    const isDone = params.callFrames[0].url.endsWith('timing.cjs');
    session.post(isDone ? 'Debugger.resume' : 'Debugger.stepInto');
  });
  session.post('Debugger.enable', () => parentPort.postMessage('ready'));
  // Else the thread would end here.
  setInterval(() => undefined, 1000);
}
