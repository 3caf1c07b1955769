"""Exceptions of a fragment: those that handlers name and a plan asks for, those of classes that are missing."""

from .placeholder import Placeholder


class Raising:
    """The hooks of exceptions; `world` is that of the run."""

    def provoke(self, site, types_of_handlers):
        number = self.world.plan.raises.get(site)
        if number is None:
            return
        kinds = types_of_handlers()
        kind = kinds[number] if number < len(kinds) else None
        if isinstance(kind, tuple):
            kind = kind[0] if kind else None
        raise self._instance(Exception if kind is None else kind)

    def _instance(self, kind):
        if type(kind) is Placeholder:
            return self.world.exception_for(kind)("provoked")
        # A likeness of the class that lacks nothing, so that what its constructor asks for does not matter.
        world = self.world

        def missing(instance, name):
            if name.startswith("__") and name.endswith("__"):
                raise AttributeError(name)
            return world.make("attribute", name, "%s().%s" % (kind.__name__, name), 0)

        try:
            likeness = type(kind.__name__, (kind,), {"__getattr__": missing, "__module__": kind.__module__})
            return likeness.__new__(likeness)
        except Exception:
            return Exception("provoked")

    def handled(self, kind):
        if isinstance(kind, tuple):
            return tuple(self.handled(item) for item in kind)
        return self.world.exception_for(kind) if type(kind) is Placeholder else kind

    def raising(self, value):
        return self.world.exception_for(value)("invented") if type(value) is Placeholder else value
