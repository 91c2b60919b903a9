"""Whoever is about to wait for long (for the disk, at a commit) says so, and the next may begin meanwhile.

Who shares out the turns runs the work under `heard_by`; what waits calls `step_aside`. Nobody needs to listen: in a
command or a task it says nothing to anyone.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_here = threading.local()


@contextmanager
def heard_by(listener: Callable[[], None]) -> Iterator[None]:
    """In this thread, for as long as the block takes."""
    _here.listener = listener
    try:
        yield
    finally:
        _here.listener = None


def step_aside() -> None:
    """Said once: the turn is gone then, and does not come back."""
    listener, _here.listener = getattr(_here, "listener", None), None
    if listener is not None:
        listener()
