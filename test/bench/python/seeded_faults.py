"""Faults that a mutation tool puts into modules of the standard library: python seeded_faults.py SEED MODULE prints JSON:
the module's text, its tests, and its mutants in a shuffled order: {operator, source}. Only runs the tool."""

import importlib.util
import json
import os
import random
import sys

import cosmic_ray.plugins
from cosmic_ray.ast import get_ast
from cosmic_ray.mutating import MutationVisitor

_MOST = 24


def mutants(source, seed):
    kinds, tree = {}, get_ast(source)
    for name in sorted(cosmic_ray.plugins.operator_names()):
        operator = made(name)
        places = [] if operator is None else positions(tree, operator)
        for occurrence in range(len(places)):
            kinds.setdefault(name.partition("_")[0], []).append((name, occurrence))
    chance = random.Random(seed)
    order = sorted(kinds)
    chance.shuffle(order)
    for items in kinds.values():
        chance.shuffle(items)
    # Of each kind in turn: otherwise most would be changed numbers.
    turns = [kinds[kind][turn] for turn in range(_MOST) for kind in order if turn < len(kinds[kind])]
    return [{"operator": name, "source": mutated(source, name, occurrence)} for name, occurrence in turns[:_MOST]]


def made(name):
    """An operator; none of those that ask for more."""
    try:
        return cosmic_ray.plugins.get_operator(name)()
    except TypeError:
        return None


def positions(node, operator):
    found = list(operator.mutation_positions(node))
    for child in getattr(node, "children", ()):
        found += positions(child, operator)
    return found


def mutated(source, name, occurrence):
    return MutationVisitor(occurrence, made(name)).walk(get_ast(source)).get_code()


def main():
    seed, name = sys.argv[1:]
    tests = os.path.dirname(importlib.util.find_spec("test").origin)
    with open(importlib.util.find_spec(name).origin, encoding="utf-8") as file:
        source = file.read()
    with open(os.path.join(tests, "test_%s.py" % name), encoding="utf-8") as file:
        test = file.read()
    json.dump({"module": name, "source": source, "test": test, "mutants": mutants(source, seed + name)}, sys.stdout)


main()
