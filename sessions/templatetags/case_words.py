"""What is said of a case in templates: `{% load case_words %}`."""

from __future__ import annotations

from typing import Any

from django import template
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
