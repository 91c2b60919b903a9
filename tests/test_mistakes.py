"""The mistakes that `make mutants` puts in are mistakes: they differ, they parse, and what only talks is left alone."""

import ast
from pathlib import Path

import pytest

from bench._mistakes import mistakes
from bench.mutants import TARGETS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = '''
"""Docs 1 == 2."""

LIMIT = 3


def may(user, thing, *, now=5):
    """More docs."""
    log.info("never %s", 1 + 1)
    check(user)
    if not user.is_active or thing.size >= 12:
        return None
    mine = thing.rows.filter(owner=user, open=True)
    return _("één") if mine else "nee"
'''


def found(source=SOURCE):
    return {(mistake.kind, mistake.before, mistake.after) for mistake in mistakes(source, "thing.py")}


@pytest.mark.parametrize(
    "one",
    [
        ("one too many", "5", "6"),
        ("call left out", "check(user)", "pass"),
        ("not forgotten", "not user.is_active", "(user.is_active)"),
        ("comparison turned", "thing.size >= 12", "(thing.size > 12)"),
        ("condition forgotten", "not user.is_active or thing.size >= 12", "(not user.is_active)"),
        ("branch never taken", "not user.is_active or thing.size >= 12", "False"),
        (
            "condition of a query forgotten",
            "thing.rows.filter(owner=user, open=True)",
            "thing.rows.filter(owner=user)",
        ),
        ("nothing returned", 'return _("één") if mine else "nee"', "return None"),
    ],
)
def test_these_are_made(one):
    assert one in found()


def test_what_only_talks_and_what_lies_outside_functions_is_left_alone():
    assert not [before for _kind, before, _after in found() if before in ("3", "1 + 1", '_("één")', "return None")]


def test_a_mistake_is_put_in_where_it_belongs_also_after_signs_of_several_bytes():
    source = 'def f(a):\n    é = "ñ"; return a == 1\n'
    (turned,) = [one for one in mistakes(source, "f.py") if one.kind == "comparison turned"]
    assert turned.put_into(source) == 'def f(a):\n    é = "ñ"; return (a != 1)\n'


@pytest.mark.parametrize("target", TARGETS)
def test_mistakes_in_our_own_code_can_be_run(target):
    """One of each kind in each file."""
    for file in (ROOT / target).rglob("*.py") if (ROOT / target).is_dir() else [ROOT / target]:
        source = file.read_text()
        for one in {mistake.kind: mistake for mistake in mistakes(source, target)}.values():
            wrong = one.put_into(source)
            assert wrong != source
            ast.parse(wrong)
