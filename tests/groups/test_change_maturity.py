"""How far a group is in looking together: by its own word, else by what was held; and when it is asked for its word."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groups import actions
from groups.maturity import maturity_of, time_to_ask
from groups.models import Maturity, MaturityWord
from intervisie.common.models import AuditEvent
from intervisie.common.refusals import NotNow
from tests.counting import Queries

NOW = timezone.now()


def say(browser, group, maturity, seen=0, **answers):
    data = {"maturity": maturity, "seen": seen, "together": "on"} | answers
    return browser.post(reverse("change_maturity", args=[group.pk]), data)


def word(group):
    group.refresh_from_db()
    return group.maturity


def last(group):
    return group.maturity_words.order_by("-at").first()


def held(group, times, *, days=0):
    """So many sessions, the last of them `days` ago."""
    for nr in range(times):
        at = NOW - timedelta(days=days + 7 * nr)
        actions.write_fact(group, "held", key=uuid.uuid4(), at=at, present=4, invited=4)


def page(browser, group):
    return browser.get(reverse("handover", args=[group.pk])).text


# ── what follows from it ───────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("sessions", "follows"), [(0, 1), (1, 1), (2, 1), (3, 2), (20, 2)])
def test_who_says_nothing_is_known_by_what_was_held(sessions, follows):
    assert maturity_of(None, sessions) == follows


@given(said=st.sampled_from(Maturity), sessions=st.integers(0, 500))
def test_the_word_of_the_group_goes_before_any_count_and_no_count_says_trust(said, sessions):
    assert maturity_of(said, sessions) == said
    assert maturity_of(None, sessions) < Maturity.TRUSTING


# ── saying it ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["bas", "anna"])
def test_a_member_or_the_coach_writes_down_what_the_group_says(client_of, cast, group, who):
    user = getattr(cast, who)
    assert say(client_of(user), group, 3).url == f"{reverse('handover', args=[group.pk])}#maturity"
    assert word(group) == 3
    assert [(one.maturity, one.by) for one in group.maturity_words.all()] == [(3, user)]
    assert AuditEvent.objects.get(verb="group.maturity").facts == {"was": None, "now": 3}


def test_it_is_shown_with_who_and_when_and_can_be_changed_and_taken_back(client_of, bas, chris, group):
    browser = client_of(bas)
    assert "Jullie zeiden er zelf nog niets over" in page(browser, group)
    say(browser, group, 3)
    shown = page(client_of(chris), group)
    assert "We kennen en vertrouwen elkaar" in shown.split('id="maturity"')[1].split("<form")[0]
    assert "genoteerd door Bas" in shown
    say(client_of(chris), group, 2, seen=last(group).pk)
    assert word(group) == 2
    say(browser, group, 0, seen=last(group).pk)
    assert word(group) is None
    assert "Jullie zeiden er zelf nog niets over" not in page(browser, group)
    assert [one.maturity for one in group.maturity_words.order_by("at")] == [3, 2, None]


def test_saying_again_that_it_still_holds_is_an_answer_too(client_of, bas, group):
    say(client_of(bas), group, 3)
    say(client_of(bas), group, 3, seen=last(group).pk)
    assert word(group) == 3
    assert group.maturity_words.count() == 2


def test_without_the_talk_nothing_is_written(client_of, bas, group):
    answer = say(client_of(bas), group, 3, together="")
    assert answer.status_code == 422
    assert "Praat er eerst samen over" in answer.text
    assert answer.context["maturity_form"]["maturity"].value() == "3"
    assert '<details id="maturity-more" open>' in answer.text
    assert not MaturityWord.objects.exists()


def test_pressed_twice_is_one_word(client_of, bas, group):
    browser = client_of(bas)
    for _press in range(2):
        assert say(browser, group, 3).status_code == 302
    assert MaturityWord.objects.count() == AuditEvent.objects.filter(verb="group.maturity").count() == 1


def test_two_with_different_ideas_the_second_is_told(client_of, bas, chris, group):
    assert say(client_of(bas), group, 3).status_code == 302
    answer = say(client_of(chris), group, 1)
    assert answer.status_code == 409
    assert "Iemand heeft intussen" in answer.text
    assert word(group) == 3


@pytest.mark.parametrize(
    ("maturity", "seen"), [("5", 0), ("-1", 0), ("x", 0), ("", 0), ("3", "x"), ("3", ""), ("3", "9" * 30)]
)
def test_what_cannot_be_said(client_of, bas, group, maturity, seen):
    assert say(client_of(bas), group, maturity, seen).status_code == 422
    assert word(group) is None


def test_a_word_of_another_group_is_not_the_one_that_was_seen(client_of, bas, eva, group, other_group):
    actions.change_maturity(other_group, Maturity.NEW, by=eva, seen_word=0)
    assert say(client_of(bas), group, 3, seen=last(other_group).pk).status_code == 409


def test_the_group_says_it_and_nobody_else(client, client_of, coen, eva, femke, group):
    for user in (coen, eva, femke):
        assert say(client_of(user), group, 4).status_code == 404
    assert say(client, group, 4).url.startswith(reverse("account_login"))
    assert client_of(coen).get(reverse("change_maturity", args=[group.pk])).status_code == 405
    assert word(group) is None


def test_a_closed_group_stays_as_it_was(client_of, anna, bas, group):
    actions.archive(group, by=anna)
    assert say(client_of(bas), group, 3).status_code == 409
    with pytest.raises(NotNow):
        actions.change_maturity(group, Maturity.TRUSTING, by=bas, seen_word=0)


def test_a_coordinator_reads_nothing_of_it(client_of, coen, bas, group):
    say(client_of(bas), group, 3)
    shown = client_of(coen).get(reverse("coordinator")).text
    assert "vertrouwen elkaar" not in shown


# ── what the page says is so ───────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sessions", "says"),
    [(0, "nog geen bijeenkomst"), (1, "één bijeenkomst"), (2, "twee bijeenkomsten"), (3, "drie bijeenkomsten")],
)
def test_what_it_goes_by_is_said_as_it_is(client_of, bas, group, sessions, says):
    held(group, sessions)
    shown = page(client_of(bas), group)
    assert says in shown
    assert ("de regels kennen" in shown) == (sessions >= 3)


# ── asking ─────────────────────────────────────────────────────────────────────────────────────────
ASKED = "Wat kunnen jullie samen aan?"


def on_group_page(browser, group):
    return ASKED in browser.get(reverse("group", args=[group.pk])).text


@pytest.mark.parametrize(
    ("since", "asks"), [(0, False), (1, False), (2, False), (3, True), (4, False), (5, False), (6, True), (7, False)]
)
def test_after_every_third_session_and_not_between(since, asks):
    assert time_to_ask(since) is asks


@pytest.mark.parametrize(("sessions", "asks"), [(0, False), (2, False), (3, True), (4, False), (6, True)])
def test_the_page_of_the_group_asks_in_one_line_and_leads_to_the_open_form(client_of, bas, group, sessions, asks):
    held(group, sessions)
    assert on_group_page(client_of(bas), group) is asks
    assert ('<details id="maturity-more" open>' in page(client_of(bas), group)) is asks


def test_what_was_said_is_asked_again_three_sessions_later(client_of, bas, chris, group):
    held(group, 3, days=60)
    browser = client_of(bas)
    assert on_group_page(browser, group)
    say(browser, group, 0)
    assert not on_group_page(browser, group)  # also when the answer is that the count may tell
    MaturityWord.objects.update(at=NOW - timedelta(days=50))
    held(group, 2, days=30)
    assert not on_group_page(browser, group)
    held(group, 1)
    assert on_group_page(client_of(chris), group)


def test_a_closed_group_is_asked_nothing(client_of, bas, group):
    held(group, 3)
    group.archived_at = NOW
    group.save(update_fields=["archived_at"])
    assert not on_group_page(client_of(bas), group)
    assert 'id="maturity-form"' not in page(client_of(bas), group)


def test_a_press_asks_little_of_the_database(client_of, bas, group):
    browser = client_of(bas)
    with Queries() as queries:
        assert say(browser, group, 2).status_code == 302
    assert len(queries) == 8
