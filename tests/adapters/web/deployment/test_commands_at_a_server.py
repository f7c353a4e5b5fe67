"""Where a server is named, nothing of this machine is opened instead: every command, walked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.web.api.table import NOT_SERVED
from scripts.cli.nouns import verbs
from tests.commands.policy.several.test_every_command import DAYS, TAKES
from tests.support.command import subsidy
from tests.support.few_claims import ONE, few_claims

pytestmark = pytest.mark.sqlite

SERVER = "http://127.0.0.1:9"  # where nobody listens


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_claims(tmp_path_factory.mktemp("made"))


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is stood in, with the ledger that a command opens unasked; no token."""
    for file in made.parent.glob(f"{made.name}*"):
        if file.is_file():
            shutil.copy(file, tmp_path / file.name.replace(made.name, "ledger.db"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUBSIDY_TOKEN", raising=False)
    monkeypatch.delenv("SUBSIDY_STORE", raising=False)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("by", ["option", "environment"])
@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_command_asks_the_server_that_is_named_or_is_refused(
    verb: str, by: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(here)
    words = TAKES.get(verb, "").format(D=here, U=ONE, DAYS=" ".join(DAYS)).split()
    named = ("--server", SERVER) if by == "option" else ()
    if by == "environment":
        monkeypatch.setenv("SUBSIDY_SERVER", SERVER)

    ran = subsidy(*verb.split(), *words, *named, "--lang", "en")

    assert ran.out == ""
    assert contents(here) == before
    if verb in NOT_SERVED:
        assert ran.code == 2
        assert f"`subsidy {verb}` is not asked of a server, and {SERVER}" in ran.err
    else:  # the server is asked, for which a token is missing, or a word is
        assert ran.code == 2 or ran.err.startswith("token-missing"), ran.err


@pytest.mark.parametrize("option", [("--store", "ledger.db"), ("--store=ledger.db",)])
def test_a_ledger_and_a_server_are_not_named_together(option: tuple[str, ...], here: Path) -> None:
    for words in (("totals", *option), (*option, "totals")):
        ran = subsidy(*words, "--server", SERVER, "--lang", "en")

        assert ran.code == 2
        assert "--store names ledgers of this machine" in ran.err
