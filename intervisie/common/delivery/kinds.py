"""The kinds of message. Each app registers its own in `emails.py`, which is imported at start-up.

    @kind("session_reminder")
    class SessionReminder:
        def still_true(self, row) -> bool: ...      # asked at the moment of sending
        def render(self, row) -> Message: ...       # `mail("sessions/reminder", language=row.speaks, zone=…, …)`

A function works too; it only renders and is always still true. With `once=True` a message whose worker died while
sending is left for a human instead of being sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from intervisie.common.models import Delivery

KINDS: dict[str, "Kind"] = {}
_unsubscribe: list[Callable[[Delivery], str]] = []


@dataclass(frozen=True)
class Kind:
    name: str
    still_true: Callable[[Delivery], bool]
    render: Callable[[Delivery], Any]
    once: bool = False
    topic: str = ""  # of topics.py: what its reader may not want; "": always wanted


def kind(name: str, *, once: bool = False, topic: str = "") -> Callable[[Any], Any]:
    """Register a class with `still_true(row)` and `render(row)`, or a function that renders, under this name."""

    def register(thing):
        maker = thing() if isinstance(thing, type) else thing
        render = getattr(maker, "render", maker)
        KINDS[name] = Kind(name, getattr(maker, "still_true", _always), render, once, topic)
        return thing

    return register


def _always(row: Delivery) -> bool:
    return True


def unsubscribe_link(function: Callable[[Delivery], str]) -> Callable[[Delivery], str]:
    """Register what knows the absolute one-click address (RFC 8058) that ends messages like this row; "" for none."""
    _unsubscribe[:] = [function]
    return function


def unsubscribe_address(row: Delivery) -> str:
    """Where this person ends the topic of this message; "" when it belongs to none."""
    known = KINDS.get(row.kind)
    return _unsubscribe[0](row) if _unsubscribe and known and known.topic and row.user_id else ""


def unsubscribe_headers(address: str) -> dict[str, str]:
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
