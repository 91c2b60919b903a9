"""A board to keep: as a drawing (PDF or PNG, by Typst) and as plain text. For its owner."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from intervisie.common import paper
from intervisie.common.words import day
from sessions.board_page import BoardPage, Number

TEMPLATE = "sessions/papers/board.typ"


def file_name(page: BoardPage) -> str:
    """Without anything of the case: the name of the board and the day."""
    name = page.boards[0].kind.name if page.boards else _("bord")
    return f"{slugify(name)}-{page.treatment.session.starts_at.astimezone(page.treatment.session.group.tz):%Y-%m-%d}"


def drawn(page: BoardPage, lang: str, form: str) -> bytes:
    """All boards of this case, each on a sheet of its own."""
    make = paper.picture if form == "png" else paper.pdf
    return make(TEMPLATE, _data(page), lang=lang)


def _data(page: BoardPage) -> dict[str, Any]:
    moment = page.treatment.session.starts_at.astimezone(page.treatment.session.group.tz)
    names = ", ".join(str(board.kind.name) for board in page.boards)
    return {
        "title": capfirst(names),
        "day": day(moment),
        "foot": _("Van wie de casus inbracht. Niemand anders kan dit blad maken."),
        "loud_word": _("luidheid"),
        "step_word": _("Eerste stap"),
        "boards": [{"name": capfirst(str(board.kind.name)), **board.kind.picture(board.laid)} for board in page.boards],
    }


def in_words(page: BoardPage) -> str:
    """Each board with its headings; what is empty is left out."""
    lines = []
    for board in page.boards:
        lines += [str(capfirst(str(board.kind.name))).upper(), ""]
        for heading, rows in board.kind.sections(board.laid):
            kept = [row for row in rows if row]
            lines += [str(heading), *(f"- {row}" for row in kept), ""] if kept else []
        if board.numbers:
            lines += [_("Mijn cijfers, alleen voor mij"), *(_number_line(one, board.tens) for one in board.numbers), ""]
    return "\n".join(lines)


def _number_line(one: Number, tens: bool) -> str:
    said = "" if one.value is None else str(one.value * 10 if tens else one.value)
    return f"- {day(one.on)}: {' – '.join(filter(None, [said, one.note]))}"
