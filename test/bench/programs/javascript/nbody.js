'use strict';
// The outer planets, from the benchmarks game.
const { timed } = require('./timing.cjs');

const DAYS = 365.24;
const MASS = 4 * Math.PI * Math.PI;

class Body {
  constructor(x, y, z, vx, vy, vz, mass) {
    Object.assign(this, { x, y, z, vx: vx * DAYS, vy: vy * DAYS, vz: vz * DAYS, mass: mass * MASS });
  }
}

function advance(bodies, dt) {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i];
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j];
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const distance = dx * dx + dy * dy + dz * dz;
      const magnitude = dt / (distance * Math.sqrt(distance));
      a.vx -= dx * b.mass * magnitude;
      a.vy -= dy * b.mass * magnitude;
      a.vz -= dz * b.mass * magnitude;
      b.vx += dx * a.mass * magnitude;
      b.vy += dy * a.mass * magnitude;
      b.vz += dz * a.mass * magnitude;
    }
  }
  for (const body of bodies) {
    body.x += dt * body.vx;
    body.y += dt * body.vy;
    body.z += dt * body.vz;
  }
}

function main(size) {
  const bodies = [
    new Body(0, 0, 0, 0, 0, 0, 1),
    new Body(
      4.84143144246472,
      -1.16032004402742,
      -0.103622044471123,
      0.00166007664274403,
      0.0076990111841974,
      -0.0000690460016972063,
      0.000954791938424326,
    ),
    new Body(
      8.34336671824457,
      4.1247985641243,
      -0.403523417114321,
      -0.00276742510726411,
      0.00499852801234917,
      0.0000230417297573763,
      0.00028588598066613,
    ),
    new Body(
      12.8943695621391,
      -15.1111514016986,
      -0.223307578892655,
      0.00296460137564761,
      0.0023784717395948,
      -0.0000296589568540237,
      0.0000436624404335156,
    ),
    new Body(
      15.3796971148509,
      -25.9193146099879,
      0.179258772950371,
      0.00268067772490389,
      0.00162824170038242,
      -0.0000951592254519715,
      0.0000515138902046611,
    ),
  ];
  for (let i = 0; i < size; i++) advance(bodies, 0.01);
  return Number(bodies[1].x.toFixed(8));
}

timed(main);
