"""Planning one date or a series."""

import re
import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from groups.models import Group, GroupFact, Membership, Stage
from intervisie.common.models import Delivery
from intervisie.common.refusals import NotNow, Refusal
from sessions.actions.planning import schedule
from sessions.models import CaseSession
from tests.counting import Queries

from .conftest import ZONE, in_days

PLACE = {
    "minutes": "120",
    "medium": "room",
    "place": "Tuinkamer, Leek",
    "link": "",
    "host": "",
    "leads": "",
    "quorum": "3",
}


def first_page(day, **more):
    moment = {"date": day.isoformat(), "time": "13:30", "repeat": "once", "stage": "dates"}
    return {**PLACE, **moment, **more}


def second_page(*rows, **more):
    data = {**PLACE, "stage": "confirm", "dates-TOTAL_FORMS": len(rows), "dates-INITIAL_FORMS": 0}
    for number, (day, at) in enumerate(rows):
        data |= {f"dates-{number}-date": day, f"dates-{number}-time": at}
    return {**data, **more}


@pytest.fixture
def address(group):
    return reverse("schedule", args=[group.pk])


# ── who may ────────────────────────────────────────────────────────────────────────────────────────
def test_the_coach_sees_each_date_before_it_is_planned(client_of, anna, address):
    day = in_days(10).date()
    page = client_of(anna).post(address, first_page(day, repeat="series", weeks="5", times="3")).content.decode()
    for nr in range(3):
        assert (day + timedelta(weeks=5 * nr)).isoformat() in page
    assert not CaseSession.objects.exists()


def test_the_second_press_plans_them(client_of, anna, address, group):
    days = [in_days(10).date().isoformat(), in_days(45).date().isoformat()]
    answer = client_of(anna).post(address, second_page((days[0], "13:30"), (days[1], "14:00")))
    assert answer.status_code == 302
    first, second = CaseSession.objects.filter(group=group).order_by("number")
    assert (first.number, second.number, first.place, first.by) == (1, 2, "Tuinkamer, Leek", anna)
    assert second.starts_at.astimezone(ZONE).time() == time(14)


def test_a_date_can_be_left_out(client_of, anna, address):
    days = [in_days(10).date().isoformat(), in_days(45).date().isoformat()]
    rows = second_page((days[0], "13:30"), (days[1], "14:00"), **{"dates-0-DELETE": "on"})
    client_of(anna).post(address, rows)
    assert CaseSession.objects.get().starts_at == in_days(45, time(14))


def test_members_may_not_plan_while_the_coach_shows_how(client_of, bas, address):
    assert client_of(bas).get(address).status_code == 403
    assert client_of(bas).post(address, first_page(in_days(5).date())).status_code == 403


def test_members_may_plan_once_the_group_does_things_together(client_of, bas, address, group):
    Group.objects.filter(pk=group.pk).update(stage=Stage.CO_LED)
    assert client_of(bas).get(address).status_code == 200


def test_members_may_plan_where_there_is_no_coach(client_of, bas, anna, address):
    Membership.objects.filter(user=anna).delete()
    assert client_of(bas).get(address).status_code == 200


@pytest.mark.parametrize("stranger", ["eva", "femke", "coen"])
def test_for_strangers_and_coordinators_there_is_nothing(client_of, cast, stranger, address):
    client = client_of(getattr(cast, stranger))
    assert client.get(address).status_code == 404
    assert client.post(address, second_page((in_days(5).date().isoformat(), "13:30"))).status_code == 404
    assert not CaseSession.objects.exists()


def test_nobody_comes_to_the_login_page(client, db, address):
    assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_who_left_plans_nothing(client_of, anna, address):
    Membership.objects.filter(user=anna).update(until=in_days(-1))
    assert client_of(anna).get(address).status_code == 404


# ── a page that came damaged ───────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("stage", ["", "nonsense", None])
def test_of_the_first_page_everything_comes_back_with_a_reason(client_of, anna, address, stage):
    day = in_days(10).date()
    typed = first_page(day, place="De zolder van Kees", repeat="series", weeks="7", times="9", stage=stage)
    answer = client_of(anna).post(address, {name: value for name, value in typed.items() if value is not None})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "kwam niet heel aan" in page
    assert "De zolder van Kees" in page
    assert day.isoformat() in page
    assert re.search(r'value="9"', page)
    assert not CaseSession.objects.exists()


@pytest.mark.parametrize("stage", ["", "nonsense", None])
def test_of_the_second_page_every_date_comes_back_and_the_next_press_plans(client_of, anna, address, stage):
    days = [in_days(10).date().isoformat(), in_days(46).date().isoformat()]
    rows = ((days[0], "13:30"), (days[1], "14:15"))
    typed = second_page(*rows, place="De zolder van Kees", stage=stage)
    answer = client_of(anna).post(address, {name: value for name, value in typed.items() if value is not None})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "kwam niet heel aan" in page
    assert all(said in page for said in (*days, "14:15", "De zolder van Kees", 'value="confirm"'))
    assert not CaseSession.objects.exists()
    assert client_of(anna).post(address, second_page(*rows)).status_code == 302
    assert CaseSession.objects.count() == 2


