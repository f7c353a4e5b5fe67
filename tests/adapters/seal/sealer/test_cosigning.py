"""What is taken of a witness's answer, and what is refused as not its cosignature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from adapters.ledger.ledger import Ledger
from adapters.seal.folder import SealFolder
from adapters.seal.notes import COSIGNATURE, SignerKey
from adapters.seal.sealing import add_signatures
from adapters.seal.witness import cosign, seal_and_cosign
from domain.refusals import Refusal
from tests.adapters.seal.sealed import NAME, exports, key_in, seal
from tests.adapters.seal.signing.serving import served
from tests.support.ledgers import CLERK, opened
from tests.support.stores import address

FIRST, SECOND, THIRD = (
    SignerKey(name=f"w{n}", kind=COSIGNATURE, seed=bytes([n]) * 32) for n in (1, 2, 3)
)


class Server(HTTPServer):
    """Answers each request with the next of what it is given, the last of it from then on."""

    answers: Sequence[tuple[int, str]] = ()
    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(body.partition("\n")[0])
        (status, answer), *rest = self.server.answers
        self.server.answers = rest or [(status, answer)]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def server() -> Iterator[Server]:
    with served(Server(("127.0.0.1", 0), Handler)) as server:
        server.asked = []
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> SealFolder:
    """A ledger of 12 events, sealed."""
    key = key_in(tmp_path)
    with opened(tmp_path / "ledger.db") as store:
        exports(store, 11)
        seal(store, tmp_path / "seal", key)
    return SealFolder(tmp_path / "seal")


def text_of(folder: SealFolder) -> str:
    head = folder.checkpoint()
    assert head is not None
    return head[0].text


def names_under(folder: SealFolder, size: int | None = None) -> list[str]:
    """Whose signatures stand under the last checkpoint, or under that of a size."""
    head = folder.checkpoint(size)
    assert head is not None
    return [line.name for line in head[1].signatures]


def test_the_lines_of_every_witness_trusted_are_taken(server: Server, folder: SealFolder) -> None:
    text = text_of(folder)
    server.answers = [(200, "".join(key.sign(text).line for key in (FIRST, SECOND, THIRD)))]

    made = cosign(server.url, folder.path, [key.verifier for key in (FIRST, SECOND)])

    assert (made, server.asked) == (2, ["old 0"])
    assert names_under(folder) == [NAME, "w1", "w2", "w3"]
    assert folder.witnesses() == [FIRST.verifier, SECOND.verifier]


def test_a_line_that_is_false_of_a_witness_known_is_left_out(
    server: Server, folder: SealFolder
) -> None:
    server.answers = [(200, FIRST.sign("other\n").line + SECOND.sign(text_of(folder)).line)]

    assert cosign(server.url, folder.path, [key.verifier for key in (FIRST, SECOND)]) == 1
    assert names_under(folder) == [NAME, "w2"]


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([(409, "x" * 201)], "x" * 200),
        ([(500, " " + "x" * 201)], "x" * 199),
        ([(409, "3\n"), (422, " no\n")], "no"),
        ([(200, "")], "no cosignature"),
        ([(200, SignerKey(name="w1", seed=bytes(32)).sign("x\n").line)], "no cosignature"),
    ],
)
def test_an_answer_that_cosigns_nothing_is_refused_with_its_beginning(
    answers: list[tuple[int, str]], answer: str, server: Server, folder: SealFolder
) -> None:
    server.answers = answers

    with pytest.raises(Refusal) as refused:
        cosign(server.url, folder.path, [FIRST.verifier])

    assert (refused.value.code, refused.value.facts["answer"]) == ("witness-refused", answer)
    assert refused.value.facts["status"] == answers[-1][0]
    assert names_under(folder) == [NAME]


def test_a_line_of_another_kind_alone_is_not_a_cosignature(
    server: Server, folder: SealFolder
) -> None:
    server.answers = [(200, SignerKey(name="w9", seed=bytes(32)).sign("x\n").line)]

    with pytest.raises(Refusal, match="no cosignature"):
        cosign(server.url, folder.path, [])


def test_a_witness_that_has_seen_more_is_named_with_how_much(
    server: Server, folder: SealFolder
) -> None:
    for seen, code in ((13, "witness-ahead"), (12, "witness-refused")):
        server.answers = [(409, f"{seen}\n"), (422, "")]

        with pytest.raises(Refusal) as refused:
            cosign(server.url, folder.path, [])

        assert refused.value.code == code
    assert refused.value.facts == {"url": server.url, "status": 422, "answer": ""}
    assert server.asked == ["old 0", "old 0", "old 12"]


def test_witnesses_that_the_folder_knows_count_where_none_is_named(
    server: Server, folder: SealFolder, tmp_path: Path
) -> None:
    server.answers = [(200, FIRST.sign(text_of(folder)).line)]
    ledger, key = Ledger(address(tmp_path / "ledger.db")), [tmp_path / "key"]

    def refused(require: int, *trusted: SignerKey) -> list[str]:
        keys = [str(witness.verifier) for witness in trusted]
        _, refusals = seal_and_cosign(
            ledger, folder.path, key, CLERK, [server.url], keys, [], None, None, False, require,
            lambda _: None,
        )  # fmt: skip
        return [refusal.code for refusal in refusals]

    assert refused(1) == ["witness-quorum"]
    assert refused(1, FIRST) == []
    assert refused(1) == []
    assert refused(1, SECOND) == ["witness-refused", "witness-quorum"]
    assert refused(2) == ["witness-quorum"]


def test_every_witness_named_is_asked(server: Server, folder: SealFolder, tmp_path: Path) -> None:
    server.answers = [(200, key.sign(text_of(folder)).line) for key in (FIRST, SECOND)]
    witnesses = [str(key.verifier) for key in (FIRST, SECOND)]

    sealed, refusals = seal_and_cosign(
        Ledger(address(tmp_path / "ledger.db")), folder.path, [tmp_path / "key"], CLERK,
        [server.url] * 2, witnesses, [], None, None, False, 2, lambda _: None,
    )  # fmt: skip

    assert (sealed.cosignatures, refusals) == (2, [])
    assert names_under(folder) == [NAME, "w1", "w2"]


def test_signatures_are_added_to_the_checkpoints_that_are_there(folder: SealFolder) -> None:
    head = folder.checkpoint()
    assert head is not None
    (folder.path / "checkpoint").unlink()

    add_signatures(folder.path, head[0], [FIRST.sign(head[0].text)], [FIRST.verifier])

    kept = folder.read_checkpoint(folder.sizes()[12][1])
    assert kept is not None
    assert [line.name for line in kept[1].signatures] == [NAME, "w1"]
    assert folder.read("checkpoint") is None
