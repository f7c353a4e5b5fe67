"""What is tortured: commands that write, fold or seal, and how they end when nothing disturbs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts.sample.generate import main as generate
from tests.faults.torture.kinds import Kind, Row
from tests.faults.torture.laws import Bodies, bodies
from tests.faults.torture.running import seconds_of
from tests.support.command import Ran, subsidy
from tests.support.money_desk import past

ORIGIN = "example.org/ledger"
QUESTIONS = (
    ("totals", "--by", "measure"),
    ("totals", "--by", "enterprise"),
    ("claims",),
    ("batch", "list"),
    ("budget", "show", "2022"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One ledger under torture, with what lies beside it."""

    kind: Kind
    folder: Path
    address: str

    @property
    def seal(self) -> Path:
        return self.folder / "seal"

    def rows(self) -> list[Row]:
        return self.kind.rows(self.address)

    def copied(self, folder: Path) -> Place:
        """Return a copy in an empty folder."""
        for path in self.folder.iterdir():
            if not path.name.startswith("ledger.db"):
                (shutil.copytree if path.is_dir() else shutil.copy2)(path, folder / path.name)
        return Place(self.kind, folder, self.kind.copied(self.address, folder))

    def done(self, *words: str | Path) -> Ran:
        """Run a command here that must succeed."""
        ran = subsidy(*words, "--store", self.address)
        assert ran.code == 0, ran.err
        return ran


@dataclass(frozen=True, slots=True)
class Unharmed:
    """How a work ends when nothing disturbs it."""

    seconds: float
    code: int
    bodies: Bodies
    answers: list[Any]
    sealed: dict[str, bytes]
    added: int


@dataclass
class Work:
    """A command, and the ledger it starts from.

    begin: makes that ledger, in an empty folder. starts: the part of its time from which on kills
    are spread; before, it only loads the program. beside: seal meanwhile.
    """

    name: str
    words: tuple[str, ...]
    begin: Callable[[Kind, Path], Place]
    folder: Path
    kind: Kind
    harms: dict[str, int] = field(default_factory=lambda: {"all": 1})
    starts: float = 0.3
    beside: bool = False

    @cached_property
    def template(self) -> Place:
        folder = self.folder / f"{self.name}-begun"
        folder.mkdir()
        return self.begin(self.kind, folder)

    @cached_property
    def unharmed(self) -> Unharmed:
        """Run it twice without harm; the second time it is warm, and its time is taken."""
        seconds = []
        for number in (1, 2):
            place = self.fresh(self.folder / f"{self.name}-unharmed-{number}")
            before = len(place.rows())
            ran, took = seconds_of(*self.said(place))
            assert ran.code == 0, ran.err
            seconds.append(took)
        rows = place.rows()
        return Unharmed(
            seconds=min(seconds),
            code=ran.code,
            bodies=bodies(rows),
            answers=answers(place),
            sealed={} if self.beside else sealed(place),
            added=len(rows) - before,
        )

    def fresh(self, folder: Path) -> Place:
        """Return a new copy of what it starts from."""
        folder.mkdir()
        return self.template.copied(folder)

    def said(self, place: Place) -> list[str]:
        """Return its words, for one ledger."""
        named = {"{folder}": str(place.folder), "{lines}": str(self.template.folder / "lines")}
        words = [*self.words, "--store", place.address]
        for name, value in named.items():
            words = [word.replace(name, value) for word in words]
        return words


def answers(place: Place) -> list[Any]:
    """Ask a ledger what people ask."""
    outputs = []
    for words in QUESTIONS:
        ran = subsidy(*words, "--store", place.address, "--json")
        outputs.append((ran.code, json.loads(ran.out) if ran.code == 0 else ran.err))
    return outputs


