"""Planets that pull at each other."""

import sys

from timing import timed

SOLAR_MASS = 4 * 3.141592653589793**2
DAYS = 365.24


def bodies():
    return [
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], SOLAR_MASS),
        (
            [4.84143144246472090, -1.16032004402742839, -0.103622044471123109],
            [0.00166007664274403694 * DAYS, 0.00769901118419740425 * DAYS, -0.0000690460016972063023 * DAYS],
            0.000954791938424326609 * SOLAR_MASS,
        ),
        (
            [8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
            [-0.00276742510726411021 * DAYS, 0.00499852801234917238 * DAYS, 0.0000230417297573763929 * DAYS],
            0.000285885980666130812 * SOLAR_MASS,
        ),
        (
            [12.8943695621391310, -15.1111514016986312, -0.223307578892655734],
            [0.00296460137564761618 * DAYS, 0.00237847173959480950 * DAYS, -0.0000296589568540237556 * DAYS],
            0.0000436624404335156298 * SOLAR_MASS,
        ),
    ]


def pairs_of(system):
    pairs = []
    for i in range(len(system) - 1):
        for j in range(i + 1, len(system)):
            pairs.append((system[i], system[j]))
    return pairs


def advance(system, pairs, dt, steps):
    for _ in range(steps):
        for (p1, v1, m1), (p2, v2, m2) in pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            magnitude = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            b1 = m1 * magnitude
            b2 = m2 * magnitude
            v1[0] -= dx * b2
            v1[1] -= dy * b2
            v1[2] -= dz * b2
            v2[0] += dx * b1
            v2[1] += dy * b1
            v2[2] += dz * b1
        for position, velocity, _mass in system:
            position[0] += dt * velocity[0]
            position[1] += dt * velocity[1]
            position[2] += dt * velocity[2]


def energy(system, pairs):
    total = 0.0
    for (p1, _v1, m1), (p2, _v2, m2) in pairs:
        dx, dy, dz = p1[0] - p2[0], p1[1] - p2[1], p1[2] - p2[2]
        total -= m1 * m2 / (dx * dx + dy * dy + dz * dz) ** 0.5
    for _position, velocity, mass in system:
        total += mass * sum(v * v for v in velocity) / 2
    return total


def main(size):
    system = bodies()
    pairs = pairs_of(system)
    advance(system, pairs, 0.01, size)
    return round(energy(system, pairs), 9)


if __name__ == "__main__":
    timed(main, int(sys.argv[1]))
