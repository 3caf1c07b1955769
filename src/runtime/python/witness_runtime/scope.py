"""What is known of the body that is being instrumented."""

import contextlib


class Scope:
    """The function, class or module body that is being instrumented."""

    def __init__(self, function, kind, new_probe):
        self.function = function
        self.kind = kind
        self.expressions = None
        #: How its frame is entered and left, see suspending.py.
        self.frame = None
        self.in_finally = 0
        #: What a `continue` logs, see `loop`.
        self.next_test = None
        self._new_probe = new_probe

    def new_probe(self, names, kind):
        """The marker of a value probe, which belongs together with the others of this body."""
        return self._new_probe(names, kind)

    @contextlib.contextmanager
    def loop(self, next_test):
        """The body of a loop: `next_test` is the code that says it is about to make its next test; None where the test
        says so itself, or where something still runs before it."""
        outer, self.next_test = self.next_test, next_test
        yield
        self.next_test = outer
