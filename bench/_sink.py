"""A mail server that takes everything and keeps nothing but who and which: `python -m bench._sink PORT FILE`

As raw as SMTP gets: no queue, no disk but one line per accepted message (moment, Message-ID), written and flushed
before the sender hears that it was accepted. So what stands in the file is what somebody was promised.
"""

import re
import socket
import socketserver
import sys
import threading
import time
from pathlib import Path
from typing import IO

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
LINE, MESSAGE = b"\r\n", b"\r\n.\r\n"
SAID = {b"QUIT": b"221 bye\r\n", b"DATA": b"354 go on\r\n"}
writing = threading.Lock()


class Post(socketserver.BaseRequestHandler):
    """One sender."""

    server: "Sink"

    def handle(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.kept, verb = b"", b""
        self.say(b"220 sink\r\n")
        while verb != b"QUIT" and (line := self.until(LINE)) is not None:
            verb = line[:4].upper()
            self.say(SAID.get(verb, b"250 ok\r\n"))
            if verb == b"DATA" and (content := self.until(MESSAGE)) is not None:
                self.write_down(content)
                self.say(b"250 accepted\r\n")

    def until(self, end: bytes) -> bytes | None:
        """What comes before these; None when the sender has gone."""
        while end not in self.kept:
            more = self.request.recv(65536)
            if not more:
                return None
            self.kept += more
        taken, _end, self.kept = self.kept.partition(end)
        return taken

    def say(self, answer: bytes) -> None:
        self.request.sendall(answer)

    def write_down(self, content: bytes) -> None:
        found = MESSAGE_ID.search(content[:4000])
        with writing:
            self.server.book.write(f"{time.time():.3f} {found[1].decode() if found else '-'}\n".encode())
            self.server.book.flush()


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 500
    book: IO[bytes]

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed is nothing to speak of here."""


if __name__ == "__main__":
    with Path(sys.argv[2]).open("ab") as book, Sink(("127.0.0.1", int(sys.argv[1])), Post) as sink:
        sink.book = book
        sink.serve_forever()
