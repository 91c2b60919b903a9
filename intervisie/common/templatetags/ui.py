"""The parts every page is made of. A builtin library: templates need no {% load %}.

Each tag promises one part of the design vocabulary; each filter one way of writing a moment. Words are in `words`,
geometry in `intervisie.common.drawing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intervisie.common import drawing, words

register = template.Library()

THEMES = ("light", "dark")
KINDS = {"success": ("good", "check"), "warning": ("care", "triangle-alert"), "error": ("stop", "circle-alert")}


def part(thing: Any, name: str, default: Any = "") -> Any:
    """A key of a mapping or an attribute of an object: parts take both."""
    return thing.get(name, default) if isinstance(thing, Mapping) else getattr(thing, name, default)


# ── small things ───────────────────────────────────────────────────────────────────────────────────
@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> str:
    """`{% icon "check" %}`, `{% icon "shield" "lg" %}`. Without `label` it is decoration beside a word."""
    seen = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    css = f"icon {extra}".strip()
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', css, seen, _sprite(), name)


@lru_cache(maxsize=1)
def _sprite() -> str:
    """Where the icons are: the same for the life of a process, and asked for by each of them."""
    return static("icons.svg")


@register.simple_tag
def face(person: Any, extra: str = "") -> str:
    """`{% face user %}`, `{% face "Bas Hoekstra" "now" %}`: the initials in a circle; the name stands beside it."""
    return format_html('<span class="{}" aria-hidden="true">{}</span>', f"face {extra}".strip(), words.initials(person))


@register.inclusion_tag("ui/_mark.html")
def brandmark() -> dict[str, Any]:
    """The logo: seven chairs, one lit."""
    return {}


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """What somebody chose: "light", "dark" or "" (the device decides)."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = getattr(user, "theme", "")
    else:
        chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "") if request is not None else ""
    return chosen if chosen in THEMES else ""


@register.simple_block_tag(takes_context=True)
def navigation(context: template.Context, content: str) -> str:
    """`{% navigation %}{% block nav_current %}{% endblock %}{% endnavigation %}`: the main menu, with where we are.

    Parts: today, group, methods, me. It asks the database nothing: whether somebody coordinates came with the person.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    seen = {"user": user, "current": content.strip(), "coordinates": getattr(user, "coordinates", False)}
    return render_to_string("ui/_nav.html", seen)


@register.inclusion_tag("ui/_sees.html")
def sees(chip: Any, id: str = "") -> dict[str, Any]:
    """`{% sees chip %}`: who sees this, when. `chip` has .icon .text .only_me and comes from the policy."""
    return {"chip": chip, "id": id}


@register.simple_tag
def lamp(level: str) -> str:
    """`{% lamp "on|half|off" %}`: one readiness light; its word stands beside it."""
    shapes = {
        "on": '<circle class="fill" cx="11" cy="11" r="6.5"/>',
        "half": '<path class="fill" d="M11 4.5a6.5 6.5 0 0 0 0 13z"/>',
        "off": "",
    }
    circle = '<circle cx="11" cy="11" r="9.5"/>'
    return format_html(
        f'<svg class="lamp {{}}" viewBox="0 0 22 22" aria-hidden="true">{circle}{shapes[level]}</svg>', level
    )


# ── messages ───────────────────────────────────────────────────────────────────────────────────────
@register.filter
def flash_kind(message: Any) -> str:
    """good, care or stop, from the level of a message of Django."""
    return KINDS.get(part(message, "level_tag"), ("", ""))[0]


@register.filter
def flash_icon(message: Any) -> str:
    return KINDS.get(part(message, "level_tag"), ("", "info"))[1]


# ── pictures ───────────────────────────────────────────────────────────────────────────────────────
@register.inclusion_tag("ui/_ring.html")
def ring(
    seats: Iterable[Any], label: str, size: str = "room", centre: Any = "", first: float = 0, extra: str = ""
) -> dict[str, Any]:
    """`{% ring seats label="Merel is aan de beurt, daarna Rachid." %}`: the ring of chairs, in seating order.

    A seat has `name`, `initials` (optional) and `state`: words out of now, next, case, ready, turned, lead.
    For an emblem a string of states does: `{% ring "now,next,,,case,," size="hero" label=… %}`.
    `label` is the sentence that says the same. `size`: hero, room, wall (names) or chair. `centre`: lines of text.
    More than nine people: nothing is drawn, the list beside it stands alone.
    """
    seats = [{"state": state} for state in seats.split(",")] if isinstance(seats, str) else list(seats)
    if not 0 < len(seats) <= drawing.MOST_SEATS:
        return {"drawn": []}
    look = drawing.RING_SIZES[size]
    states = [str(part(seat, "state")) for seat in seats]
    places = drawing.ring(len(seats), look, [nr for nr, state in enumerate(states) if "turned" in state.split()], first)
    names = [str(part(seat, "name")) if look.name else "" for seat in seats]
    margin = drawing.ring_margin(names, places, look) if look.name else 0
    lines = [centre] if isinstance(centre, str) else list(centre)
    return {
        "look": look,
        "label": label,
        "extra": extra,
        "box": f"{-margin:g} 0 {2 * (look.half + margin):g} {2 * look.half:g}",
        "drawn": [
            {
                "place": place,
                "state": state,
                "name": name,
                "initials": part(seat, "initials") or words.initials(part(seat, "name")),
            }
            for place, state, name, seat in zip(places, states, names, seats, strict=True)
        ],
        "centre": [(text, look.half + 22 * nr - 11 * (len(lines) - 1)) for nr, text in enumerate(lines) if text],
    }


@register.inclusion_tag("ui/_band.html")
def band(phases: Iterable[Any], label: str = "", tall: bool = False) -> dict[str, Any]:
    """`{% band phases %}`: a method's time. A phase has `minutes` and `band`: "" (together), hear, write, close."""
    known = [(float(part(phase, "minutes", 0) or 0), str(part(phase, "band") or "")) for phase in phases]
    return {
        "segments": drawing.band(known),
        "label": label or words.band_sentence([minutes for minutes, _kind in known]),
        "tall": tall,
    }


