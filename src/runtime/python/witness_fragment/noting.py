"""Notes what the statements of a run wrote, for whoever reads the fragment: the last values, as bounded text."""

from witness_runtime.rendering import render, type_name, write_as

from .placeholder import Placeholder

_TEXT = 120
_MAX_STATEMENTS = 500


class Notes:
    """`values` by number of statement: {name: [type, text, whether it depends on what was invented]}. What is returned
    stands under an empty name."""

    def __init__(self, world, wanted):
        self.world = world
        self.wanted = wanted
        self.values = {}

    def wrote(self, index, frame):
        """A statement, or the head of a loop, has written its names into the frame."""
        names = self.world.shape.writes[index]
        if not self.wanted or not names or len(self.values) > _MAX_STATEMENTS:
            return
        found = {}
        for name in sorted(names):
            # Names of a comprehension and of an inner scope are not in the frame.
            if name in frame.f_locals:
                found[name] = self._shown(frame.f_locals[name], name in self.world.tainted)
        if found:
            self.values[index] = found

    def gave(self, index, value):
        """A statement leaves its function with a value."""
        if self.wanted and value is not None:
            self.values[index] = {"": self._shown(value, bool(self.world.dependencies(index)))}

    def _shown(self, value, depends):
        if type(value) is Placeholder:
            facts = value._witness_facts
            return [facts.type, sample_text(facts.type, facts), True]
        return [type_name(value), render(value, _TEXT), depends]


def sample_text(kind, facts):
    """How a placeholder of a type is shown."""
    return {
        "str": repr(facts.world.text_for(facts)), "int": "1", "float": "1.5", "bool": "True", "None": "None", "list": "[…, …]",
        "tuple": "(…, …)", "set": "{…, …}", "dict": "{…}", "resource": "<stream>", "callable": "<function %s>" % facts.name,
    }.get(kind, "<…>" if facts.kind == "operation" else "<%s>" % facts.name)  # fmt: skip


def _write_placeholder(value, text, depth):
    facts = value._witness_facts
    text.add("~" + sample_text(facts.type, facts))


write_as(Placeholder, _write_placeholder)