# ── input ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"date": "2020-01-01"}, "al geweest"),
        ({"date": "2099-01-01"}, "verder dan twee jaar"),
        ({"date": "9999-12-31"}, "verder dan twee jaar"),
        ({"date": "gisteren"}, "datum"),
        ({"time": "25:00"}, "tijd"),
        ({"repeat": "series", "weeks": "", "times": ""}, "Vul dit in voor een reeks"),
        ({"repeat": "series", "weeks": "1", "times": "999"}, "26"),
        ({"minutes": "5"}, "keuze"),
        ({"quorum": "-1"}, "2"),
        ({"link": "javascript:alert(1)"}, "geen link"),
        ({"host": "00000000-0000-4000-8000-000000000000"}, "keuze"),
        ({"place": "x" * 121}, "120"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_keeps_everything(client_of, anna, address, changed, said):
    answer = client_of(anna).post(address, first_page(in_days(9).date(), **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    if "place" not in changed:
        assert 'value="Tuinkamer, Leek"' in page


def test_the_night_the_clock_goes_forward(client_of, anna, address, time_machine):
    time_machine.move_to(datetime(2027, 3, 1, 9, tzinfo=UTC))
    page = client_of(anna).post(address, first_page(date(2027, 3, 28), time="02:30"))
    assert page.status_code == 422
    assert "02.30 uur bestaat dan niet. Bedoel je 03.30?" in page.content.decode()


def test_the_night_the_clock_goes_back_in_a_series(client_of, anna, address, time_machine):
    time_machine.move_to(datetime(2027, 10, 1, 9, tzinfo=UTC))
    data = first_page(date(2027, 10, 24), time="02:30", repeat="series", weeks="1", times="3")
    answer = client_of(anna).post(address, data)
    assert answer.status_code == 422
    assert "02.30 uur komt twee keer" in answer.content.decode()
    assert 'name="dates-1-date"' in answer.content.decode()  # the row stays, to be changed


def test_no_date_left(client_of, anna, address):
    rows = second_page((in_days(5).date().isoformat(), "13:30"), **{"dates-0-DELETE": "on"})
    answer = client_of(anna).post(address, rows)
    assert answer.status_code == 422
    assert "Er is geen datum overgebleven" in answer.content.decode()


def test_a_damaged_second_page_is_no_accident(client_of, anna, address):
    answer = client_of(anna).post(address, {**PLACE, "stage": "confirm", "dates-TOTAL_FORMS": "x"})
    assert answer.status_code == 422


def test_a_clash_with_another_of_the_group_is_said_and_allowed(client_of, anna, address, planned):
    later = planned.starts_at.astimezone(ZONE) + timedelta(hours=1)
    data = first_page(later.date(), time=later.strftime("%H:%M"))
    assert "valt samen met een andere bijeenkomst" in client_of(anna).post(address, data).content.decode()
    client_of(anna).post(address, second_page((later.date().isoformat(), later.strftime("%H:%M"))))
    assert CaseSession.objects.count() == 2


# ── pressed twice, by two people ───────────────────────────────────────────────────────────────────
def test_pressing_twice_plans_once(client_of, anna, address):
    data = second_page((in_days(5).date().isoformat(), "13:30"))
    assert client_of(anna).post(address, data).status_code == 302
    assert client_of(anna).post(address, data).status_code == 409
    assert CaseSession.objects.count() == 1
    assert Delivery.objects.filter(kind="session_invitation").count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_get_numbers_of_their_own(group, anna, where, who):
    errors = []

    def plan(days):
        try:
            schedule(group, by=anna, starts=[in_days(days)], where=where, who=who)
        except Exception as error:  # whatever happens in the thread must be seen here
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=plan, args=[days]) for days in range(5, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(CaseSession.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_same_instant_may_be_planned_again_after_a_cancellation(planned, group, anna, where, who):
    CaseSession.objects.update(state="cancelled")
    again = schedule(group, by=anna, starts=[planned.starts_at], where=where, who=who)[0]
    assert again.number == 2


def test_nothing_in_the_past_and_nothing_in_a_closed_group(group, anna, where, who):
    with pytest.raises(Refusal):
        schedule(group, by=anna, starts=[in_days(-1)], where=where, who=who)
    Group.objects.update(archived_at=in_days(0))
    with pytest.raises(NotNow):
        schedule(group, by=anna, starts=[in_days(1)], where=where, who=who)


# ── what follows ───────────────────────────────────────────────────────────────────────────────────
def test_the_ledger_knows_when_and_nothing_else(planned, group):
    fact = GroupFact.objects.get()
    assert (fact.kind, fact.key, fact.at, fact.counts) == ("planned", planned.pk, planned.starts_at, {})


def test_a_series_is_one_mail_each(group, anna, where, who):
    schedule(group, by=anna, starts=[in_days(5), in_days(40), in_days(75)], where=where, who=who)
    assert list(Delivery.objects.values_list("kind", flat=True).filter(due_at__lte=in_days(1))) == ["session_dates"] * 4
    assert GroupFact.objects.count() == 3


def test_the_next_form_begins_where_the_last_date_ended(client_of, anna, address, planned, group):
    page = client_of(anna).get(address).content.decode()
    following = planned.starts_at.astimezone(ZONE).date() + timedelta(weeks=group.rhythm_weeks)
    assert f'value="{following.isoformat()}"' in page
    assert "Tuinkamer, Leek" in page


def test_planning_costs_the_same_for_one_and_for_three(client_of, anna, address):
    client = client_of(anna)
    for start, count in [(5, 1), (40, 3)]:
        days = [(in_days(start + 9 * nr).date().isoformat(), "13:30") for nr in range(count)]
        with Queries() as queries:
            client.post(address, second_page(*days))
        # session, person, members | group, taken, number, rows, facts, members, letters; what is near reminds
        assert len(queries) == (11 if count == 1 else 10)