def sealed(place: Place) -> dict[str, bytes]:
    """Return every file of the seal, by name."""
    return {
        str(path.relative_to(place.seal)): path.read_bytes()
        for path in sorted(place.seal.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is put into the ledgers."""

    claims: int
    pending: int
    many: int  # claims of the ledger so long that others read it for a rebuild; 0: none


LONG = Sizes(claims=4_000, pending=2_500, many=26_000)
SHORT = Sizes(claims=1_500, pending=600, many=0)
TINY = Sizes(claims=1_100, pending=300, many=0)
BACKFILL = ("backfill", "{lines}", "--approve", "--by", "clerk")


def lines(folder: Path, claims: int, seed: int = 11) -> Path:
    """Make claims, with exports records among them."""
    path = folder / "lines"
    wish = ["--seed", str(seed), "--claims", str(claims), "--exports", "--jsonl", str(path)]
    assert generate(wish) == 0
    return path


def works(kind: Kind, sizes: Sizes, folder: Path) -> list[Work]:
    """Return every work; `harms` says who is killed, and how often beside the others."""

    def work(name: str, words: Sequence[str], begin: Callable[..., Place], **more: Any) -> Work:
        def begun(kind: Kind, where: Path) -> Place:
            return begin(Place(kind, where, kind.place(where)), sizes)

        return Work(name, tuple(words), begun, folder, kind, **more)

    kinds_of_work = [
        work(
            "backfill",
            BACKFILL,
            _lines_only,
            harms={"all": 5, "parent": 3, "child 0": 3, "child 1": 2},
        ),
        work("backfill, sealing beside", BACKFILL, _lines_and_key, beside=True, harms={"all": 2}),
        work("approve", ("approve", "--pending", "--by", "officer"), _pending, harms={"all": 3}),
        work("batch compute", COMPUTE, _granted, starts=0.5),
        work("batch publish", PUBLISH, _computed, starts=0.5),
        work("batch pay", PAY, _published, starts=0.5, harms={"all": 2}),
        work("rebuild", ("rebuild",), _decided, harms={"all": 2}),
        work("catch up", ("totals",), _without_views, harms={"all": 2}),
        work("seal", SEAL, _sealed_once, harms={"all": 4}),
    ]
    if sizes.many:
        kinds_of_work.append(
            work("rebuild, long", ("rebuild",), _many, harms={"all": 1, "parent": 1, "child 1": 1})
        )
    return kinds_of_work


DOCUMENT = ("--document", "D-1")
COMPUTE = ("batch", "compute", "--budget-year", "2022", "--by", "finance", *DOCUMENT)
PUBLISH = ("batch", "publish", "1", *past("2022-11-01"), "--days", "7", "--by", "finance")
PAY = ("batch", "pay", "1", *past("2022-11-20"), "--receipt", "R-1", "--by", "cashier")
SEAL = ("seal", "{folder}/seal", "--key", "{folder}/key", "--by", "keeper")
MONEY = (
    "--amount",
    "900000000",
    "--document",
    "A-1",
    "--on",
    "2022-01-10",
    "--by",
    "finance",
)


def _lines_only(place: Place, sizes: Sizes) -> Place:
    lines(place.folder, sizes.claims)
    return place


def _lines_and_key(place: Place, sizes: Sizes) -> Place:
    _key(place)
    return _lines_only(place, sizes)


def _decided(place: Place, sizes: Sizes) -> Place:
    made = lines(place.folder, sizes.claims)
    place.done("backfill", made, "--approve", "--by", "clerk")
    return place


def _many(place: Place, sizes: Sizes) -> Place:
    made = lines(place.folder, sizes.many)
    place.done("backfill", made, "--approve", "--by", "clerk")
    return place


def _pending(place: Place, sizes: Sizes) -> Place:
    place.done("backfill", lines(place.folder, sizes.pending), "--by", "clerk")
    return place


def _granted(place: Place, sizes: Sizes) -> Place:
    _decided(place, sizes)
    place.done("budget", "appropriate", "2022", *MONEY)
    return place


def _computed(place: Place, sizes: Sizes) -> Place:
    _granted(place, sizes)
    place.done(*COMPUTE)
    return place


def _published(place: Place, sizes: Sizes) -> Place:
    _computed(place, sizes)
    _with_accounts(place)
    place.done(*PUBLISH)
    return place


def _with_accounts(place: Place) -> None:
    """Name the account of every enterprise, from a sheet."""
    known = json.loads(place.done("claims", "--json").out)
    firms = {claim["uscc"]: claim["enterprise"] for claim in known}
    rows = [f"{uscc},{name},示例银行,{at:012d}" for at, (uscc, name) in enumerate(firms.items())]
    sheet = place.folder / "accounts.csv"
    headers = "统一社会信用代码,户名,开户行,账号"
    sheet.write_text("\n".join([headers, *rows]) + "\n", encoding="utf-8")
    place.done("enterprise", "accounts", sheet, "--by", "registrar")


def _without_views(place: Place, sizes: Sizes) -> Place:
    _decided(place, sizes)
    place.kind.drop_views(place.address)
    return place


def _sealed_once(place: Place, sizes: Sizes) -> Place:
    """A ledger sealed, then grown."""
    _key(place)
    place.done("backfill", lines(place.folder, sizes.pending), "--by", "clerk")
    place.done("seal", place.seal, "--key", place.folder / "key")
    place.done("approve", "--pending", "--by", "officer")
    return place


def _key(place: Place) -> None:
    place.done("key", "new", "--key", place.folder / "key", "--name", ORIGIN)
