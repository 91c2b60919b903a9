"""The smallest stream there can be: asyncio, one subscription, one write per listener.

`python -m bench._bare_stream PORT REDIS_URL`; GET /<room> and it says what is published on bare:<room>. No rights, no
heartbeat, no way back.
"""

import asyncio
import resource
import sys
from collections import defaultdict

from redis.asyncio import Redis

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n"
rooms: dict[str, set[asyncio.StreamWriter]] = defaultdict(set)


async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = (await reader.readuntil(b"\r\n\r\n")).decode()
    room = rooms[asked.split()[1].strip("/")]
    writer.write(HEAD + b"event: hello\ndata: {}\n\n")
    room.add(writer)
    await reader.read()
    room.discard(writer)
    writer.close()


async def tell(url: str) -> None:
    async with Redis.from_url(url, socket_timeout=None) as redis, redis.pubsub(ignore_subscribe_messages=True) as heard:
        await heard.psubscribe("bare:*")
        async for message in heard.listen():
            for writer in rooms[message["channel"].decode().partition(":")[2]]:
                writer.write(b"event: hint\ndata: " + message["data"] + b"\n\n")


async def main(port: int, url: str) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    server = await asyncio.start_server(listen, "127.0.0.1", port, backlog=2048)
    async with server:
        await tell(url)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