@register.inclusion_tag("ui/_band_key.html")
def band_key(mine: bool = False) -> dict[str, Any]:
    """What the colours of a band mean. `mine`: the reader is the one who brings the case."""
    return {"mine": mine}


@register.inclusion_tag("ui/_ladder.html")
def ladder(stage: int, coach: str = "", notes: Mapping[int, str] | None = None, id: str = "ladder") -> dict[str, Any]:
    """`{% ladder group.stage coach.first_name %}`: six steps; `stage` counts from 0. `notes`: {nr: words}."""
    return {"steps": words.stages(int(stage), coach, notes or {}), "id": id}


@register.simple_tag
def steps6(stage: int) -> str:
    """`{% steps6 group.stage %}`: the ladder in small, for a row of a table; the word stands beside it."""
    return _steps6(int(stage), get_language())


@lru_cache(maxsize=30)
def _steps6(stage: int, language: str) -> str:
    """There are six of it per language, and a table has fifty rows."""
    marks = ["done" if nr < stage else "now" if nr == stage else "" for nr in range(6)]
    return render_to_string("ui/_steps6.html", {"marks": marks, "nr": stage + 1})


@register.inclusion_tag("ui/_levels.html")
def levels(level: int, name: str, most: int = 4) -> dict[str, Any]:
    """`{% levels 2 "geoefend" %}`: how far somebody is with one competency."""
    return {"marks": [nr < level for nr in range(most)], "level": level, "name": name, "most": most}


@register.inclusion_tag("ui/_figure.html")
def figure(
    points: Iterable[Any], title: str, caption: str = "", heads: str = "", top: float | None = None, id: str = "figure"
) -> dict[str, Any]:
    """`{% figure points "Bijeenkomsten gehouden" "Per twee maanden." id="gehouden" %}`: points are (label, value).

    `heads`: the columns of the table, "Maand|Aantal". `top`: the value that reaches the roof (100 for percent).
    """
    drawn = drawing.line([(str(label), float(value)) for label, value in points], top=top)
    first, _bar, second = (heads or _("Wanneer|Aantal")).partition("|")
    path = " ".join(f"{point.x:g},{point.y:g}" for point in drawn)
    return {"points": drawn, "path": path, "title": title, "caption": caption, "heads": (first, second), "id": id}


@register.inclusion_tag("ui/_timer.html")
def timer(
    ends_at: Any = None,
    total: float = 0,
    now: Any = None,
    left: float | None = None,
    wall: bool = False,
    id: str = "timer",
) -> dict[str, Any]:
    """`{% timer ends_at=step.ends_at total=step.seconds now=now %}`: an arc, whole minutes and the end as clock time.

    Paused: `{% timer left=seconds total=seconds %}` without `ends_at`. All in seconds; moments are aware.
    """
    seconds = (ends_at - now).total_seconds() if ends_at and now else (left or 0)
    face = drawing.clock(seconds, total, paused=ends_at is None)
    return {
        "face": face,
        "words": words.time_left(face),
        "until": words.until(ends_at) if ends_at else "",
        "say_left": words.say_left(),
        "say_over": words.say_over(),
        "ends_at": ends_at.isoformat() if ends_at else "",
        "now": now.isoformat() if now else "",
        "total": int(total),
        "wall": wall,
        "id": id,
    }


