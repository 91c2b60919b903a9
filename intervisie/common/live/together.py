"""What many ask in the same moment is asked once: after a restart, two thousand pages come back within seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
MOST = 500  # questions in one go, so that the first need not wait for the last

Soon = Callable[[Any], Any]  # starts a coroutine, which ends with its owner


class Together(Generic[Question, Answer]):
    """`await together(question)`: asked with those that come while the last answer is under way, or within `pause`."""

    def __init__(
        self, ask: Callable[[list[Question]], Awaitable[list[Answer]]], *, soon: Soon, pause: float = 0.0
    ) -> None:
        self.ask, self.soon, self.pause = ask, soon, pause
        self.waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self.busy = False

    def __call__(self, question: Question) -> "asyncio.Future[Answer]":
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.waiting.append((question, answer))
        if not self.busy:
            self.busy = True
            self.soon(self._work())
        return answer

    async def _work(self) -> None:
        try:
            while self.waiting:
                await asyncio.sleep(self.pause)
                now, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
                await self._answer(now)
        except asyncio.CancelledError:
            fail(self.waiting, ConnectionAbortedError("closing"))
            raise
        finally:
            self.busy = False

    async def _answer(self, now: "list[tuple[Question, asyncio.Future[Answer]]]") -> None:
        try:
            answers = await self.ask([question for question, _future in now])
        except asyncio.CancelledError:
            fail(now, ConnectionAbortedError("closing"))
            raise
        except Exception as error:  # each of them hears it
            fail(now, error)
            return
        for (_question, future), answer in zip(now, answers, strict=True):
            if not future.done():
                future.set_result(answer)


def fail(waiting: "list[tuple[Any, asyncio.Future[Any]]]", error: Exception) -> None:
    for _question, future in waiting:
        if not future.done():
            future.set_exception(error)
            future.exception()  # seen: not everybody waits for the answer
