"""How moments, numbers and names are written, in the language that is active. Reads no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from string import Template
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intervisie.common.drawing import Clock


def capital(text: str) -> str:
    """As a sentence begins: Eén van de drie, not Één."""
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]


def number(count: int) -> str:
    """Up to twelve in words, as in a sentence; beyond that in digits."""
    numbers = [
        _("geen"), _("één"), _("twee"), _("drie"), _("vier"), _("vijf"), _("zes"), _("zeven"), _("acht"), _("negen"),
        _("tien"), _("elf"), _("twaalf"),
    ]  # fmt: skip
    return numbers[count] if 0 <= int(count) < len(numbers) else str(count)


def nth(count: int) -> str:
    """eerste, tweede … twaalfde in words; beyond that 13e, 13th."""
    ordinals = [
        _("eerste"), _("tweede"), _("derde"), _("vierde"), _("vijfde"), _("zesde"), _("zevende"), _("achtste"),
        _("negende"), _("tiende"), _("elfde"), _("twaalfde"),
    ]  # fmt: skip
    return ordinals[count - 1] if 1 <= count <= len(ordinals) else _("%(count)se") % {"count": count}


def listing(names: Sequence[str]) -> str:
    """Rachid, Sietske en Joke"""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s en %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def initials(person: Any) -> str:
    """Two letters for a seat: of the first name and of the last word that starts with a capital."""
    if letters := getattr(person, "initials", ""):
        return str(letters)
    parts = str(getattr(person, "called", person) or "").split()
    rest = [part for part in parts[1:] if part[:1].isupper()] or parts[1:]
    return "".join(part[:1] for part in [*parts[:1], *rest[-1:]]).upper()


# ── moments ────────────────────────────────────────────────────────────────────────────────────────
def day(moment: date | None) -> str:
    """donderdag 3 december; with the year when it is not this one."""
    if not moment:
        return ""
    same_year = moment.year == timezone.localdate().year
    return dateformat.format(moment, "l j F" if same_year else "l j F Y")


def short_day(moment: date | None) -> str:
    """3 dec"""
    return dateformat.format(moment, "j M" if (get_language() or "").startswith("en") else "j b") if moment else ""


def weekday(moment: date | None) -> str:
    """do"""
    return dateformat.format(moment, "D") if moment else ""


def clock(moment: datetime | None) -> str:
    """13.30 in Dutch, 13:30 in English."""
    return dateformat.time_format(moment, "H:i" if (get_language() or "").startswith("en") else "H.i") if moment else ""


def spoken(moment: datetime | None) -> str:
    """half twee: for titles. What is not on a quarter is written in digits."""
    if not moment:
        return ""
    hour, following = number((moment.hour - 1) % 12 + 1), number(moment.hour % 12 + 1)
    said = {
        0: _("$hour uur"),
        15: _("kwart over $hour"),
        30: _("half $next"),
        45: _("kwart voor $next"),
    }.get(moment.minute)
    # Templates, as half past one in English is half to two in Dutch: a translation may take the other hour.
    return Template(said).substitute(hour=hour, next=following) if said else clock(moment)


def from_now(moment: date | None) -> str:
    """vandaag, morgen, over elf dagen, drie weken geleden."""
    if not moment:
        return ""
    on = moment.date() if isinstance(moment, datetime) else moment
    days = (on - timezone.localdate()).days
    if days in (-1, 0, 1):
        return {-1: _("gisteren"), 0: _("vandaag"), 1: _("morgen")}[days]
    span = _span(abs(days))
    return (_("over %(span)s") if days > 0 else _("%(span)s geleden")) % {"span": span}


def _span(days: int) -> str:
    if days < 21:
        return ngettext("%(count)s dag", "%(count)s dagen", days) % {"count": number(days)}
    weeks = round(days / 7)
    return ngettext("%(count)s week", "%(count)s weken", weeks) % {"count": number(weeks)}


# ── what pictures say ──────────────────────────────────────────────────────────────────────────────
def time_left(face: Clock) -> str:
    """nog 5 min; in overtime 2 min uitloop."""
    return (say_over() if face.state == "over" else say_left()).replace("#", str(face.minutes))


def say_left() -> str:
    return _("nog # min")


def say_over() -> str:
    return _("# min uitloop")


def until(ends_at: datetime) -> str:
    return _("tot %(time)s uur") % {"time": clock(timezone.localtime(ends_at))}


def band_sentence(minutes: Sequence[float]) -> str:
    steps = ngettext("%(count)s stap", "%(count)s stappen", len(minutes)) % {"count": number(len(minutes))}
    each = ", ".join(f"{value:g}" for value in minutes)
    return _("%(steps)s: %(each)s minuten") % {"steps": steps.capitalize(), "each": each}


def stages(stage: int, coach: str, notes: Mapping[int, str]) -> list[dict[str, str]]:
    """The six steps of the ladder, with the words under each and whether it is done or now; `stage` counts from 0."""
    who = {"coach": coach or _("je begeleider")}
    told = [
        (_("Afspreken"), _("afspraken en data")),
        (_("Voordoen"), _("%(coach)s leidt en denkt hardop") % who),
        (_("Samen doen"), _("jullie leiden een deel, %(coach)s de rest") % who),
        (_("Zelf leiden"), _("een van jullie leidt, %(coach)s kijkt mee") % who),
        (_("Zelfstandig"), _("%(coach)s is op afroep") % who),
        (_("Onderhoud"), _("elk jaar een keer kijken")),
    ]
    return [
        {"name": name, "note": notes.get(nr, note), "mark": "done" if nr < stage else "now" if nr == stage else ""}
        for nr, (name, note) in enumerate(told)
    ]