@register.inclusion_tag("ui/_tally.html")
def tally(ready: int, of: int, id: str = "tally") -> dict[str, Any]:
    """`{% tally 3 5 %}`: dots and words, "3 van 5 klaar"."""
    return {"dots": [nr < ready for nr in range(of)], "ready": ready, "of": of, "id": id}


@register.filter
def svg(number: float) -> str:
    """A number as SVG and data attributes write it, whatever the language: 12.5"""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


@register.filter
def add_svg(number: float, more: float) -> str:
    return svg(float(number) + float(more))


@register.inclusion_tag("ui/_live.html")
def live(
    url: str, token_url: str = "", versions: Mapping[str, int] | None = None, wall: bool = False
) -> dict[str, Any]:
    """`{% live url=live_url token_url=token_url versions=versions %}`: the word *live*, and the stream behind it.

    `versions` were read before the data of this page (`live.versions(topic)`); `token_url` answers {"url": …} as JSON.
    `wall`: nobody types there.
    """
    return {"url": url, "token_url": token_url, "versions": json.dumps(dict(versions or {})), "wall": wall}


# ── forms ──────────────────────────────────────────────────────────────────────────────────────────
LOOKS = ("pick", "tiles", "five", "rsvp")
CHOICES = {"RadioSelect": "pick", "CheckboxSelectMultiple": "tiles"}
CONTROLS = {"Select": "form-select", "NullBooleanSelect": "form-select", "CheckboxInput": "form-check-input"}


@register.inclusion_tag("ui/field.html")
def field(
    bound: Any,
    label: str | None = None,
    help: str | None = None,
    look: str = "",
    chip: Any = None,
    hide_label: bool = False,
    optional: bool = False,
    ends: str = "",
    **attrs: Any,
) -> dict[str, Any]:
    """`{% field form.question %}`: label, control, help, who sees it, and the error at the field.

    `look`: pick, tiles, five, rsvp (for choices), voice (what people say) or code. `chip`: see `sees`.
    `ends`: "niet|steeds" under a row of five. Every other argument becomes an attribute of the control: `rows=3`,
    `data_draft="question"`.
    """
    kind = type(bound.field.widget).__name__
    choice = look if look in LOOKS else CHOICES.get(kind, "")
    shown_help = bound.help_text if help is None else help
    described = _described(bound, shown_help, chip)
    return {
        "bound": bound,
        "base": _base(bound),
        "label": bound.label if label is None else label,
        "help": shown_help,
        "choice": choice,
        "check": kind == "CheckboxInput",
        "chip": chip,
        "hide_label": hide_label,
        "optional": optional,
        "ends": ends.split("|") if ends else [],
        "control": "" if choice else bound.as_widget(attrs=_attributes(bound, kind, look, described, attrs)),
        "described": described,
    }


def _attributes(bound: Any, kind: str, look: str, described: str, given: dict[str, Any]) -> dict[str, Any]:
    own = bound.field.widget.attrs.get("class", "")
    attrs = {name.replace("_", "-"): value for name, value in given.items()}
    attrs["class"] = " ".join(filter(None, [CONTROLS.get(kind, "form-control"), own, look]))
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _base(bound: Any) -> str:
    return bound.auto_id or bound.html_name


def _described(bound: Any, help: str, chip: Any) -> str:
    """The ids of what is written around the control: the error first, it is the news."""
    around = [("error", bound.errors), ("help", help), ("sees", chip)]
    return " ".join(f"{_base(bound)}-{name}" for name, there in around if there)


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(form: Any, **labels: str) -> dict[str, Any]:
    """`{% form_errors form %}`: what did not work, with links to the fields; takes the focus. Or nothing.

    `login=email_label` gives a field the label it has on the page, where that is another than the form's.
    """
    fields = [(bound, labels.get(bound.name, bound.label)) for bound in form if bound.errors] if form.errors else []
    secret = any(getattr(bound.field.widget, "input_type", "") == "password" for bound in form)  # is not given back
    return {"fields": fields, "general": form.non_field_errors() if form.errors else [], "secret": secret}


# ── moments ────────────────────────────────────────────────────────────────────────────────────────
register.filter("number", words.number, is_safe=False)
register.filter("initials", words.initials, is_safe=False)
register.filter("day", words.day, expects_localtime=True)
register.filter("short_day", words.short_day, expects_localtime=True)
register.filter("weekday", words.weekday, expects_localtime=True)
register.filter("clock", words.clock, expects_localtime=True)
register.filter("spoken", words.spoken, expects_localtime=True)
register.filter("from_now", words.from_now, expects_localtime=True)


@register.filter
def minutes(number: int) -> str:
    """12 → "12 minuten"."""
    return ngettext("%(count)s minuut", "%(count)s minuten", number) % {"count": number}
