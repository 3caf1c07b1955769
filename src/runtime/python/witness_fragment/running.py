"""Runs one fragment once, and tells what happened."""

import ast
import builtins
import json
import sys
import traceback
import types

from . import knowledge
from .arguments import Arguments
from .bounds import TimeIsOver, bounded, cease, stop_after
from .calling import invented_in
from .exploring import Caller
from .driving import builtins_for, run_coroutine
from .existing import Existing, is_literal
from .expression_hooks import HOOKS
from .hooks import Hooks
from .checking import check
from .instances import Instances
from .inference import Inference
from .instrument import Instrumenter
from .noting import Notes, sample_text
from .placeholder import Facts, Placeholder
from .parsing import readable
from .prelude import SURROUNDINGS, Prelude, definitions_of, imported_names
from .recording import Recording
from .structure import Structure
from .surroundings import Surroundings
from .world import InventedError, Leave, Plan, World

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_ANNOTATIONS_AS_TEXT = 0x1000000
_MAX_PREDICTED = 200
_MAX_DECIDING = 12


def run(request):
    """`request`: {source, file?, context?, within?, stub?, plan?, given?, known?, calls?, record?}. Returns the run as JSON values, lines 1-based."""
    sys.setrecursionlimit(2000)
    source, unread = readable(request["source"])
    tree = ast.parse(source)
    shape = Structure(tree)
    context = _context_of(tree, source, request)
    inference = Inference(context)
    inference.learn_stub(ast.parse(readable(request.get("stub") or "")[0]))
    plan = Plan(request.get("plan") or {})
    world = World(shape, inference, plan)
    world.filename = request.get("file") or "<fragment>"
    world.module_name = "fragment"
    world.absent = set()
    world.given = request.get("given") or {}
    world.notes = Notes(world, request.get("notes", False))
    if request.get("record"):
        world.recording = Recording(shape, request.get("within") or "<module>")
    session = _Session(world, request, context)
    stop_after(request.get("limitMs", 5000) / 1000)
    sys.stdout, sys.stderr = bounded(sys.stdout), bounded(sys.stderr)
    answer = {**session.run(tree), "unread": unread}
    return answer if world.recording is None else {**answer, "recording": world.recording.document()}


def _context_of(tree, source, request):
    """The tree of the file that the fragment was taken from: what surrounds it tells about types, too."""
    context = request.get("context")
    return tree if not context or context == source else ast.parse(readable(context)[0])


