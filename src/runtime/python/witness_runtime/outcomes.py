"""What became of each test, told as soon as it is known."""

from .channel import TESTS
from .frames import line_of_traceback
from .rendering import type_name

MESSAGE_CHARACTERS = 4000


class TestWatcher:
    def __init__(self, drain, owns):
        self.drain = drain
        self.owns = owns
        self.count = 0

    def add(self, identifier, outcome, exception=None, **more):
        """`outcome`: passed, failed, error or skipped. `exception`: from `described`. `more`: during, reason."""
        self.count += 1
        told = {"id": identifier, "outcome": outcome}
        if exception is not None:
            told["exception"], told["path"] = self._summary(exception)
        told.update((name, value) for name, value in more.items() if value is not None)
        self.tell({"tests": [told]})

    def tell(self, message):
        self.drain.tell(TESTS, message)

    @staticmethod
    def described(exception, traceback):
        """What is needed of an exception later, without holding on to its frames."""
        places = []
        while traceback is not None:
            places.append((traceback.tb_frame.f_code.co_filename, line_of_traceback(traceback)))
            traceback = traceback.tb_next
        return type_name(exception), _message(exception), places

    def _summary(self, described):
        """The innermost place in the workspace, where there is one."""
        kind, message, places = described
        own = [place for place in places if self.owns(place[0])] or places
        path, line = own[-1] if own else (None, None)
        return {"type": kind, "message": message, "line": line}, path


def _message(exception):
    """Runners print `str` of an exception themselves, so asking for it here runs nothing that they do not run."""
    try:
        return str(exception)[:MESSAGE_CHARACTERS]
    except Exception:
        return ""
