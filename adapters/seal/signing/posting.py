"""One request to a server that may answer slowly, wrongly, without end, or never."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread

from adapters.files.durable import problem_text
from adapters.wording.translation import N_

SECONDS_MAX = 30  # for the whole answer, however slowly it comes
ANSWER_MAX_BYTES = 100_000


class UnansweredError(Exception):
    """No answer came; the text says why."""


def post(url: str, body: bytes, content_type: str) -> tuple[int, bytes]:
    """Return the status and the beginning of an answer. Raises UnansweredError."""
    if not url.startswith(("http://", "https://")):
        raise UnansweredError(N_("not http:// or https://"))
    answers: SimpleQueue[tuple[int, bytes] | Exception] = SimpleQueue()
    request = urllib.request.Request(url, data=body, method="POST")
    request.add_header("Content-Type", content_type)
    # A timeout of the socket begins again with each byte; the thread ends with the program.
    Thread(target=_answer, args=(request, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS_MAX)
    except Empty:
        raise UnansweredError(N_("timed out")) from None
    if isinstance(answer, Exception):
        raise UnansweredError(problem_text(getattr(answer, "reason", answer))) from answer
    return answer


def _answer(
    request: urllib.request.Request, answers: SimpleQueue[tuple[int, bytes] | Exception]
) -> None:
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_MAX) as answer:
            answers.put((answer.status, answer.read(ANSWER_MAX_BYTES)))
    except urllib.error.HTTPError as refused:
        answers.put((refused.code, _beginning(refused)))
    except (OSError, HTTPException, ValueError) as problem:
        answers.put(problem)


def _beginning(refused: urllib.error.HTTPError) -> bytes:
    try:
        return refused.read(ANSWER_MAX_BYTES)
    except (OSError, HTTPException):
        return b""
