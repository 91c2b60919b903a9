"""What is left behind beside the answers: log lines, and what Valkey holds or is told."""

import logging
import threading
from contextlib import contextmanager
from copy import copy
from logging.config import DictConfigurator
from typing import NamedTuple

from django.conf import settings
from redis import Redis

from intervisie import logs


class Line(NamedTuple):
    level: int
    written: str  # as production writes it
    carried: str  # everything the record knows, exceptions and requests among it


def production_formatter():
    wanted = logs.configuration(development=False)
    return DictConfigurator(wanted).configure_formatter(wanted["formatters"]["event"])


class _Keeper(logging.Handler):
    def __init__(self):
        super().__init__(logging.NOTSET)
        self.lines = []
        self.setFormatter(production_formatter())

    def emit(self, record):
        carried = f"{logging.Formatter().format(copy(record))} {vars(record)}"
        self.lines.append(Line(record.levelno, self.format(record), carried))


@contextmanager
def everything_logged():
    """Every line of every logger, with everything it carries, however little it would say in production."""
    keeper = _Keeper()
    loggers = [logging.getLogger(), *(one for one in logging.root.manager.loggerDict.values() if _real(one))]
    before = [(one, one.level, one.propagate) for one in loggers]
    handlers, logging.root.handlers = logging.root.handlers, [keeper]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.propagate = True
    try:
        yield keeper.lines
    finally:
        logging.root.handlers = handlers
        for one, level, propagate in before:
            one.setLevel(level)
            one.propagate = propagate


def _real(logger):
    return isinstance(logger, logging.Logger)


def everything_in_valkey():
    """Keys and values, whatever their kind."""
    client = Redis.from_url(settings.REDIS_URL)
    read = {b"string": client.get, b"hash": client.hgetall, b"set": client.smembers}
    read |= {b"list": lambda key: client.lrange(key, 0, -1), b"zset": lambda key: client.zrange(key, 0, -1)}
    return [(key, read[client.type(key)](key)) for key in client.scan_iter("*")]


@contextmanager
def everything_told_to_valkey():
    """Every command it gets from anybody, messages to the streams and bells for the workers among them."""
    client, told, listening = Redis.from_url(settings.REDIS_URL), [], threading.Event()
    last = "the end of what was listened for"
    with client.monitor() as monitor:
        ear = threading.Thread(target=_listen, args=[monitor, told, listening, last], daemon=True)
        ear.start()
        listening.wait(5)
        yield told
        Redis.from_url(settings.REDIS_URL).echo(last)
        ear.join(10)
        assert not ear.is_alive(), "did not hear the end"


def _listen(monitor, told, listening, last):
    listening.set()
    for command in monitor.listen():
        if last in command["command"]:
            return
        told.append(command["command"])