class _Session:
    def __init__(self, world, request, context):
        self.world = world
        self.request = request
        self.hooks = Hooks(world)
        self.errors = []
        statements = world.shape.statements
        self.surroundings = Surroundings(context, statements[0].lineno if statements else 1)
        self.is_piece = bool(request.get("context"))
        self.arguments = Arguments(world, self.hooks, self._receiver_of)
        self.instances = Instances(world, self.surroundings, self._resolve, self.arguments.of)

    def run(self, tree):
        world, plan = self.world, self.world.plan
        module = types.ModuleType(world.module_name)
        sys.modules[world.module_name] = module
        namespace = module.__dict__
        namespace.update({"__name__": "__main__" if self.request.get("main", True) else world.module_name})
        names = builtins_for(world)
        names[HOOKS] = self.hooks
        namespace["__builtins__"] = names
        world.namespace = namespace
        world.missing_name = self._missing_name
        world.import_from = self._import_from
        self.prelude = Prelude(world, definitions_of(self.surroundings.tree) if self.is_piece else {}, namespace)
        world.existing = Existing(world, self.request.get("known") or {}, self.request.get("calls") or {}, self._resolve)
        outcome = self._execute(tree, namespace)
        if world.recording is not None:
            world.recording.ended()
        try:
            if plan.calls and outcome["kind"] in ("returned", "raised", "exited"):
                Caller(self.hooks, world, self.arguments, self._failed).call_uncalled()
            checked = check(world, namespace, self.request.get("examples") or ())
        except TimeIsOver:
            checked = []
        cease()
        return {**self._report(outcome), "checked": checked}

    def _execute(self, tree, namespace):
        instrumented = Instrumenter(self.world.shape, self.world.plan, imported_names(self.surroundings.tree)).instrument(tree)
        try:
            code = compile(instrumented, self.world.filename, "exec", _FLAGS | _ANNOTATIONS_AS_TEXT, True)
        except SyntaxError as problem:
            return {"kind": "syntax", "message": str(problem), "line": problem.lineno}
        try:
            result = eval(code, namespace)
            if isinstance(result, types.CoroutineType):
                run_coroutine(result)
        except Leave as left:
            return {"kind": "returned", "value": _shown(left.value)}
        except TimeIsOver as over:
            return {"kind": "timeout", "line": self._line(over)}
        except SystemExit as left:
            return {"kind": "exited", "exitCode": int(left.code) & 0xFF if isinstance(left.code, int) else 0}
        except RecursionError as problem:
            return self._failed(problem)
        except BaseException as problem:
            return self._failed(problem)
        return {"kind": "returned"}

    def _failed(self, problem, called=None):
        """Notes an exception; `called` is the function that was called with invented arguments."""
        world = self.world
        if world.recording is not None:
            world.recording.caught(problem, None)
            world.recording.ended()
        line = self._line(problem)
        index = world.current
        invented = isinstance(problem, InventedError)
        depends = world.dependencies(index) | _held_by(problem, world)
        if index is not None:
            depends = depends | world.decisions_around(index)
        depends |= set(world.assumed_used) | {"<line %d>" % world.shape.statements[i].lineno for i in world.plan.holes}
        depends |= {"raise"} if world.plan.raises else set()
        depends |= {"an earlier error"} if world.plan.lenient else set()
        explicit = index is not None and isinstance(world.shape.statements[index], (ast.Raise, ast.Assert))
        depends |= world.choices_behind(index)
        if called is not None and (explicit or _in_library(problem, world)):
            # Who really calls it may see to what it asks for.
            depends |= {called + "()"}
        name = type(problem).__name__
        error = {
            "line": line,
            "statement": index,
            "type": name,
            "message": _text(problem),
            "level": "claimed" if depends or invented else "witnessed",
            "dependsOn": sorted(depends)[:12],
            "explicit": explicit,
            "limit": "Placeholder" in _text(problem) or _in_library(problem, world) and bool(world.touched),
        }
        self.errors.append(error)
        return {"kind": "raised", "exception": {"type": name, "message": error["message"], "line": line}}

    def _line(self, problem):
        """The innermost line of the fragment that an exception came through."""
        line = None
        for frame in traceback.extract_tb(problem.__traceback__):
            if frame.filename == self.world.filename:
                line = frame.lineno
        return line

    def _missing_name(self, name, line):
        is_asked_by_file = self.is_piece and _is_asked_by_file()
        # What the code around the fragment lacks is shown where the fragment needs it.
        line = self.world.line() if is_asked_by_file else line
        owner = self.surroundings.owner_of(name) if self.is_piece and not is_asked_by_file else None
        if owner is None:
            found = self.prelude.value(name)
            return found[0] if found is not None else self._invented(name, line)
        return self._local(owner, name, line)

    def _local(self, owner, name, line):
        """A name of the function that the fragment was taken from: its object, what it is by default, or what is known."""
        world = self.world
        key = "%s:%s" % (owner.name, name)
        world.existing.learn(owner.name, [a.arg for a in owner.args.posonlyargs + owner.args.args])
        receiver = self.surroundings.receiver(name)
        found = None if receiver is None else self.instances.receiver(receiver, self._key(key, name), name, line)
        if found is not None:
            return found[0]
        default = self.surroundings.default_of(owner, name)
        if default is not None and not _is_none(default) and not {key, name} & (set(world.given) | set(world.plan.values)):
            value = self.prelude.expression(default)
            if value is not None:
                return world.assume(Facts(world, "name", name, self._key(key, name), line), value[0], "default value", name)
        return self._invented(name, line, key)

    def _invented(self, name, line, within=None):
        world = self.world
        key = self._key(within or "%s:%s" % (self.request.get("within"), name), name)
        value = world.make("name", name, key, line)
        if type(value) is not Placeholder and key in world.made:
            world.tainted[name] = {key}
        return value

    def _key(self, within, name):
        return within if within in self.world.inference.evidence or within in self.world.existing.known else name

    def _receiver_of(self, line, name):
        """The object for the first parameter of a method that the fragment holds without its class."""
        found = self.surroundings.receiver_of(line, name) if self.is_piece else None
        if found is None:
            return None
        function = self.surroundings.function_at(line)
        return self.instances.receiver(found, "%s:%s" % (function, name), name, line)

    def _resolve(self, name):
        """A tuple with what a name is in the fragment, in its file or in Python; None where it is not there."""
        namespace = self.world.namespace
        if name in namespace:
            return (namespace[name],)
        found = self.prelude.value(name)
        return found or ((getattr(builtins, name),) if hasattr(builtins, name) else None)

    def _import_from(self, module):
        import importlib

        if module.startswith("."):
            raise ImportError("relative import outside of a package")
        return importlib.import_module(module)

    def _report(self, outcome):
        world, shape = self.world, self.world.shape
        return {
            "outcome": outcome,
            "started": {str(i): n for i, n in world.started.items()},
            "finished": sorted(world.finished - world.absent),
            "entered": sorted(world.entered),
            "sites": [_site(world, number, entry) for number, entry in enumerate(shape.site_list)],
            "statements": [_position(node) for node in shape.statements],
            "suites": [shape.describe_suite(number) for number in range(len(shape.suite_list))],
            "parents": [world.shape.parent[i] for i in range(len(shape.statements))],
            "predicted": self._predicted(),
            "errors": self.errors,
            "blocked": world.blocked[:50],
            "assumed": world.assumed_used,
            "notes": {str(i): found for i, found in world.notes.values.items()},
        }

    def _predicted(self):
        found = []
        for key, facts in self.world.made.items():
            if facts.kind not in ("name", "import", "attribute", "call", "parameter"):
                continue
            ranked = self.world.inference.ranked(key)
            kind = facts.chosen or facts.certain or ranked[0][0]
            others = [k for k, _ in ranked if k != kind][:2]
            found.append(
                {
                    "kind": "name" if facts.kind == "parameter" else facts.kind,
                    "name": facts.name,
                    "key": key,
                    "line": facts.line,
                    "type": facts.given_type or kind,
                    "others": others,
                    "text": facts.shown or facts.given or sample_text(kind, facts),
                    "source": facts.source or ("given" if facts.given else self.world.inference.source(key)),
                    "isLiteral": facts.given is not None and (facts.source is None or is_literal(facts.given)),
                }
            )
        return found[:_MAX_PREDICTED]


