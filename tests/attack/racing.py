"""Two people at the same instant: each deed in a thread with a connection of its own, held where it would hurt most."""

import threading
from contextlib import suppress

from django.db import connections
from django.utils.module_loading import import_string

PATIENCE = 0.6  # seconds: whoever waits for a lock does not come; the other goes on


class Meeting:
    """The deeds of one race wait for each other at the named functions, once each, and go on together."""

    def __init__(self, monkeypatch, count, at):
        self.barrier, self.came = threading.Barrier(count), threading.local()
        for path in at:
            monkeypatch.setattr(path, self._held(import_string(path)))

    def _held(self, function):
        def wait_and_do(*arguments, **named):
            if not getattr(self.came, "here", False):
                self.came.here = True
                with suppress(threading.BrokenBarrierError):
                    self.barrier.wait(PATIENCE)
            return function(*arguments, **named)

        return wait_and_do


def race(monkeypatch, *deeds, at):
    """Do these at once, each held at the first of the functions `at` it comes to. What each gave back or raised."""
    with monkeypatch.context() as patched:
        Meeting(patched, len(deeds), at)
        results = [None] * len(deeds)
        threads = [threading.Thread(target=_do, args=[results, nr, deed]) for nr, deed in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive(), "still waiting for a lock"
    return results


def _do(results, place, deed):
    try:
        results[place] = deed()
    except Exception as error:
        results[place] = error
    finally:
        connections.close_all()


def refused(results):
    return [one for one in results if isinstance(one, Exception)]
