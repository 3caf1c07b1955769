"""Imports of a fragment: what is there is imported, what is not is invented."""

import importlib
import sys

from .world import Leave


class Imports:
    """The hooks of imports; `world` is that of the run."""

    def module(self, index, name, alias):
        try:
            module = importlib.import_module(name)
            return module if alias else sys.modules[name.partition(".")[0]]
        except BaseException as problem:
            return self._absent(index, name if alias else name.partition(".")[0], problem)

    def imported(self, index, module, name):
        try:
            source = self.world.import_from(module)
            if name == "*":
                names = getattr(source, "__all__", [n for n in vars(source) if not n.startswith("_")])
                self.world.namespace.update({n: getattr(source, n) for n in names})
                return None
            if not hasattr(source, name):
                importlib.import_module("%s.%s" % (module, name))
            return getattr(source, name)
        except BaseException as problem:
            return self._absent(index, name, problem)

    def _absent(self, index, name, problem):
        if isinstance(problem, (KeyboardInterrupt, SystemExit, Leave)):
            raise problem
        line = self.world.shape.statements[index].lineno
        self.world.absent.add(index)
        # A module or what it holds is no list because its name ends in an s.
        self.world.inference.evidence[name]["object"] += 6
        return None if name == "*" else self.world.make("import", name, name, line)
