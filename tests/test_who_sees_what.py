"""The page about who sees what says what the chips say at the place itself, because both are drawn from the policy."""

import inspect
import re
from pathlib import Path

import pytest

from feedback import visibility as of_feedback
from groups import policy
from sessions import visibility as of_sessions
from sessions import who_sees_what as lines
from tests.groups.reading import Page

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "pages" / "who_sees_what.html"
LISTS = {
    "you": lambda: [*lines.lines_alone(), *of_feedback.lines_alone()],
    "there": of_feedback.lines_there,
    "group": lambda: [*lines.lines_together(), *of_feedback.lines_together()],
}


def section(client, name):
    """What stands in one section, line by line."""
    text = client.get("/wie-ziet-wat/").text.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]
    return [Page(line).words for line in re.findall(r"<li>(.*?)</li>", text, re.DOTALL)]


@pytest.mark.parametrize("name", LISTS)
def test_each_line_stands_there_with_the_chip_of_the_place_itself(client, db, name):
    said = [f"{line.what} Wie ziet dit: {line.chip.text}" for line in LISTS[name]()]
    assert len(said) > 1
    assert section(client, name)[: len(said)] == said


def test_in_ones_own_language(client, db):
    client.cookies["django_language"] = "en"
    page = client.get("/wie-ziet-wat/", headers={"accept-language": "en"}).text
    assert "Only you, later too" in page
    assert "Alleen jij" not in page


def test_what_is_only_yours_is_so_by_its_chip():
    assert all(line.chip.only_me for line in LISTS["you"]())
    assert not any(line.chip.only_me for line in of_feedback.lines_there())
    for line in LISTS["group"]():
        assert "groep" in str(line.chip.text)


def test_a_promise_that_changes_changes_the_page(client, db, monkeypatch):
    question = next(line for line in lines.lines_together() if line.chip == of_sessions.question_chip())
    assert f"{question.what} Wie ziet dit: De groep, meteen" in section(client, "group")
    monkeypatch.setattr(of_sessions, "QUESTION", of_sessions.Promise(of_sessions.Opens.NEVER, None, True, False))
    assert f"{question.what} Wie ziet dit: Alleen jij" in section(client, "group")


def test_no_promise_is_missing_from_the_page():
    """Every chip that can stand somewhere has its line."""
    said = {line.chip for of in LISTS.values() for line in of()}
    made = {
        of_sessions.own_chip(), of_sessions.case_chip("draft"), of_sessions.case_chip("shared"),
        of_sessions.share_chip(False), of_sessions.share_chip(True), of_sessions.question_chip(),
        of_sessions.wish_chip(), of_sessions.whisper_chip("wie leidt"), of_sessions.given_chip(),
        of_sessions.wish_chip(), of_sessions.board_chip(), of_sessions.board_chip(shared=True),
        *(of_sessions.mark_chip(marks) for marks in of_sessions.Marks if marks),
        of_feedback.pulse_chip(), of_feedback.line_chip(), of_feedback.direction_chip(),
        of_feedback.follow_up_chip(), of_feedback.outcome_chip(True), of_feedback.result_chip(),
    }  # fmt: skip
    assert made <= said
    of_writing = {str(line.chip.text) for line in lines.lines_together()}
    for opens in set(of_sessions.Opens) - {of_sessions.Opens.NEVER, of_sessions.Opens.AFTER_STEP}:
        assert (
            of_sessions.writing_chip(of_sessions.Promise(opens, None, True, False), "de inbrenger", "nl").text
            in of_writing
        )
    chips = {
        name for module in (of_sessions, of_feedback) for name, _f in inspect.getmembers(module, inspect.isfunction)
    }
    assert {name for name in chips if name.endswith("_chip") and not name.startswith("_")} == {
        "own_chip", "case_chip", "share_chip", "question_chip", "mark_chip", "park_chip", "writing_chip", "pulse_chip",
        "result_chip", "line_chip", "direction_chip", "follow_up_chip", "outcome_chip", "wish_chip",
        "whisper_chip", "given_chip", "board_chip",
    }  # fmt: skip


def test_the_lists_are_drawn_and_not_typed():
    for name in LISTS:
        text = TEMPLATE.read_text().split(f'aria-labelledby="{name}"')[1].split("</section>")[0]
        (items,) = re.findall(r"<ul.*?</ul>", text, re.DOTALL)
        assert "translate" not in items


def test_the_outcome_of_a_pulse_is_for_who_was_there_and_so_it_is_said(client, db):
    assert not any("peiling" in line.lower() for line in section(client, "group"))
    assert any("peiling" in line.lower() for line in section(client, "there"))


def test_who_led_and_came_is_of_the_group_alone(client, db):
    assert any(str(policy.GROUP_ONLY.text) in line for line in section(client, "group"))
