"""A process that is there for another goes when that one goes, also after `kill -9`. On Linux; elsewhere it stays."""

import ctypes
import functools
import signal
import sys

PR_SET_PDEATHSIG = 1


@functools.cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sig: signal.Signals = signal.SIGINT) -> None:
    """Called in the child, before it is about anything: the system sends it this signal when its parent has ended.

    Strictly: when the *thread* that started it has ended.
    """
    libc = _libc()
    if libc:
        libc.prctl(PR_SET_PDEATHSIG, sig)
