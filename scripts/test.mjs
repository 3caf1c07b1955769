// The whole test suite from a fresh clone: node scripts/test.mjs [STAGE ...], by default every stage.
// Needs Node 20 and npm; everything else is installed. The last line says how many tests and checks passed and failed.
import { installDependencies } from './testing/dependencies.mjs';
import { runSideBySide, runStage } from './testing/runStage.mjs';
import { selectStages, stageNames } from './testing/stages.mjs';

process.exitCode = await main(process.argv.slice(2));

async function main(names) {
  const unknown = names.filter((name) => !stageNames.includes(name));
  if (unknown.length > 0) {
    console.error(`No such stage: ${unknown.join(', ')}. There are ${stageNames.join(', ')}.`);
    return conclude([{ name: 'arguments', passed: 0, failed: 1, seconds: 0 }]);
  }
  const results = [await runStage(installDependencies)];
  if (results[0].failed === 0) await runStages(selectStages(names), results);
  return conclude(results);
}

async function runStages(stages, results) {
  results.push(...(await runSideBySide(stages.filter(({ readsOnly }) => readsOnly))));
  for (const stage of stages.filter(({ readsOnly }) => !readsOnly)) {
    const result = await runStage(stage);
    results.push(result);
    if (stage.essential && result.failed > 0) {
      console.error(`Nothing can be tested without ${stage.name}.`);
      return;
    }
  }
}

function conclude(results) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  sayAgainWhatFailed(results);
  console.log();
  for (const { name, seconds, ...counts } of results) {
    console.log(
      `${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s  ${counts.passed} passed, ${counts.failed} failed`,
    );
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** Failures are looked for at the end of a log, which may be all of it that is kept. */
function sayAgainWhatFailed(results) {
  for (const { name, failures = [] } of results) {
    for (const failure of failures) console.log(`\nFailed in ${name}: ${failure}`);
  }
}
