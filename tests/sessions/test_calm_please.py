"""Rather nothing confronting today: one private press, for the match alone. Nobody hears of it or of what it does."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import GroupFact, Maturity, MemberFact
from intervisie.access import UNLOGGED
from intervisie.common.models import AuditEvent, Delivery
from methods.actions import load_methods, read_library
from sessions.actions import people, planning, pointer
from sessions.actions.forgetting import close_left_open, forget_attendance
from sessions.models import CaseSession, RoomEvent, Seat
from sessions.own import sections
from tests.sessions.table import a_session, begin, fresh
from tests.sessions.test_evening import choosing_method, evening_of
from tests.sessions.test_room_presses import press

HTMX = {"HX-Request": "true"}
WISH = "Liever niets confronterends vandaag"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, anna, bas, chris, dana):
    return begin(a_session(group, leads=anna), anna, bas, chris, dana)


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def pressed(html):
    """As the button of this viewer says it."""
    button = re.search(r'<button id="calm-please"[^>]*>', html)
    assert button, "there is no such button"
    return 'aria-pressed="true"' in button[0]


def wishes(session):
    return set(Seat.objects.filter(session=session, calm_please=True).values_list("user__email", flat=True))


# ── pressing ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["bas", "chris", "anna"])
def test_anybody_at_the_table_can_say_so_and_take_it_back(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    assert not pressed(page(browser, session))
    for _press in range(2):
        assert press(browser, session, "room_calm_please", yes="on").status_code == 204
    assert pressed(page(browser, session))
    assert wishes(session) == {f"{who}@example.org"}
    for _press in range(2):
        assert press(browser, session, "room_calm_please").status_code == 204
    assert not pressed(page(browser, session))
    assert wishes(session) == set()


def test_in_the_lobby_too_and_it_goes_along_to_the_table(group, anna, bas, client_of):
    lobby, browser = a_session(group, leads=anna), client_of(bas)
    pointer.sit(lobby, by=bas)
    answer = press(browser, lobby, "room_calm_please", htmx=False, yes="on")
    assert answer.url == reverse("room", args=[lobby.pk])
    assert pressed(page(browser, lobby))
    begin(lobby, anna)
    assert pressed(page(browser, lobby))


def test_beside_the_button_stands_who_sees_it(session, chris, client_of):
    menu = page(client_of(chris), session).split('id="menu-more"')[1].split("</details>")[0]
    assert WISH in menu
    assert "Alleen jij, en na afloop is het weg" in menu


def test_who_has_no_seat_is_asked_to_sit_down_first(group, anna, bas, dana, client_of):
    session = begin(a_session(group, leads=anna), anna, bas)
    assert press(client_of(dana), session, "room_calm_please", yes="on").status_code == 403
    people.leave_seat(session, by=bas)
    assert press(client_of(bas), session, "room_calm_please", yes="on").status_code == 403
    assert wishes(session) == set()


def test_a_stranger_finds_nothing_and_nobody_logs_in(session, client, client_of, coen, eva, femke):
    for user in (coen, eva, femke):
        assert press(client_of(user), session, "room_calm_please", yes="on").status_code == 404
    assert press(client, session, "room_calm_please", htmx=False, yes="on").status_code == 302
    assert client_of(eva).get(reverse("room_calm_please", args=[session.pk])).status_code == 405


def test_when_it_is_over_there_is_nothing_to_wish(session, anna, chris, client_of):
    pointer.close(session, by=anna, seen_version=session.version)
    assert press(client_of(chris), session, "room_calm_please", yes="on").status_code == 409
    assert wishes(session) == set()


# ── told to nobody ─────────────────────────────────────────────────────────────────────────────────
def test_nothing_is_told_and_nothing_written_down_beside_the_wish(
    session, chris, client_of, django_capture_on_commit_callbacks
):
    rows = [RoomEvent, AuditEvent, GroupFact, MemberFact, Delivery]
    before = [model.objects.count() for model in rows]
    version = fresh(session).version
    browser = client_of(chris)
    with django_capture_on_commit_callbacks() as after_commit:
        press(browser, session, "room_calm_please", yes="on")
    assert after_commit == []
    assert [model.objects.count() for model in rows] == before
    assert fresh(session).version == version
    assert "room_calm_please" in UNLOGGED


def test_no_other_screen_changes_by_it(session, anna, bas, chris, dana, client_of):
    """As everybody's page is drawn, and as it asks what is new."""
    browsers = [client_of(user) for user in (anna, bas, dana)]
    before = [still(page(browser, session)) for browser in browsers]
    press(client_of(chris), session, "room_calm_please", yes="on")
    assert [still(page(browser, session)) for browser in browsers] == before
    assert not any(pressed(page(browser, session)) for browser in browsers)


