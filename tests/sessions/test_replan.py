"""The plan gives way when it gets late: seen before it is agreed, one press, taken back as long as the step lasts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import GroupFact
from intervisie.common.live.hints import pending
from sessions import elastic
from sessions.actions import pointer, replanning
from sessions.models import CaseSession, Step
from sessions.room import look
from sessions.screen import Screen, mode_of

from .table import a_session, fresh, go_to, in_method

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def late(group, anna, bas, chris, dana):
    """In the first phase of a method with an optional one, a quarter of an hour too late for all of it."""
    session = in_method(a_session(group, leads=anna), anna, bas, "incident", chris, dana)
    ahead = look(anna, session.pk).expected_end
    return ends(session, ahead - timedelta(minutes=15))


def ends(session, at):
    """With the agreed end at this moment."""
    CaseSession.objects.filter(pk=session.pk).update(starts_at=at - timedelta(minutes=session.minutes))
    return fresh(session)


def proposals(session):
    steps = list(session.steps.all())
    current = next(step for step in steps if step.pk == session.step_id)
    return elastic.propose(steps, current, elastic.left_of(current, session.ends_at, timezone.now()))


def said(session, proposal):
    left = {"time": proposal.left.time, "here": proposal.left.here}
    return {"step": session.step_id, "mark": proposal.mark, **left}


def agree(session, by, proposal):
    replanning.agree(session, by=by, step_id=session.step_id, left=proposal.left, mark=proposal.mark)


def screen_of(user, session):
    room = look(user, session.pk)
    return Screen(room, mode_of(room))


def test_an_agreed_plan_ends_when_it_was_agreed_to(late, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        agree(late, anna, proposals(late)[0])
        assert "step" in pending()[late.topic]
    room = look(anna, late.pk)
    assert abs(room.minutes_behind) <= 1
    gone = [step for step in room.steps if step.skipped]
    assert gone and all(step.doc.optional for step in gone)
    assert all(step.minutes + step.added_minutes >= step.doc.least for step in room.steps if not step.entered_at)
    assert late.steps.get(kind=Step.Kind.HARVEST).added_minutes >= 0
    assert late.events.latest("at").kind == "replanned"


def test_what_is_left_out_is_passed_by(late, anna):
    agree(late, anna, proposals(late)[0])
    gone = set(late.steps.filter(skipped=True).values_list("pk", flat=True))
    session = go_to(late, anna, kind=Step.Kind.CLOSING)
    assert not session.steps.filter(pk__in=gone, entered_at__isnull=False).exists()


def test_it_can_be_taken_back_to_the_minute(late, anna):
    before = list(late.steps.values_list("pk", "minutes", "added_minutes", "skipped"))
    agree(late, anna, proposals(late)[0])
    for _press in range(2):
        replanning.take_back(fresh(late), by=anna, step_id=late.step_id)
    assert list(late.steps.values_list("pk", "minutes", "added_minutes", "skipped")) == before


def test_taking_back_undoes_both_of_two_plans(late, anna):
    before = list(late.steps.values_list("pk", "added_minutes", "skipped"))
    agree(late, anna, proposals(late)[0])
    later = ends(late, late.ends_at - timedelta(minutes=6))
    agree(later, anna, proposals(later)[0])
    replanning.take_back(fresh(late), by=anna, step_id=late.step_id)
    assert list(late.steps.values_list("pk", "added_minutes", "skipped")) == before


def test_what_was_passed_by_meanwhile_stays_as_it_went(late, anna):
    agree(late, anna, proposals(late)[0])
    pointer.advance(fresh(late), by=anna, seen_version=fresh(late).version)
    assert not screen_of(anna, late).replanned
    pointer.undo(fresh(late), by=anna, seen_version=fresh(late).version)
    assert screen_of(anna, late).replanned  # back in the step in which it was agreed


def test_on_time_nothing_is_proposed(late, anna):
    assert screen_of(anna, late).plans
    on_time = ends(late, look(anna, late.pk).expected_end)
    assert screen_of(anna, on_time).plans == []


def test_before_a_method_is_chosen_nothing_is_proposed(group, anna, bas, chris):
    from .table import begin  # noqa: PLC0415

    session = begin(a_session(group, leads=anna), anna, bas, chris)
    assert screen_of(anna, ends(session, timezone.now())).plans == []


# ── through HTTP ───────────────────────────────────────────────────────────────────────────────────
def press(browser, session, name, **fields):
    return browser.post(reverse(name, args=[session.pk]), fields, headers=HTMX)


def test_the_leader_reads_what_is_given_up_before_agreeing(late, anna, client_of):
    browser = client_of(anna)
    page = browser.get(reverse("room", args=[late.pk])).content.decode()
    [gone] = [change.step for change in proposals(late)[0].left_out][-1:]
    assert f"‘{gone.doc.text('nl').title}’" in page
    assert "15 minuten later dan afgesproken" in page or "vijftien minuten later dan afgesproken" in page
    assert press(browser, late, "room_replan", **said(late, proposals(late)[0])).status_code == 204
    page = browser.get(reverse("room", args=[late.pk])).content.decode()
    assert 'id="plan-back"' in page and "later dan afgesproken" not in page
    assert press(browser, late, "room_plan_back", step=late.step_id).status_code == 204
    assert 'id="replan"' in browser.get(reverse("room", args=[late.pk])).content.decode()


def test_nobody_else_is_shown_a_plan_or_may_take_one(late, bas, chris, client_of):
    for person in (bas, chris):
        browser = client_of(person)
        assert 'id="plan-part"' not in browser.get(reverse("room", args=[late.pk])).content.decode()
        assert press(browser, late, "room_replan", **said(late, proposals(late)[0])).status_code == 403
        assert press(browser, late, "room_plan_back", step=late.step_id).status_code == 403
    assert not late.steps.filter(skipped=True).exists()


def test_pressed_twice_it_is_agreed_once(late, anna, client_of):
    fields = said(late, proposals(late)[0])
    for _press in range(2):
        assert press(client_of(anna), late, "room_replan", **fields).status_code == 204
    assert late.events.filter(kind="replanned").count() == 1


@pytest.mark.parametrize("changed", ["mark", "time", "step"])
def test_an_old_page_or_another_plan_is_refused(late, anna, client_of, changed):
    fields = said(late, proposals(late)[0])
    other = {"mark": "0" * 16, "time": fields["time"] - 30, "step": late.steps.latest("position").pk}
    answer = press(client_of(anna), late, "room_replan", **{**fields, changed: other[changed]})
    assert answer.status_code == 409
    assert not late.steps.filter(skipped=True).exists()


def test_a_minute_more_meanwhile_makes_it_another_plan(late, anna, client_of):
    fields = said(late, proposals(late)[0])
    pointer.extend(late, by=anna, minutes=3, seen_added=0)
    assert press(client_of(anna), late, "room_replan", **fields).status_code == 409


def test_a_coach_who_replans_took_a_step(late, anna):
    moved = late.events.filter(kind__in=["advanced", "opened", "skipped"]).count()
    agree(late, anna, proposals(late)[0])
    pointer.close(fresh(late), by=anna, seen_version=fresh(late).version)
    assert GroupFact.objects.get(kind="held").counts["coach_moves"] == moved + 1
