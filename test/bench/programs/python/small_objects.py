"""Small objects, properties and operators."""

import sys

from timing import timed


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Particle:
    def __init__(self, position, velocity):
        self.position = position
        self.velocity = velocity

    def move(self, dt):
        self.position = self.position + self.velocity * dt
        if self.position.norm > 100.0:
            self.velocity = self.velocity * -1.0


def main(size):
    particles = [Particle(Vector(i * 0.1, i * 0.2), Vector(1.0 - i * 0.01, 0.5)) for i in range(50)]
    for _ in range(size):
        for particle in particles:
            particle.move(0.01)
    return round(sum(particle.position.norm for particle in particles), 6)


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
