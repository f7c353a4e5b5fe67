"""Where a server listens: an answer in two packets does not wait for an acknowledgement."""

from __future__ import annotations

import socket

from scripts.serving.listening import listening


def test_a_connection_sends_each_part_of_an_answer_at_once() -> None:
    with listening("127.0.0.1", 0, None) as door, socket.create_connection(door.getsockname()):
        accepted, _address = door.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
