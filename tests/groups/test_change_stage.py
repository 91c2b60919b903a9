"""The handover: where a group stands, and writing down that it moved."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.handover import coach_moves, led_by
from groups.models import GroupFact, MemberFact, Stage, StageChange
from groups.people import members_of
from intervisie.common.models import AuditEvent

NOW = timezone.now()


def change(browser, group, to, at=Stage.GUIDED, **answers):
    data = {"stage": int(to), "seen": int(at), "together": "on"} | answers
    return browser.post(reverse("change_stage", args=[group.pk]), data)


def test_a_member_writes_down_what_the_group_decided(client_of, bas, group):
    assert change(client_of(bas), group, Stage.CO_LED).url == reverse("handover", args=[group.pk])
    group.refresh_from_db()
    assert group.stage == Stage.CO_LED
    assert [(one.stage, one.by) for one in group.stage_changes.all()] == [(Stage.CO_LED, bas)]
    assert AuditEvent.objects.get(verb="group.stage").facts == {"was": 1, "now": 2}


def test_a_step_back_is_written_down_just_the_same(client_of, anna, group):
    assert change(client_of(anna), group, Stage.CONTRACT).status_code == 302
    group.refresh_from_db()
    assert group.stage == Stage.CONTRACT


def test_without_the_talk_nothing_is_written(client_of, bas, group):
    answer = change(client_of(bas), group, Stage.CO_LED, together="")
    assert answer.status_code == 422
    assert "Praat er eerst samen over" in answer.text
    assert not StageChange.objects.exists()


def test_pressed_twice_is_one_change(client_of, bas, group):
    browser = client_of(bas)
    for _press in range(2):
        assert change(browser, group, Stage.CO_LED).status_code == 302
    assert StageChange.objects.count() == 1


def test_two_with_different_ideas_the_second_is_told(client_of, bas, chris, group):
    assert change(client_of(bas), group, Stage.CO_LED).status_code == 302
    assert change(client_of(chris), group, Stage.SHADOWED).status_code == 409
    group.refresh_from_db()
    assert group.stage == Stage.CO_LED


@pytest.mark.parametrize("bad", [{"stage": "6"}, {"stage": "-1"}, {"stage": "x"}, {"stage": ""}, {"seen": "9"}])
def test_stages_that_do_not_exist(client_of, bas, group, bad):
    assert change(client_of(bas), group, Stage.CO_LED, **bad).status_code == 422


def test_the_coordinator_asks_and_the_group_decides(client, client_of, coen, eva, femke, group):
    for user in (coen, eva, femke):
        assert change(client_of(user), group, Stage.SELF_LED).status_code == 404
    assert change(client, group, Stage.SELF_LED).url.startswith(reverse("account_login"))
    assert client_of(coen).get(reverse("change_stage", args=[group.pk])).status_code == 405
    group.refresh_from_db()
    assert group.stage == Stage.GUIDED


def test_a_closed_group_stays_where_it_was(client_of, anna, bas, group):
    actions.archive(group, by=anna)
    assert change(client_of(bas), group, Stage.CO_LED).status_code == 409


# ── what the page tells ────────────────────────────────────────────────────────────────────────────
def held(group, days, count=None):
    counts = {} if count is None else {"coach_moves": count}
    at = NOW - timedelta(days=days)
    return actions.write_fact(group, "held", key=uuid.uuid4(), at=at, present=4, invited=4, **counts)


def test_the_page_tells_who_led_and_what_the_coach_still_does(client_of, bas, dana, group):
    held(group, 60, 9)
    held(group, 30, 4)
    actions.write_member_fact(group, dana, "led_part", key=uuid.uuid4(), at=NOW - timedelta(days=30))
    text = client_of(bas).get(reverse("handover", args=[group.pk])).text
    assert "één keer een deel" in text
    assert "Wat Anna nog doet" in text
    assert "nog niet, en dat hoeft ook niet" in text


def test_nobody_is_ranked(cast, group):
    for user, times in [(cast.dana, 3), (cast.bas, 1)]:
        for _time in range(times):
            actions.write_member_fact(group, user, MemberFact.Kind.LED, key=uuid.uuid4(), at=NOW)
    mine = group.memberships.get(user=cast.bas)
    names = [one.user for one in led_by(members_of(group), group.member_facts.order_by("-at"), mine)]
    assert names == [cast.bas, cast.chris, cast.dana]  # by name; the coach is not in the list


def test_only_counted_sessions_are_on_the_line(group):
    held(group, 90)
    held(group, 60, 0)
    held(group, 30, 4)
    line = coach_moves(list(group.facts.order_by("at")), group.tz)
    assert [count for _day, count in line] == [0, 4]


def test_a_group_for_a_register_is_warned(client_of, bas, group):
    address = reverse("handover", args=[group.pk])
    assert "Sommige registers" not in client_of(bas).get(address).text
    group.purpose = "register"
    group.save(update_fields=["purpose"])
    assert "Sommige registers" in client_of(bas).get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client_of, bas, group, count, django_assert_num_queries):
    for nr in range(count):
        held(group, 30 * nr + 1, nr)
        StageChange.objects.create(group=group, stage=nr, by=bas)
        actions.write_member_fact(group, bas, "led", key=uuid.uuid4(), at=NOW)
        actions.change_maturity(group, nr or None, by=bas, seen_word=getattr(group.maturity_words.last(), "pk", 0))
    browser = client_of(bas)
    with django_assert_num_queries(7):  # session, person, members, changes, held, led, the last word
        browser.get(reverse("handover", args=[group.pk]))


def test_facts_hold_whole_numbers_only_and_one_of_a_kind(group):
    key = uuid.uuid4()
    for present in (3, 4):
        actions.write_fact(group, "held", key=key, at=NOW, present=present)
    assert GroupFact.objects.get().counts == {"present": 4}
    for wrong in ("veel", 0.5, True, None):
        with pytest.raises(TypeError):
            actions.write_fact(group, "held", key=key, at=NOW, present=wrong)
    with pytest.raises(ValueError):
        actions.write_fact(group, "gossip", key=key, at=NOW)
