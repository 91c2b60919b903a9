"""The places beside the fields of the editor."""

from typing import Any

from django import template

from methods.draft.shape import OF_THE_PLAN
from methods.editor import Editor

register = template.Library()


@register.simple_tag
def times_of(form: Any, phase_id: str) -> list[Any]:
    """`{% times_of form row.id as times %}`: the fields for the minutes of one step."""
    return [form[f"{name}-{phase_id}"] for name in OF_THE_PLAN]


@register.simple_tag
def folds(form: Any, editor: Editor, names: str, first: bool = False) -> bool:
    """`{% folds form editor "say do" as open %}`: is there something to do in these fields, so that they lie open?"""
    fields = names.split()
    wrong = {error.removeprefix("nl-").removeprefix("en-").split("-")[0] for error in form.errors}
    differs = {name for name in fields for bound in form.of(name) if hasattr(bound, "theirs")}
    return first or any(name in editor.slots or name in wrong or name in differs for name in fields)


@register.inclusion_tag("methods/own/_lack.html")
def lacks(editor: Editor, name: str, oob: bool = False) -> dict[str, Any]:
    """`{% lacks editor "title" %}`: what this field still lacks, or an empty place for it.

    `oob`: it comes after a pause in the typing, and takes the place of what stood there.
    """
    return {"name": name, "lacks": editor.slots.get(name, []), "oob": oob}
