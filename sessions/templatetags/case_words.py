"""What is said of a case in templates: `{% load case_words %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from sessions import visibility

register = template.Library()


@register.simple_tag
def case_chip(case: Any) -> visibility.Chip:
    """Who sees this case now."""
    return visibility.case_chip(case.state)


@register.simple_tag
def method_name(treatment: Any) -> str:
    """The name of the method from the snapshot, in the reader's language."""
    method = treatment.method or {}
    words = method.get((get_language() or "nl")[:2]) or method.get("nl") or {}
    return words.get("name") or treatment.method_slug


@register.simple_tag
def only_me() -> visibility.Chip:
    """For answers that nobody else ever reads."""
    return visibility.own_chip()


@register.simple_tag
def hint_text(line: Any) -> str:
    """A hint with its word in bold where the sentence has %s."""
    before, _mark, after = line.text.partition("%s")
    return format_html("{}<b>{}</b>{}", before, line.word, after)


@register.simple_tag
def marked_text(card: Any, name: str) -> str:
    """A text with what may be recognisable underlined."""
    pieces = card.marked.get(name, [])
    return format_html_join("", "{}", ((_piece(text, kind),) for text, kind in pieces))


def _piece(text: str, kind: Any) -> str:
    shown = linebreaksbr(text)
    return format_html('<mark class="fill">{}</mark>', shown) if kind else shown
