'use strict';
// Runs a program's `main` and prints what it computed, and how long that took in seconds of wall and processor time.

exports.timed = function timed(main) {
  const size = Number(process.argv[2]);
  const wall = performance.now();
  const processor = process.cpuUsage();
  const result = main(size);
  const seconds = (performance.now() - wall) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    `\n${JSON.stringify({ result, wall: seconds, processor: (user + system) / 1e6, peak })}\n`,
  );
};
