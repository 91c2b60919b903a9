"""Looked at before anything starts: what a wrong setting would only show when it is too late."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from intervisie.common.encryption import masters


@register(Tags.security)
def field_keys(**_: Any) -> list[CheckMessage]:
    """A key that is too short or given twice would otherwise be noticed by the first text that cannot be read."""
    try:
        masters()
    except ImproperlyConfigured as error:
        hint = "A number names one key for ever, because texts remember it; see .env.example."
        return [Error(str(error), hint=hint, id="intervisie.E001")]
    return []


@register(Tags.security, deploy=True)
def secrets(**_: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= 50:
        return []
    hint = "Signed links and logins hang on it: at least 50 random characters."
    return [Error("SECRET_KEY is short.", hint=hint, id="intervisie.E002")]


@register(Tags.staticfiles, deploy=True)
def front(**_: Any) -> list[CheckMessage]:
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and any(settings.PAPER_FONTS.glob("*.ttf")):
        return []
    hint = "Assemble it with `python -m intervisie.dev.assemble <folder>` and point INTERVISIE_FRONT there."
    return [Error("The front end has not been assembled.", hint=hint, id="intervisie.E003")]
