"""Which occurrences of a place keep their values: the first ones, those on a new path, and those with news in them."""

from .rendering import type_name

#: Names of the steps settings: how many occurrences of a probe keep their values in any case.
KEPT = {"sampled": 16, "all": 1 << 60, "none": 0}

#: The same for a probe in the focus of the run: all that anybody will look at, and not more than fits.
KEPT_IN_FOCUS = 100_000

#: Occurrences of a sampled probe that are looked at for news. After that it is off: a hot loop pays for the order only.
LOOKED_AT = 256

#: So many times the first ones are kept at most, however much happens.
MOST_TIMES = 3


class Probe:
    """One place that hands over values while `on`. An object of its own, for constants of code must be hashable."""

    __slots__ = ("on", "kept", "names", "kind", "siblings", "seen", "held", "due", "types", "reaches")

    def __init__(self, kept, names, kind, siblings):
        self.on = kept > 0
        #: How many occurrences keep their values in any case.
        self.kept = kept
        self.names = names
        self.kind = kind
        #: The probes of the same function.
        self.siblings = siblings
        #: Occurrences that were looked at, and those of them whose values were kept.
        self.seen = self.held = 0
        #: Whether the next occurrence is kept because another block of the function has run for the first time.
        self.due = False
        #: Names with each of the types that they were seen with.
        self.types = set()
        #: Name -> the lowest and the highest number that was kept.
        self.reaches = {}

    def takes(self, values):
        """Whether the values of this occurrence, pairs of name and value, are to be kept."""
        self.seen += 1
        if self.seen == 1:
            self._tell_siblings()
        if self.kept > LOOKED_AT:
            if self.seen >= self.kept:
                self.on = False
            return True
        news = self._note_news(values)
        wanted = self.seen <= self.kept or self.due or (news and self.held < MOST_TIMES * self.kept)
        self.due = False
        if self.seen >= LOOKED_AT:
            self.on = False
        if wanted:
            self.held += 1
        return wanted

    def _tell_siblings(self):
        """A block has run for the first time: what its function does around it is worth another look."""
        for probe in self.siblings:
            if probe is not self and 0 < probe.seen and probe.held < MOST_TIMES * probe.kept:
                probe.due = probe.on = True

    def _note_news(self, values):
        """Whether a name has a value for the first time, or one of a new type, or a number that is far from those
        before: twice as high as the highest, or as low as the lowest."""
        news = False
        for name, value in values:
            typed = (name, type_name(value))
            if typed not in self.types:
                self.types.add(typed)
                news = True
            if type(value) is not int and type(value) is not float:
                continue
            low, high = self.reaches.get(name, (0, 0))
            if value > 2 * high or value < 2 * low:
                self.reaches[name] = (min(low, value), max(high, value))
                news = True
        return news

    def stop(self):
        self.on = False
        self.kept = 0
