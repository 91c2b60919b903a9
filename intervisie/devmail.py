"""Development only: the mails that would have gone out, newest first.

Only on the machine itself and only with INTERVISIE_DEVELOPMENT; elsewhere these addresses do not exist. The HTML of a
mail is shown as a document of its own whose policy allows styles and nothing else: no script, no form, no image from
elsewhere.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from functools import wraps
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

MOST = 200
BETWEEN = b"-" * 79 + b"\n"
POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "sandbox": ["allow-popups"],
}
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass
class Mail:
    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def at(self) -> datetime | None:
        date = self.message["Date"]
        return getattr(date, "datetime", None)

    @property
    def text(self) -> str:
        return _content(self.message, "plain")

    @property
    def html(self) -> str:
        return _content(self.message, "html")

    @property
    def links(self) -> list[str]:
        return list(dict.fromkeys(ADDRESS.findall(self.text)))

    @property
    def attachments(self) -> list[dict[str, Any]]:
        parts = [*self.message.iter_attachments(), *_calendars(self.message)]
        return [
            {"name": part.get_filename() or "", "type": part.get_content_type(), "text": _readable(part)}
            for part in parts
        ]


def development_only(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **more: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 (compared, nothing listens there)
        if not (settings.DEVELOPMENT and ip_address(address).is_loopback):
            raise Http404
        return view(request, *arguments, **more)

    return guarded


@require_safe
@development_only
def index(request: HttpRequest) -> HttpResponse:
    """All mails, newest first; `?to=` only those to one address."""
    to = request.GET.get("to", "")
    mails = [mail for mail in every() if to in mail.to][:MOST]
    return render(request, "dev/mails.html", {"mails": mails, "to": to})


@require_safe
@development_only
def mail(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "dev/mail.html", {"mail": find(key)})


@require_safe
@development_only
@csp(POLICY)  # type: ignore[arg-type]  # its types know only views without arguments
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML version as the mail program shows it."""
    return HttpResponse(find(key).html)


# ── the folder of Django's file backend: one file per connection, mails between lines of dashes ─────
def every() -> list[Mail]:
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "/nonexistent"))
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [mail for path in files[:MOST] for mail in reversed(list(_mails(path)))]


def find(key: str) -> Mail:
    for mail in every():
        if mail.key == key:
            return mail
    raise Http404


def _mails(path: Path) -> Iterator[Mail]:
    for number, raw in enumerate(path.read_bytes().split(BETWEEN)):
        if raw.strip():
            yield Mail(f"{path.stem}-{number}", email.message_from_bytes(raw, policy=policy.default))


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""


def _calendars(message: EmailMessage) -> Iterator[Any]:
    for part in message.walk():
        if part.get_content_type() == "text/calendar" and not part.is_attachment():
            yield part


def _readable(part: Any) -> str:
    return part.get_content() if part.get_content_maintype() == "text" else ""
