"""What one run knows: its plan, its placeholders, what was executed, and which values depend on what was invented."""

import builtins

from . import knowledge
from .existing import Existing
from .placeholder import Facts, Placeholder, sample_of, set_elements
from .taint import Taint

_MAX_PLACEHOLDERS = 20000
_MAX_DEPTH = 4
# What these give of a text is known.
_TEXT_METHODS = ("strip", "lstrip", "rstrip", "lower", "upper", "capitalize", "title", "casefold", "swapcase")


class Leave(BaseException):
    """Ends the fragment: a `return` of the function that it was taken from, or a loop that does not end."""

    def __init__(self, value=None):
        super().__init__()
        self.value = value


class InventedError(Exception):
    """Base of the exceptions that are not there and had to be invented."""


class Plan:
    """What a run is to do otherwise than the first one."""

    def __init__(self, settings):
        self.decisions = {int(site): outcome for site, outcome in settings.get("decisions", {}).items()}
        self.raises = {int(site): handler for site, handler in settings.get("raises", {}).items()}
        self.values = settings.get("values", {})
        self.holes = frozenset(settings.get("holes", ()))
        self.calls = settings.get("calls", True)
        # After an error: what the fragment asks for in vain is invented, to see what would follow.
        self.lenient = settings.get("lenient", False)


