"""How requests come off the wire: uvicorn's protocol on llhttp, with an end to what may come before and after a body.

llhttp is strict about where a request ends, and fast, but it knows no limit: a head without end would be gathered for
ever. And uvicorn adds what comes after a body in pieces (trailers) to the headers, where nobody may say anything any
more. `docs/decisions/0014-one-parser-and-its-limit.md` says why not the other parser.
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 32 * 1024  # bytes: what the proxy lets through as well
LINGER_SECONDS = 2.0
BETWEEN = len(": \r\n")
TOO_LONG = "Dit is te lang om te lezen. · This is too long to read.".encode()
REFUSAL = b"\r\n".join(
    [
        b"HTTP/1.1 431 Request Header Fields Too Large",
        b"content-type: text/plain; charset=utf-8",
        b"content-length: %d" % len(TOO_LONG),
        b"cache-control: no-store",
        b"x-content-type-options: nosniff",
        b"content-security-policy: default-src 'none'",
        b"connection: close",
        b"",
        TOO_LONG,
    ]
)


class Protocol(HttpToolsProtocol):
    """431 for a head that is too long, as soon as that is seen; the connection ends after it."""

    in_head = began = refused = False
    unfinished = 0  # bytes of a head that has not come to its end

    def data_received(self, data: bytes) -> None:
        if self.refused:
            return
        self.began = False
        super().data_received(data)
        if self.in_head and not self.began:  # so all of this was head
            self.unfinished += len(data)
            if self.unfinished > LONGEST_HEAD:
                self.refuse()

    def on_message_begin(self) -> None:
        self.in_head, self.began, self.unfinished = True, True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self.in_head = False
        fields = sum(len(name) + len(value) + BETWEEN for name, value in self.headers)
        if len(self.url) + fields > LONGEST_HEAD:
            self.refuse()
        elif not self.refused:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self.refused:
            super().on_message_complete()

    def refuse(self) -> None:
        """Not into the middle of an answer to an earlier request: then the connection just ends.

        What still comes is read and thrown away for a moment: who closes at once with bytes unread takes the answer
        away from whoever was still sending.
        """
        self.refused = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.close()
            return
        self.transport.write(REFUSAL)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)