def still(html):
    """Without what differs each time: tokens of forms and streams, prints, clocks, ids made anew."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content|nonce|data-live-url)="[^"]*"', "", html)
    return re.sub(r'data-shown="[^"]*"|data-(now|ends-at|live-versions)="[^"]*"|stroke-dasharray="[^"]*"', "", html)


def test_ones_own_data_hold_it_as_long_as_it_is_there(session, chris, dana, client_of):
    press(client_of(chris), session, "room_calm_please", yes="on")

    def told(user):
        return [line.key for section in sections(user) for entry in section.entries for line in entry if line.value]

    assert "calm_please" in told(chris)
    assert "calm_please" not in told(dana)


# ── what it does ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def trusting(group, cast, eva):
    """At the choice of a method, with a question that gossip was made for and a group that may."""
    load_methods(read_library())
    group.memberships.create(user=eva, since=timezone.now() - timedelta(days=200))
    actions.change_maturity(group, Maturity.TRUSTING, by=cast.bas, seen_word=0)
    want = {"want": "SR", "focus": "mirror"}
    return choosing_method(group, cast.anna, cast.bas, cast.chris, cast.dana, eva, intake=want)


def test_what_confronts_is_suggested_to_nobody_and_no_reason_stands_anywhere(trusting, cast, eva, client_of):
    everybody = [client_of(user) for user in (cast.anna, cast.bas, cast.chris, cast.dana, eva)]
    assert all('id="match-gossip"' in page(browser, trusting) for browser in everybody)
    press(client_of(cast.chris), trusting, "room_calm_please", yes="on")
    for browser in everybody:
        shown = page(browser, trusting)
        assert 'id="match-gossip"' not in shown
        assert "rustiger" not in shown
        assert "Roddelmethode</b>" not in shown  # not among "not suggested" either
        assert shown.count('class="method') >= 2  # what is there, is enough
    press(client_of(cast.chris), trusting, "room_calm_please")
    assert all('id="match-gossip"' in page(browser, trusting) for browser in everybody)


def test_the_group_stays_free_to_choose(trusting, cast, client_of):
    press(client_of(cast.chris), trusting, "room_calm_please", yes="on")
    assert press(client_of(cast.bas), trusting, "room_choose_method", slug="gossip").status_code == 204


def test_the_wish_of_who_went_away_waits_until_they_are_back(trusting, cast):
    people.calm_please(trusting, by=cast.chris, on=True)
    assert evening_of(trusting, cast.bas).calm_please
    people.leave_seat(fresh(trusting), by=cast.chris)
    assert not evening_of(trusting, cast.bas).calm_please
    pointer.sit(fresh(trusting), by=cast.chris)
    assert evening_of(trusting, cast.bas).calm_please


def test_a_wish_of_another_evening_counts_for_this_one_no_more(group, trusting, cast):
    other = a_session(group, number=8, starts_in=timedelta(minutes=9))
    pointer.sit(other, by=cast.chris)
    people.calm_please(other, by=cast.chris, on=True)
    assert not evening_of(trusting, cast.bas).calm_please


# ── gone with the evening ──────────────────────────────────────────────────────────────────────────
def test_closing_forgets_it_also_of_who_left_earlier(session, anna, bas, chris):
    for user in (bas, chris):
        people.calm_please(session, by=user, on=True)
    people.leave_seat(session, by=bas)
    left = Seat.objects.get(session=session, user=bas).left_at
    pointer.close(fresh(session), by=anna, seen_version=session.version)
    assert wishes(session) == set()
    assert Seat.objects.get(session=session, user=bas).left_at == left
    assert not Seat.objects.filter(session=session, left_at=None).exists()


def test_a_room_that_was_left_open_forgets_it_too(session, chris, time_machine):
    people.calm_please(session, by=chris, on=True)
    time_machine.move_to(session.ends_at + timedelta(days=2))
    assert close_left_open() == 1
    assert wishes(session) == set()


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_so_does_an_evening_that_never_began(group, anna, chris, time_machine, state):
    lobby = a_session(group, leads=anna)
    pointer.sit(lobby, by=chris)
    people.calm_please(lobby, by=chris, on=True)
    if state == "cancelled":
        planning.cancel(lobby.pk, by=anna, seen_sequence=0)
    assert wishes(lobby) == {"chris@example.org"}
    time_machine.move_to(lobby.ends_at + timedelta(days=1, minutes=1))
    forget_attendance()
    assert wishes(lobby) == set()
    assert CaseSession.objects.get(pk=lobby.pk).state == state


def test_the_sweep_leaves_an_evening_alone_that_goes_on(session, chris):
    people.calm_please(session, by=chris, on=True)
    forget_attendance()
    assert wishes(session) == {"chris@example.org"}


def test_who_leaves_the_group_leaves_no_wish(session, chris, client_of):
    people.calm_please(session, by=chris, on=True)
    client_of(chris).post(reverse("leave_group", args=[session.group_id]))
    assert wishes(session) == set()
