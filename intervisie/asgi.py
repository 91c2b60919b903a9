"""The server's application: `/live/…` is a stream, everything else is a page.

The streams are a small ASGI application beside Django; the pages are Django's WSGI application on a bounded pool of
threads. Both see the visitor's own address, taken from the proxies in front of us only when the settings say that
there are any.
"""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intervisie.settings")
django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)

from intervisie.common.live import LiveApp  # noqa: E402
from intervisie.pages import Pages, Receive, Scope, Send  # noqa: E402
from intervisie.wsgi import application as wsgi  # noqa: E402
from sessions.stream import RIGHTS, SCREENS  # noqa: E402


class Application:
    def __init__(self, pages: Any, live: Any, *, proxies: int = 0) -> None:
        self.pages, self.live, self.proxies = pages, live, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} has no place here")
        scope = behind_proxies(scope, self.proxies)
        to = self.live if scope["path"].startswith("/live/") else self.pages
        await to(scope, receive, send)

    def close(self) -> None:
        """End every stream cleanly; new ones are told to come back."""
        self.live.close()


def behind_proxies(scope: Scope, proxies: int) -> Scope:
    """The address as the outermost of our own proxies saw it. Whatever else the headers claim, anybody may have
    written."""
    names = (b"x-forwarded-for", b"x-forwarded-proto")
    if not proxies:
        return scope | {"headers": [pair for pair in scope["headers"] if pair[0] not in names]}
    said = b",".join(value for name, value in scope["headers"] if name == names[0])
    hops = [hop.strip().decode("latin1") for hop in said.split(b",") if hop.strip()]
    if len(hops) < proxies:
        return scope
    return scope | {"client": (hops[-proxies], 0)}


application = Application(
    Pages(wsgi, threads=settings.WEB_THREADS), LiveApp(RIGHTS, screens=SCREENS), proxies=settings.TRUSTED_PROXIES
)
