"""Settling the next date in the closing step: who carries it is anybody of the group, and an older page moves nothing.

The wall clock of the tests is that of the group's zone.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from sessions.actions import planning
from sessions.actions.planning import Where, Who
from sessions.models import CaseSession
from tests.counting import Queries
from tests.sessions.table import a_session, begin
from tests.sessions.test_room_queries import go_to_skipping

from .conftest import ZONE, in_days

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def closing(group, anna, bas, chris):
    """Anna, Bas and Chris are at the end; Dana is not there today."""
    return go_to_skipping(begin(a_session(group, leads=anna), anna, bas, chris), anna, "closing")


@pytest.fixture
def later(group, anna, dana, where):
    """Planned before: Dana leads and hosts."""
    who = Who(host_id=dana.pk, leads_id=dana.pk, quorum=2)
    return planning.schedule(group, by=anna, starts=[in_days(33)], where=where, who=who)[0]


class Form:
    """What the page of who leads would send, as it is drawn now."""

    def __init__(self, browser, session):
        self.browser, self.address = browser, reverse("room_plan_next", args=[session.pk])
        page = browser.get(reverse("room", args=[session.pk])).content.decode()
        self.html = page.split(f'action="{self.address}"')[1].split("</form>")[0]
        self.fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', self.html))
        self.fields |= {name: self.chosen(name) for name in ("leads", "host")}

    def options(self, name):
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', self.html, re.DOTALL)[0]
        return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', select)

    def chosen(self, name):
        return next((value for value, selected, _words in self.options(name) if selected), "")

    def send(self, *, htmx=True, **changes):
        return self.browser.post(self.address, self.fields | changes, headers=HTMX if htmx else {})


def stands(session):
    session = CaseSession.objects.get(pk=session.pk)
    return session.starts_at, session.leads_id, session.host_id, session.sequence


# ── who carries it ─────────────────────────────────────────────────────────────────────────────────
def test_everybody_of_the_group_can_be_named_also_who_is_not_there(closing, anna, bas, chris, dana, client_of):
    form = Form(client_of(anna), closing)
    assert {value for value, _selected, _words in form.options("leads")} == {
        "", *(str(one.pk) for one in (anna, bas, chris, dana))
    }  # fmt: skip
    assert form.send(leads=str(dana.pk), host=str(bas.pk)).status_code == 204
    planned = CaseSession.objects.get(state="planned")
    assert (planned.leads, planned.host) == (dana, bas)


def test_pressing_as_it_stands_erases_nobody(closing, later, anna, client_of):
    before = stands(later)
    form = Form(client_of(anna), closing)
    assert form.send().status_code == 204
    assert stands(later) == before


def test_another_date_keeps_who_carries_it(closing, later, anna, dana, client_of):
    form = Form(client_of(anna), closing)
    on = (later.starts_at + timedelta(days=7)).astimezone(ZONE)
    assert form.send(date=on.date().isoformat()).status_code == 204
    assert stands(later) == (on, dana.pk, dana.pk, 1)


def test_who_carries_it_can_be_taken_off_on_purpose(closing, later, anna, bas, client_of):
    assert Form(client_of(anna), closing).send(leads="", host=str(bas.pk)).status_code == 204
    assert stands(later)[1:3] == (None, bas.pk)


@pytest.mark.parametrize("field", ["leads", "host"])
def test_somebody_of_elsewhere_carries_nothing(closing, later, anna, femke, client_of, field):
    before = stands(later)
    assert Form(client_of(anna), closing).send(**{field: str(femke.pk)}).status_code == 400
    assert stands(later) == before


# ── an older page ──────────────────────────────────────────────────────────────────────────────────
def test_a_form_from_before_somebody_moved_the_date_moves_it_not_back(closing, later, anna, chris, client_of):
    form = Form(client_of(anna), closing)
    who = Who(host_id=later.host_id, leads_id=later.leads_id, quorum=2)
    place = Where(minutes=120, medium="room", place="Elders")
    planning.reschedule(later.pk, by=chris, seen_sequence=0, starts_at=in_days(40), where=place, who=who)
    before = stands(later)
    answer = form.send()
    assert answer.status_code == 409
    assert "intussen veranderd" in answer.content.decode()
    assert stands(later) == before


def test_nor_does_it_erase_who_said_meanwhile_to_lead(closing, later, anna, bas, where, client_of):
    form = Form(client_of(anna), closing)
    who = Who(host_id=later.host_id, leads_id=bas.pk, quorum=2)
    planning.reschedule(later.pk, by=bas, seen_sequence=0, starts_at=later.starts_at, where=where, who=who)
    assert form.send(date=in_days(34).date().isoformat()).status_code == 409
    assert stands(later)[:2] == (later.starts_at, bas.pk)


def test_nor_does_it_move_another_that_was_planned_before_it(closing, later, group, anna, chris, where, client_of):
    form = Form(client_of(anna), closing)
    nobody = Who(host_id=None, leads_id=None, quorum=2)
    sooner = planning.schedule(group, by=chris, starts=[in_days(20)], where=where, who=nobody)[0]
    before = stands(sooner)
    on = in_days(36)
    assert form.send(date=on.date().isoformat()).status_code == 204
    assert stands(sooner) == before
    assert stands(later)[0] == on  # the one the page spoke of


def test_a_page_that_knew_of_no_date_plans_no_second(closing, group, anna, chris, where, client_of):
    form = Form(client_of(anna), closing)
    assert form.fields["following"] == ""
    nobody = Who(host_id=None, leads_id=None, quorum=2)
    planning.schedule(group, by=chris, starts=[in_days(30)], where=where, who=nobody)
    answer = form.send()
    assert answer.status_code == 409
    assert "al een volgende keer gepland" in answer.content.decode()
    assert CaseSession.objects.filter(state="planned").count() == 1


@pytest.mark.parametrize("gone", ["cancelled", "begun"])
def test_what_is_off_or_has_begun_is_not_settled_any_more(closing, later, anna, client_of, gone):
    form = Form(client_of(anna), closing)
    if gone == "cancelled":
        planning.cancel(later.pk, by=anna, seen_sequence=0)
    CaseSession.objects.filter(pk=later.pk, state="planned").update(state="running")
    before = stands(later)
    answer = form.send(date=in_days(50).date().isoformat())
    assert answer.status_code == 409
    assert "gaat niet door of is al begonnen" in answer.content.decode()
    assert stands(later) == before


def test_a_date_of_another_group_is_nobodys_to_settle_here(closing, other_group, anna, where, client_of):
    nobody = Who(host_id=None, leads_id=None, quorum=2)
    foreign = planning.schedule(other_group, by=anna, starts=[in_days(20)], where=where, who=nobody)[0]
    before = stands(foreign)
    form = Form(client_of(anna), closing)
    assert form.send(following=str(foreign.pk), seen="0").status_code == 409
    assert stands(foreign) == before


@pytest.mark.parametrize(
    "strange", [{"following": "x"}, {"seen": "x"}, {"seen": ""}, {"seen": "-1"}, {"was_leads": "x"}]
)
def test_a_damaged_form_changes_nothing(closing, later, anna, client_of, strange):
    before = stands(later)
    assert Form(client_of(anna), closing).send(date=in_days(50).date().isoformat(), **strange).status_code in (400, 409)
    assert stands(later) == before


# ── twice, and again ───────────────────────────────────────────────────────────────────────────────
def test_pressed_twice_is_planned_once(closing, anna, bas, client_of):
    form = Form(client_of(anna), closing)
    for _press in range(2):
        assert form.send(leads=str(bas.pk)).status_code == 204
    assert CaseSession.objects.get(state="planned").leads == bas


def test_pressed_twice_is_moved_once(closing, later, anna, client_of):
    form, on = Form(client_of(anna), closing), in_days(36)
    for _press in range(2):
        assert form.send(date=on.date().isoformat()).status_code == 204
    assert stands(later)[0::3] == (on, 1)
    assert later.changes.count() == 1


def test_after_a_press_the_page_is_drawn_anew_and_can_be_used_again(closing, later, anna, client_of):
    browser = client_of(anna)
    key = browser.get(reverse("room", args=[closing.pk])).context["screen"].key
    for days in (35, 36):
        assert Form(browser, closing).send(date=in_days(days).date().isoformat()).status_code == 204
    pulled = browser.get(reverse("room_part", args=[closing.pk, "step"]) + f"?key={key}", headers=HTMX)
    assert pulled.headers["HX-Retarget"] == "#room"
    assert stands(later)[0] == in_days(36)


def test_without_script_what_was_filled_in_stands_there_again(closing, later, anna, bas, client_of):
    form = Form(client_of(anna), closing)
    answer = form.send(htmx=False, date="2020-01-01", leads=str(bas.pk), host=str(bas.pk))
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert 'value="2020-01-01"' in shown
    assert shown.count(f'<option value="{bas.pk}" selected>') == 2


def test_everybody_reads_when_and_who(closing, later, bas, client_of):
    shown = client_of(bas).get(reverse("room", args=[closing.pk])).content.decode()
    assert "Dana leidt." in shown and "Dana ontvangt." in shown
    assert "Leg vast" not in shown


def test_who_does_not_lead_settles_nothing(closing, later, bas, client_of):
    address = reverse("room_plan_next", args=[closing.pk])
    said = {"date": in_days(50).date().isoformat(), "time": "10:00", "following": str(later.pk), "seen": "0"}
    assert client_of(bas).post(address, said, headers=HTMX).status_code == 403


def test_the_date_to_begin_with_is_that_of_the_planned_one(closing, later, anna, client_of):
    assert Form(client_of(anna), closing).fields["date"] == later.starts_at.astimezone(ZONE).date().isoformat()


@pytest.mark.parametrize("way", ["plans", "settles"])
def test_what_a_press_asks_of_the_database(closing, group, anna, bas, where, client_of, way):
    if way == "settles":
        nobody = Who(host_id=None, leads_id=None, quorum=2)
        planning.schedule(group, by=anna, starts=[in_days(33)], where=where, who=nobody)
    form = Form(client_of(anna), closing)
    with Queries() as queries:
        assert form.send(date=in_days(36).date().isoformat(), leads=str(bas.pk)).status_code == 204
    assert len(queries) == 12, "\n".join(query["sql"][:150] for query in queries.captured_queries)
