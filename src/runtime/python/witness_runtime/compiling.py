"""From source text to instrumented code."""

import ast
import contextlib
import gc
import json
import warnings

from .blocks import BlockPlan, one_block_per_statement
from .instrument import Instrumenter
from .template import Needs, Template


def compile_recorded(source, filename, answer, recorder, cache=None):
    """Compiles a module with probes in it. `answer` is the engine's block plan as bytes of JSON, or None.

    Returns the code and what the engine has to know of it, see `Template.bind`. Raises what plain `compile` raises for
    the source."""
    if cache is None or answer is None:
        return _made(source, filename, answer).bind(filename, recorder)
    key = cache.key(source, answer)
    kept = cache.get(key)
    if kept is not None:
        return Template.of(kept).bind(filename, recorder)
    template = _made(source, filename, answer)
    if template.keeps:
        cache.put(key, template.marshalled())
    return template.bind(filename, recorder)


def _made(source, filename, answer):
    with _without_collections():
        return _instrumented(source, filename, answer)


def _instrumented(source, filename, answer):
    tree, needs = instrumented_tree(source, filename, answer)
    return compile_instrumented(tree, filename, needs)


@contextlib.contextmanager
def _without_collections():
    """A large tree of which nothing can be freed: the garbage collector would go over it again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def compile_instrumented(tree, filename, needs):
    """The code of an instrumented tree, with the warnings that the program itself deserves."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        code = compile(tree, filename, "exec", 0, True)
    deserved = [warning for warning in caught if not _is_about_markers(warning)]
    for warning in deserved:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return Template(code, needs, keeps=not deserved and not needs.warns)


def instrumented_tree(source, filename, answer):
    """The syntax tree of a module with probes in it, for `compile_instrumented`; and what it needs of a recorder."""
    tree, deserved = _parsed(source, filename)
    needs = Needs()
    needs.warns = bool(deserved)
    plan, needs.fallback = _plan(tree, answer)
    Instrumenter(tree, plan, needs).instrument()
    return tree, needs


def _parsed(source, filename):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tree = compile(source, filename, "exec", ast.PyCF_ONLY_AST, True)
    if caught:
        # Once more, for the program to be warned, or to fail, as its filters say.
        tree = compile(source, filename, "exec", ast.PyCF_ONLY_AST, True)
    return tree, caught


def _plan(tree, answer):
    given = None if answer is None else json.loads(answer)
    if given is not None:
        plan = BlockPlan(given)
        if plan.covers(tree):
            return plan, None
    fallback = one_block_per_statement(tree)
    return BlockPlan(fallback), fallback


def _is_about_markers(warning):
    return issubclass(warning.category, SyntaxWarning) and "frozenset" in str(warning.message)
