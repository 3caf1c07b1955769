"""Which values depend on what was invented: by what they were computed from, and by which suites ran."""


class Taint:
    """A part of `World`, which has `shape`, `touched`, `tainted`, `decided`, `choosing` and `chosen`."""

    def touch(self, facts):
        self.touches += 1
        self.touched.add(facts.key)

    def dependencies(self, index):
        """What the values of a statement depend on, of what was invented."""
        found = set(self.touched)
        if index is not None:
            for name in self.shape.reads[index]:
                found |= self.tainted.get(name, set())
        return found

    def settle(self, index):
        """A statement has written its names."""
        found = self.dependencies(index)
        is_chosen = any(self.shape.suite_list[suite][0] in self.choosing for suite in self.shape.enclosing(index))
        for name in self.shape.writes[index]:
            if found:
                self.tainted[name] = found
            else:
                self.tainted.pop(name, None)
            if not is_chosen:
                self.chosen.pop(name, None)

    def choose(self, statement, keys):
        """What a statement writes in its suites depends on which of them run."""
        self.choosing.add(statement)
        for name in self.shape.written_within(statement):
            self.chosen.setdefault(name, set()).update(keys)

    def choices_behind(self, index):
        """Invented values that decided how the names of a statement came by their values."""
        names = self.shape.reads[index] if index is not None else ()
        return set().union(*[self.chosen.get(name, ()) for name in names])

    def decisions_around(self, index):
        """Invented values that decided on the way to a statement: in what stands around it, and where the other way
        would have left its function before."""
        found = set()
        around = {self.shape.suite_list[suite][0] for suite in self.shape.enclosing(index)}
        function = self.shape.functions_around[index]
        for site, keys in self.decided.items():
            decided = self.shape.site_list[site]["statement"]
            leaves = self.shape.functions_around[decided] == function and self.shape.may_leave(decided)
            if decided in around or leaves:
                found |= keys
        return found
