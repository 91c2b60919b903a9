"""From templates to a message: subject, text and HTML, in one language and one zone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

if TYPE_CHECKING:
    from css_inline import CSSInliner

_stop: ContextVar[str] = ContextVar("stop", default="")


@contextmanager
def can_be_stopped(address: str) -> Iterator[None]:
    """Letters written inside end with a link to this address: the one that stops such mails. "" for none."""
    token = _stop.set(address)
    try:
        yield
    finally:
        _stop.reset(token)


@dataclass
class Message:
    """What one person gets. Never content of a case: mail lies around."""

    subject: str
    text: str
    html: str = ""
    attachments: list[tuple[str, str | bytes, str]] = field(default_factory=list)  # name, content, MIME type
    headers: dict[str, str] = field(default_factory=dict)
    alternatives: list[tuple[str, str]] = field(default_factory=list)  # content, MIME type: an invitation's calendar


def mail(template: str, *, language: str, zone: str | ZoneInfo, **context: Any) -> Message:
    """Render templates/emails/<template>.subject.txt, .txt and .html. `zone` is the group's: times are said in it.

    The templates know `base_url` (put it before every `{% url %}`), `site_name`, `language` and `stop_url` (or "")
    beside the context.
    """
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    context = {"base_url": settings.BASE_URL, "site_name": settings.SITE_NAME, "language": language, **context}
    context["stop_url"] = _stop.get()
    with translation.override(language), timezone.override(zone):
        context["subject"] = " ".join(_render(f"emails/{template}.subject.txt", context).split())
        return Message(
            subject=context["subject"],
            text=_tidy(_render(f"emails/{template}.txt", context)),
            html=_inliner().inline(_render(f"emails/{template}.html", context)),
        )


def _render(name: str, context: dict) -> str:
    """Plain text is not HTML: a name like O'Brien stays as it is in .txt."""
    template = get_template(name)
    return template.template.render(  # type: ignore[attr-defined]
        Context(context, autoescape=name.endswith(".html"), use_l10n=True)
    )


def _tidy(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip().replace("\n--\n", "\n-- \n") + "\n"


@lru_cache(maxsize=1)
def _inliner() -> "CSSInliner":
    """Style classes of `emails/base.html` become attributes; what only a style sheet can say (dark, narrow) stays.

    Loaded by the worker that writes letters, not by every web process.
    """
    from css_inline import CSSInliner  # noqa: PLC0415 (see above)

    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)
