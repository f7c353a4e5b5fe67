"""Standard output and standard error that outlive their reader."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, TextIO


class OutputError(OSError):
    """Standard output cannot be written: its disk is full, say."""


class _UntilClosed(io.FileIO):
    """A stream that writes to nobody once its reader has gone, so that the verdict is reached.

    So does standard error that cannot be written: an exit code is what is left to say.
    """

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or 0
        except OSError as problem:
            closed = isinstance(problem, BrokenPipeError) or _closed_pipe_of_windows(problem)
            if self.fileno() == 1 and not closed:
                raise OutputError(problem.errno, problem.strerror) from problem
            discard(self)
            return len(data)


def _closed_pipe_of_windows(problem: OSError) -> bool:
    """Say whether this is how Windows reports a pipe whose reader has gone."""
    return os.name == "nt" and problem.errno == errno.EINVAL


def outlive_readers() -> None:
    """Make standard output and error go on where a reader stops; a narrow encoding does not fail.

    Streams that a caller has put in their place are left alone, and so is a console's.
    """
    sys.stdout, sys.stderr = _outliving(sys.stdout, 1), _outliving(sys.stderr, 2)


def discard(stream: TextIO | io.FileIO) -> None:
    """Send what a stream still holds to nobody: it cannot be written."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, stream.fileno())
    os.close(nobody)


def _outliving(stream: TextIO | None, number: int) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper) or stream.fileno() != number:
        return stream
    if stream.isatty():  # a console has its own way to show Chinese; no reader leaves it
        stream.reconfigure(errors="backslashreplace")
        return stream
    if isinstance(getattr(stream.buffer, "raw", None), _UntilClosed):
        return stream
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_UntilClosed(number, "wb", closefd=False)),
        encoding="utf-8" if os.name == "nt" else stream.encoding,  # Windows pipes have a code page
        errors="backslashreplace",
        line_buffering=number == 2,
        write_through=number == 2,
    )
