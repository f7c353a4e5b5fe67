"""What is wrong with a policy file, said by key; the loader adds the file's name."""

from __future__ import annotations

from domain.refusals import Fact

FOUND_MAX = 80  # characters of a wrong value that a refusal repeats


class PolicyFileError(Exception):
    """A key of a policy file does not hold. `problem` is one stable word."""

    def __init__(self, where: str, problem: str, found: object, **more: Fact) -> None:
        super().__init__(where, problem, found)
        self.where = where
        self.problem = problem
        self.found = str(found)[:FOUND_MAX]
        self.more = more
