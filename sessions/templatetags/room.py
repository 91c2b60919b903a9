"""What every part of the room needs: a press that works with and without script, and a part that goes to its own place.

{% load room %}
{% part "circle" %}
{% press "room_turn" session.pk css="acts" %}<input …><button …>{% endpress %}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sessions import shown

register = template.Library()
SOME_WORDS = 24


@register.filter
def first_sentences(text: str) -> str:
    """The beginning of a text in whole sentences: as many as fit in 24 words, one at least."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
        if kept and len(" ".join([*kept, sentence]).split()) > SOME_WORDS:
            break
        kept.append(sentence)
    return " ".join(kept)


@register.simple_block_tag(takes_context=True, end_name="endpress")
def press(
    context: template.Context, content: str, name: str, *ids: Any, css: str = "", id: str = "", **more: Any
) -> str:
    """A form that posts to this address. htmx sends it in place and swaps nothing: the page pulls what changed.

    `more` become attributes of the form: `data_fresh=True` → `data-fresh`.
    """
    url = reverse(name, args=ids)
    attributes = "".join(_attribute(key.replace("_", "-"), value) for key, value in more.items())
    attributes = _attribute("id", id) + _attribute("class", css) + attributes
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", ""))
    swap = "" if "data_hx_target" in more else ' data-hx-swap="none"'
    return format_html(
        '<form method="post" action="{}" data-hx-post="{}"{}{}>{}{}</form>',
        url,
        url,
        SafeString(swap),  # one of two texts above  # nosec B703
        SafeString(attributes),  # each made by format_html  # nosec B703
        token,
        SafeString(content),  # drawn by the template  # nosec B703
    )


def _attribute(name: str, value: Any) -> str:
    if value is True:
        return format_html(" {}", name)
    return format_html(' {}="{}"', name, value) if value not in ("", None, False) else ""


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, aside: bool = False) -> str:
    """`{% part "circle" %}`: sessions/room/_circle.html, with a print of what was drawn on its root.

    In a pull (`seen`, what the page has) it is left out where that is the same; `sent` hears which parts were not.
    """
    with context.push(aside=aside):
        html = context.template.engine.get_template(f"sessions/room/_{name}.html").render(context)
    drawn, place = shown.print_of(html), shown.id_of(html)
    if context.get("seen", {}).get(place) == drawn:
        return ""
    context.get("sent", []).append(place)
    return SafeString(shown.marked(html, drawn))  # drawn by a template, a hash set into it  # nosec B703


@register.simple_tag(takes_context=True)
def oob(context: template.Context) -> str:
    """On the root of a part: in a pull it goes to its own place, wherever the answer is put."""
    return SafeString(' data-hx-swap-oob="true"') if context.get("aside") else ""


@register.simple_tag
def new_id() -> str:
    """For a form that makes something: the same form sent twice makes it once."""
    return str(uuid4())


@register.filter
def as_shown(value: Any, tens: bool) -> str:
    """A number of a private scale: 7, or 70 where the scale runs to a hundred."""
    return f"{value}0" if tens and str(value) != "0" else str(value)


@register.filter
def facet_word(code: str, facet: Any) -> str:
    """The answer in words."""
    choice = facet.choice(code)
    return str(choice.label) if choice else ""


@register.filter
def get(kept: Mapping[str, Any], key: str) -> Any:
    """What stands under this key, or nothing."""
    return kept.get(key, "")