def _is_asked_by_file():
    """Whether it is the code around the fragment, not the fragment, that lacks a name."""
    return sys._getframe(3).f_code.co_filename == SURROUNDINGS


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def _held_by(problem, world):
    """Keys of what was invented that an exception holds, or that real code had in hand where it came through."""
    held = list(invented_in(getattr(problem, "args", ())))
    trace = problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file != world.filename and "witness_fragment" not in file:
            held += [value for value in list(trace.tb_frame.f_locals.values()) if type(value) is Placeholder]
        trace = trace.tb_next
    return {value._witness_facts.key for value in held}


def _site(world, number, entry):
    node = entry["node"]
    kind = type(node).__name__
    return {
        "kind": {"If": "if", "While": "while", "For": "for", "Assert": "assert", "IfExp": "choice"}.get(kind, "try"),
        "statement": entry["statement"],
        "yes": world.shape.suites.get((node, "body")) if kind != "IfExp" else None,
        "no": world.shape.suites.get((node, "orelse")) if kind != "IfExp" else None,
        "handlers": [world.shape.suites[node, "handler%d" % i] for i in range(len(getattr(node, "handlers", ())))],
        "visits": world.visits.get(number, 0),
        "preferred": entry["preferred"],
        "after": entry["after"],
        "decidedBy": ["elements"] if kind == "For" else sorted(world.decided.get(number, ()))[:_MAX_DECIDING],
    }


def _position(node):
    return [node.lineno, node.end_lineno, type(node).__name__]


def _text(problem):
    try:
        return str(problem)[:300]
    except Exception:
        return "?"


def _in_library(problem, world):
    """Whether an exception came out of code that is not the fragment's."""
    frames = traceback.extract_tb(problem.__traceback__)
    return bool(frames) and frames[-1].filename not in (world.filename,) and "witness_fragment" not in frames[-1].filename


def _shown(value):
    if type(value) is Placeholder:
        return {"type": value._witness_facts.type, "text": repr(value)}
    from witness_runtime.rendering import render, type_name

    return {"type": type_name(value), "text": render(value)}


assert json and knowledge  # kept warm for every fork
