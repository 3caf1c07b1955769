"""What the instrumented code of a module needs of a recorder, by number, so that the same code serves many runs.

Instrumented code names it by markers: constants that no program has. `bind` puts the objects of one run in their place."""

import types

from .codes import CodeTable
from .nodes import CODE, MARK, PROBE, WARMING
from .warming import Warming


class Needs:
    """Probes, codes and warming loops, as the instrumenter comes to need them. All of it can be marshalled."""

    def __init__(self):
        self.codes = CodeTable()
        #: [names, kind, number of the function, whether its values are all kept]
        self.probes = []
        self.functions = 0
        self.warmings = 0
        #: The runtime's own plan of blocks, where the engine gave none.
        self.fallback = None
        #: Whether the parser warned of something.
        self.warns = False

    def new_function(self):
        self.functions += 1
        return self.functions - 1

    def new_probe(self, names, kind, function, in_focus=False):
        """The name of its marker."""
        self.probes.append([list(names), kind, function, in_focus])
        return PROBE + str(len(self.probes) - 1)

    def new_warming(self):
        """The name of its marker."""
        self.warmings += 1
        return WARMING + str(self.warmings - 1)


class Template:
    """The code of a module with markers in it, and what they stand for."""

    def __init__(self, code, needs, keeps=True):
        self.code = code
        self.needs = needs
        #: Whether it may be kept for later runs: not where compiling it warned of something.
        self.keeps = keeps

    def marshalled(self):
        needs = self.needs
        return [self.code, needs.codes.meanings, needs.probes, needs.functions, needs.warmings, needs.fallback]

    @classmethod
    def of(cls, marshalled):
        needs = Needs()
        code, needs.codes.meanings, needs.probes, needs.functions, needs.warmings, needs.fallback = marshalled
        return cls(code, needs)

    def bind(self, filename, recorder):
        """The code for one run, and what the engine has to know of it: {"module", "firstCode", "codes", "fallback"?}."""
        needs = self.needs
        objects = _Objects(needs, recorder)
        meaning = {"module": recorder.new_module(), "firstCode": recorder.next_code, "codes": needs.codes.meanings}
        recorder.next_code += len(needs.codes.meanings)
        if needs.fallback is not None:
            meaning["fallback"] = needs.fallback
        return _bound(self.code, filename, objects), meaning


class _Objects(dict):
    """The objects of one run by the names of their markers."""

    def __init__(self, needs, recorder):
        super().__init__(recorder.objects)
        functions = [[] for _ in range(needs.functions)]
        for number, (names, kind, function, in_focus) in enumerate(needs.probes):
            self[PROBE + str(number)] = recorder.new_probe(names, kind, functions[function], in_focus)
        for number in range(needs.warmings):
            self[WARMING + str(number)] = Warming()
        for number in range(len(needs.codes.meanings)):
            self[CODE + str(number)] = recorder.next_code + number


def _bound(code, filename, objects):
    """The code with our objects in place of their markers, here and in all nested code."""
    constants = []
    for item in code.co_consts:
        kind = type(item)
        if kind is types.CodeType:
            item = _bound(item, filename, objects)
        elif kind is frozenset and len(item) == 1:
            (mark,) = item
            if type(mark) is str and mark.startswith(MARK):
                item = objects[mark[len(MARK) :]]
        constants.append(item)
    return code.replace(co_consts=tuple(constants), co_filename=filename)
