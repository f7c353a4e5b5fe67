"""An authority of time stamps, made by `openssl ts` and served on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.adapters.seal.signing.machine import run
from tests.adapters.seal.signing.serving import served

CONFIG = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[authority]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
{certs}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority(ThreadingHTTPServer):
    """Answers with a stamp; or, where `answers` says so, with something else."""

    daemon_threads = True

    def __init__(self, folder: Path, *, brings_root: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.asked = folder, 0
        self.instead: bytes | None = None
        self.status = 200
        self.hangs = threading.Event()
        folder.mkdir()
        certs = f"certs = {folder}/root.pem" if brings_root else ""
        (folder / "c").write_text(CONFIG.format(folder=folder, certs=certs))
        (folder / "serial").write_text("01\n")
        # The longer name puts the root after the signer, in the order of DER.
        long = "/O=" + "o" * 60 + "/L=" + "l" * 60 + "/ST=" + "s" * 60
        at = ("-config", folder / "c")
        self._run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out",
                  "root.pem", "-subj", f"/CN={folder.name}{long}", *at,
                  "-extensions", "ca", "-days", "3650")  # fmt: skip
        self._run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
                  "-subj", f"/CN={folder.name} stamps", *at)  # fmt: skip
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
                  "-set_serial", "5", "-out", "tsa.pem", "-extfile", folder / "c",
                  "-extensions", "leaf", "-days", "3000")  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tsa"

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, question: bytes) -> bytes:
        self.asked += 1
        if self.instead is not None:
            return self.instead
        (self.folder / "q").write_bytes(question)
        self._run("ts", "-reply", "-config", "c", "-section", "authority", "-queryfile", "q",
                  "-out", "answer")  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def _run(self, *words: str | Path) -> None:
        named = [self.folder / word if (word in _FILES) else word for word in words]
        ran = run("openssl", *named)
        assert ran.returncode == 0, ran.stderr


_FILES = {"root.key", "root.pem", "tsa.key", "tsa.csr", "tsa.pem", "q", "answer", "c"}


class _Handler(BaseHTTPRequestHandler):
    server: Authority

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        self.server.hangs.wait(0)
        if self.server.hangs.is_set():
            self._drip()
            return
        answer = self.server.answer(question)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(answer)

    def _drip(self) -> None:
        """Send a byte now and then, so that no read ever times out."""
        try:
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                threading.Event().wait(0.1)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@contextmanager
def serving(folder: Path, *, brings_root: bool = False) -> Iterator[Authority]:
    """Make an authority in a folder and serve it."""
    with served(Authority(folder, brings_root=brings_root)) as server:
        yield server