class World(Taint):
    def __init__(self, shape, inference, plan):
        self.shape = shape
        self.inference = inference
        self.plan = plan
        self.started = {}
        self.finished = set()
        self.entered = {}
        self.current = None
        self.touched = set()
        self.tainted = {}
        self.made = {}
        self.count = 0
        self.depth = 0
        self.touches = 0
        self.visits = {}
        self.decided = {}
        self.truths = {}
        self.assumed_used = {}
        self.texts = {}
        self.blocked = []
        self.bases = {}
        self.exceptions = {}
        self.given = {}
        self.recording = None
        self.choosing = set()
        self.chosen = {}
        self.existing = Existing(self, {}, {}, lambda name: None)

    # Placeholders

    def make(self, kind, name, key, line, whose=None, certain=None, index=None):
        """A placeholder, or the value that the plan assumes for this key."""
        self.count += 1
        if self.count > _MAX_PLACEHOLDERS:
            raise Leave()
        facts = Facts(self, kind, name, key, line, whose, certain)
        if index is not None:
            facts.kind = "element"
            facts.taken = 0
        self.touch(facts)
        if key not in self.made:
            self.made[key] = facts
        if key in self.given:
            return self.given_value(facts)
        if key in self.existing.known and key not in self.plan.values:
            found = self.existing.value(facts)
            if found is not None:
                return found[0]
        assumed = self.plan.values.get(key)
        if assumed == "None":
            self.assumed_used[key] = "None"
            return None
        if assumed == "str":
            self.assumed_used[key] = "str"
            facts.certain = "str"
        value = Placeholder(facts)
        if certain is None and key not in self.plan.values:
            facts.certain = self.certain_type(key)
        return value

    def given_value(self, facts):
        """The value that somebody wrote down for something that is missing."""
        facts.given = self.given[facts.key]
        value = eval(compile(facts.given, "<given>", "eval", 0, True), vars(builtins))
        facts.given_type = type(value).__name__
        self.touched.discard(facts.key)
        return value

    def assume(self, facts, value, source, name):
        """A value that is known of something that is missing: it is as real as its source, so it counts as invented."""
        from witness_runtime.rendering import render

        facts.given, facts.given_type, facts.source = render(value, 200), type(value).__name__, source
        self.touch(facts)
        self.made.setdefault(facts.key, facts)
        self.tainted[name] = {facts.key}
        return value

    def line(self):
        """The line of the statement that runs."""
        return self.shape.statements[self.current].lineno if self.current is not None else 1

    def line_at(self, frame):
        """The line of the fragment where something is asked for, by itself or by what it calls."""
        return frame.f_lineno if frame.f_code.co_filename == self.filename else self.line()

    def certain_type(self, key):
        """A type that an annotation or a well-known attribute leaves no doubt of."""
        name = key.rpartition(".")[2]
        return knowledge.CERTAIN_ATTRIBUTES.get(name) if "." in key else None

    def make_attribute(self, facts, name, line):
        key = "%s.%s" % (facts.key, name)
        return self.make("attribute", name, key, line, facts)

    def call_placeholder(self, value, arguments, keywords, line):
        """What a call of something missing gives: the same for the same callee, an instance for a class."""
        facts = value._witness_facts
        self.touch(facts)
        self.check_arguments(facts, arguments)
        if facts.result is None:
            certain = None
            if facts.kind == "attribute" and facts.name in knowledge.CERTAIN_RESULTS:
                certain = knowledge.METHOD_RESULT[facts.name]
            facts.result = [self.make("call", facts.name, facts.key + "()", line, facts, certain)]
            result = facts.result[0]
            if type(result) is Placeholder and facts.name in ("items", "iteritems", "enumerate"):
                for element in set_elements(result, 2):
                    if type(element) is Placeholder:
                        set_elements(element, 2)
        return facts.result[0]

    def check_arguments(self, facts, arguments):
        """Raises the TypeError that a method of texts raises for these arguments, where bytes would raise one, too."""
        if facts.kind != "attribute" or facts.name not in ("replace", "startswith", "endswith", "find", "split", "strip"):
            return
        arguments = [sample_of(a) for a in arguments]
        if not arguments or not all(type(a) in (str, bytes, int, type(None)) for a in arguments):
            return
        problem = None
        for sample in ("a", b"a"):
            try:
                getattr(sample, facts.name)(*arguments)
                return
            except TypeError as error:
                problem = error
            except Exception:
                return
        if problem is not None:
            raise problem

    def guess(self, key):
        return self.inference.ranked(key)[0][0]

    def assumed(self, key):
        assumed = self.plan.values.get(key)
        if assumed is not None:
            self.assumed_used[key] = assumed
        return assumed

    def text_for(self, facts):
        if facts.text is not None:
            return facts.text
        method = facts.whose
        if facts.kind == "call" and method is not None and method.kind == "attribute" and method.name in _TEXT_METHODS:
            return getattr(self.text_for(method.whose), method.name)()
        return self.texts.get(facts.key) or knowledge.text_of_name(facts.name)

    def base_for(self, value):
        """A class for a missing one to be derived from. What it and its instances lack is invented."""
        facts = value._witness_facts
        self.touch(facts)
        if facts.base is None:
            if facts.name.endswith(("Error", "Exception", "Warning")):
                facts.base = self.exception_for(value)
            else:
                facts.base = self._permissive_class(facts)
        return facts.base

    def _permissive_class(self, facts):
        world = self

        class Permissive(type):
            def __getattr__(cls, name):
                if name.startswith("__"):
                    raise AttributeError(name)
                return world.make("attribute", name, "%s.%s" % (facts.key, name), facts.line, facts)

        def missing(instance, name):
            if name.startswith("__") and name.endswith("__"):
                raise AttributeError(name)
            value = world.make("attribute", name, "%s().%s" % (facts.key, name), facts.line, facts)
            try:
                object.__setattr__(instance, name, value)
            except AttributeError:
                pass
            return value

        def accepts(instance, *arguments, **keywords):
            pass

        members = {"__getattr__": missing, "__init__": accepts, "__init_subclass__": classmethod(lambda cls, **_: None)}
        for special in ("__call__", "__iter__", "__enter__", "__exit__", "__getitem__"):
            members[special] = _forwarding(world, facts, special)
        return Permissive(facts.name, (), members)

    def exception_for(self, value):
        """The class of exception that a placeholder stands for when it is raised or caught."""
        facts = value._witness_facts
        self.touch(facts)
        while facts.kind == "call" and facts.whose is not None:
            facts = facts.whose
        if facts.exception is None:
            facts.exception = type(str(facts.name), (InventedError,), {"__getattr__": _missing_of_exception(self, facts)})
        return facts.exception

    # Decisions

    def truth(self, facts):
        """Truth of a placeholder that is asked outside of a test that we know."""
        if self.assumed(facts.key) == "empty":
            return False
        return self.truths.get(facts.key, True)

    def decide(self, site, wanted, key):
        """The truth of an invented condition: as planned, as before, or so that more of the code runs."""
        entry = self.shape.site_list[site] if site >= 0 else None
        visit = self.visits.get(site, 0)
        self.visits[site] = visit + 1
        if entry is None:
            return True
        self.decided.setdefault(site, set()).add(key)
        self.choose(entry["statement"], (key,))
        outcome = self.plan.decisions.get(site)
        if outcome is None:
            outcome = self._natural(site, entry, visit)
        answer = outcome if wanted else not outcome
        if visit == 0 and site not in self.plan.decisions and key in self.truths:
            return self.truths[key]
        self.truths.setdefault(key, answer)
        return answer

    def depending(self, site, wanted, value, depends):
        """The truth of a real condition that depends on invented values: its own, unless the plan says otherwise."""
        visit = self.visits.get(site, 0)
        self.visits[site] = visit + 1
        self.decided.setdefault(site, set()).update(depends)
        self.choose(self.shape.site_list[site]["statement"], depends)
        outcome = self.plan.decisions.get(site)
        if outcome is None or visit > 1:
            return value
        return outcome if wanted else not outcome

    def _natural(self, site, entry, visit):
        node = entry["node"]
        if type(node).__name__ == "While":
            return visit < 2
        preferred = entry["preferred"]
        # A recursion over invented values has to end.
        if self.depth > _MAX_DEPTH and visit > 0:
            return not preferred
        if visit == 0 or type(node).__name__ != "If":
            return preferred
        # Other elements of a loop go the other way, where that does not end what is under way.
        other = node.orelse if preferred else node.body
        if other and _ends(other[-1]) and entry["after"] > 1:
            return preferred
        return preferred if visit % 2 == 0 else not preferred


def _ends(node):
    return type(node).__name__ in ("Return", "Raise") or (type(node).__name__ == "Expr" and "exit" in _called(node))


def _called(node):
    function = getattr(node.value, "func", None)
    return getattr(function, "id", getattr(function, "attr", ""))


def _forwarding(world, facts, special):
    def method(instance, *arguments):
        if special == "__enter__":
            return instance
        if special == "__exit__":
            return False
        value = world.make("call", special, "%s().%s" % (facts.key, special), facts.line, facts)
        return iter(value) if special == "__iter__" and value is not None else value

    return method


def _missing_of_exception(world, facts):
    def missing(instance, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return world.make("attribute", name, "%s().%s" % (facts.key, name), facts.line, facts)

    return missing
