'use strict';
// Small objects, getters and methods.
const { timed } = require('./timing.cjs');

class Vector {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }

  plus(other) {
    return new Vector(this.x + other.x, this.y + other.y);
  }

  times(factor) {
    return new Vector(this.x * factor, this.y * factor);
  }

  get norm() {
    return this.x * this.x + this.y * this.y;
  }
}

class Particle {
  constructor(position, velocity) {
    this.position = position;
    this.velocity = velocity;
  }

  move(dt) {
    this.position = this.position.plus(this.velocity.times(dt));
    if (this.position.norm > 100) this.velocity = this.velocity.times(-1);
  }
}

function main(size) {
  const particles = [];
  for (let i = 0; i < 50; i++)
    particles.push(new Particle(new Vector(i * 0.1, i * 0.2), new Vector(1 - i * 0.01, 0.5)));
  for (let i = 0; i < size; i++) {
    for (const particle of particles) particle.move(0.01);
  }
  return Number(particles.reduce((sum, { position }) => sum + position.norm, 0).toFixed(6));
}

timed(main);
