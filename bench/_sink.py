"""A mail server that takes everything and keeps nothing but who and which: `python -m bench._sink PORT FILE`

As raw as SMTP gets: no queue, no disk but one line per accepted message (moment, Message-ID), written and flushed
before the sender hears that it was accepted. So what stands in the file is what somebody was promised.
"""

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import IO

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Post(asyncio.Protocol):
    def __init__(self, book: IO[bytes]) -> None:
        self.book, self.buffer, self.in_data = book, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.step():
            pass

    def step(self) -> bool:
        """Take one line or one message off what has come; False when neither is whole."""
        end = b"\r\n.\r\n" if self.in_data else b"\r\n"
        taken, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        self.transport.write(self.message(taken) if self.in_data else self.command(taken[:4].upper()))
        return True

    def command(self, verb: bytes) -> bytes:
        if verb == b"QUIT":
            asyncio.get_running_loop().call_soon(self.transport.close)
            return b"221 bye\r\n"
        self.in_data = verb == b"DATA"
        return b"354 go on\r\n" if self.in_data else b"250 ok\r\n"

    def message(self, content: bytes) -> bytes:
        self.in_data = False
        found = MESSAGE_ID.search(content[:4000])
        self.book.write(f"{time.time():.3f} {found[1].decode() if found else '-'}\n".encode())
        self.book.flush()
        return b"250 accepted\r\n"


async def main(port: int, path: str) -> None:
    with Path(path).open("ab") as book:
        server = await asyncio.get_running_loop().create_server(lambda: Post(book), "127.0.0.1", port, backlog=500)
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
