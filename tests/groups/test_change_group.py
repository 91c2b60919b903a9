"""A group changes after it was founded: its name, purpose, language, clock, rhythm. Instants stay what they are."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.signing import dumps
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Stage
from intervisie.common.models import AuditEvent, Delivery
from sessions.actions import planning
from sessions.models import CaseSession
from tests.counting import Queries
from tests.sessions.conftest import in_days


def address(group):
    return reverse("change_group", args=[group.pk])


class Form:
    """The page of one person as it is drawn now, and what it would send."""

    def __init__(self, browser, group):
        self.browser, self.group = browser, group
        self.page = browser.get(address(group))
        form = self.page.context["form"]
        self.fields = {name: form[name].value() for name in form.fields}
        self.fields = {name: "on" if value is True else value for name, value in self.fields.items() if value}

    def send(self, **changes):
        data = {name: value for name, value in (self.fields | changes).items() if value is not None}
        return self.browser.post(address(self.group), data)


def now(group):
    group = Group.objects.get(pk=group.pk)
    return {name: getattr(group, name) for name in actions.GROUP_FIELDS}


@pytest.fixture
def later(group, anna):
    """Planned in the winter of the next year, at half past one by the group's clock; and one that was called off."""
    year = timezone.now().year + 1
    there = planning.Where(minutes=120, medium="room")
    nobody = planning.Who(host_id=None, leads_id=None, quorum=3)
    days = [datetime(year, 1, 14, 13, 30, tzinfo=group.tz), datetime(year, 7, 8, 23, 30, tzinfo=group.tz)]
    first, second, off = planning.schedule(
        group, by=anna, starts=[*days, datetime(year, 9, 2, 9, tzinfo=group.tz)], where=there, who=nobody
    )
    planning.cancel(off.pk, by=anna, seen_sequence=0)
    return [first, second]


# ── it works, for whom it is meant ─────────────────────────────────────────────────────────────────
def test_the_coach_changes_everything_that_was_asked_at_the_founding(client_of, anna, group):
    changes = {"name": "Leergroep Noordwest", "about": "Vijf mensen uit drie teams.", "purpose": "education",
               "language": "en", "rhythm_weeks": 6, "quorum": 3, "oral_only": "on"}  # fmt: skip
    assert Form(client_of(anna), group).send(**changes).url == reverse("group", args=[group.pk])
    assert now(group) == changes | {"oral_only": True, "zone": "Europe/Amsterdam"}
    event = AuditEvent.objects.get(verb="group.change")
    assert event.actor == anna
    assert set(event.facts["changed"]) == set(changes)
    assert "Noordwest" not in str(event.facts) and "drie teams" not in str(event.facts)
    page = client_of(anna).get(reverse("group", args=[group.pk])).text
    assert "Leergroep Noordwest" in page and "om de zes weken" in page


@pytest.mark.parametrize(
    ("stage", "coached", "may"),
    [
        (Stage.CONTRACT, True, False),
        (Stage.GUIDED, True, False),
        (Stage.CO_LED, True, True),
        (Stage.SELF_LED, True, True),
        (Stage.GUIDED, False, True),
    ],
)
def test_a_member_may_once_the_group_does_things_together_or_has_no_coach(client_of, bas, group, stage, coached, may):
    Group.objects.filter(pk=group.pk).update(stage=stage)
    if not coached:
        group.memberships.filter(role="coach").update(until=timezone.now())
    browser = client_of(bas)
    link = f'href="{address(group)}"'
    assert (link in browser.get(reverse("group", args=[group.pk])).text) is may
    answer = browser.get(address(group))
    assert answer.status_code == (200 if may else 403)
    if may:
        assert Form(browser, group).send(name="Door Bas").status_code == 302
    else:
        assert "vanaf ‘Samen doen’ kan iedereen het" in answer.text
        assert browser.post(address(group), {"name": "Door Bas"}).status_code == 403
    assert (now(group)["name"] == "Door Bas") is may


def test_strangers_and_the_coordinator_find_nothing(client, client_of, coen, eva, femke, group):
    before = now(group)
    for user in (coen, eva, femke):
        assert client_of(user).get(address(group)).status_code == 404
        assert client_of(user).post(address(group), {"name": "x"}).status_code == 404
    assert client.post(address(group), {"name": "x"}).url.startswith(reverse("account_login"))
    assert now(group) == before


def test_a_closed_group_stays_as_it_was(client_of, anna, group):
    form = Form(client_of(anna), group)
    actions.archive(group, by=anna)
    assert form.send(name="Nog even").status_code == 409
    assert client_of(anna).get(address(group)).status_code == 409
    assert address(group) not in client_of(anna).get(reverse("group", args=[group.pk])).text
    assert now(group)["name"] == "Jeugdzorg Noord"


def test_pressed_twice_is_one_change(client_of, anna, group):
    form = Form(client_of(anna), group)
    for _press in range(2):
        assert form.send(name="Noordwest", rhythm_weeks=6).status_code == 302
    assert AuditEvent.objects.filter(verb="group.change").count() == 1


def test_as_it_was_is_no_change(client_of, anna, group):
    assert Form(client_of(anna), group).send().status_code == 302
    assert not AuditEvent.objects.filter(verb="group.change").exists()


# ── what is wrong is said, and nothing typed is lost ───────────────────────────────────────────────
@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Mars/Olympus"}, {"zone": ""}, {"zone": "localtime"}, {"name": ""}, {"name": "x" * 81}, {"name": " "},
     {"name": "wijkteam ZUID"}, {"quorum": 2}, {"quorum": 13}, {"quorum": "veel"}, {"rhythm_weeks": 0},
     {"rhythm_weeks": 27}, {"purpose": "x"}, {"language": "de"}, {"about": "y" * 201}, {"seen": "x"}, {"seen": ""}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stands_there(client_of, anna, group, wrong):
    before = now(group)
    typed = {"name": "Een nieuwe naam", "about": "Zes mensen die elkaar helpen."} | wrong
    answer = Form(client_of(anna), group).send(**typed)
    assert answer.status_code == 422
    assert now(group) == before
    if "about" not in wrong:
        assert "Zes mensen die elkaar helpen." in answer.text
    if "name" not in wrong:
        assert "Een nieuwe naam" in answer.text
    assert "Nog niet verstuurd. Wat je schreef, staat er nog." in answer.text


def test_the_own_name_is_not_taken_by_itself(client_of, anna, group):
    assert Form(client_of(anna), group).send(name="JEUGDZORG Noord").status_code == 302
    assert now(group)["name"] == "JEUGDZORG Noord"


def test_seen_of_another_group_is_none_of_this_one(client_of, anna, group, other_group):
    forged = dumps({"name": other_group.name}, salt="something.else")
    assert Form(client_of(anna), group).send(seen=forged, name="Anders").status_code == 422


# ── two at once ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def together(group):
    Group.objects.filter(pk=group.pk).update(stage=Stage.CO_LED)


def test_two_who_change_different_things_both_get_what_they_wanted(client_of, anna, bas, group, together):
    hers, his = Form(client_of(anna), group), Form(client_of(bas), group)
    assert hers.send(name="Noordwest").status_code == 302
    assert his.send(rhythm_weeks=8).status_code == 302
    assert (now(group)["name"], now(group)["rhythm_weeks"]) == ("Noordwest", 8)


def test_of_two_who_change_the_same_the_second_is_told_and_loses_nothing(client_of, anna, bas, group, together):
    hers, his = Form(client_of(anna), group), Form(client_of(bas), group)
    assert hers.send(name="Noordwest", quorum=3).status_code == 302
    answer = his.send(name="Noordoost", about="Van Bas.")
    assert answer.status_code == 409
    assert "Noordoost" in answer.text and "Van Bas." in answer.text and "Noordwest" in answer.text
    assert now(group)["name"] == "Noordwest"
    again = {name: answer.context["form"][name].value() for name in answer.context["form"].fields}
    again = {name: value for name, value in again.items() if value}
    assert client_of(bas).post(address(group), again).status_code == 302
    assert (now(group)["name"], now(group)["about"]) == ("Noordoost", "Van Bas.")
    assert now(group)["quorum"] == 3  # what Bas did not touch is not turned back


# ── another clock ──────────────────────────────────────────────────────────────────────────────────
def test_another_zone_keeps_every_instant_and_says_first_what_the_clock_will_say(client_of, anna, group, later):
    before = list(CaseSession.objects.order_by("starts_at").values_list("starts_at", "sequence"))
    form = Form(client_of(anna), group)
    assert "13.30" not in form.page.text
    answer = form.send(zone="America/Curacao", name="Overzee")
    assert answer.status_code == 422
    assert "blijven op hetzelfde moment" in answer.text
    told = [
        re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r"<li class=\"clock\">(.*?)</li>", answer.text, re.S)
    ]
    assert len(told) == 2  # not the one that was called off
    assert "13.30" in told[0] and "08.30" in told[0]
    assert "23.30" in told[1] and "17.30" in told[1]
    assert "Overzee" in answer.text and now(group)["zone"] == "Europe/Amsterdam"
    assert form.send(zone="America/Curacao", name="Overzee", clock="on").status_code == 302
    assert (now(group)["zone"], now(group)["name"]) == ("America/Curacao", "Overzee")
    assert list(CaseSession.objects.order_by("starts_at").values_list("starts_at", "sequence")) == before
    page = client_of(anna).get(reverse("group", args=[group.pk])).text
    assert "08.30" in page and "13.30" not in page


def test_a_day_that_becomes_another_is_said(client_of, anna, group, later):
    answer = Form(client_of(anna), group).send(zone="Asia/Tokyo")
    second = re.findall(r"<li class=\"clock\">(.*?)</li>", answer.text, re.S)[1]
    assert "8 juli" in second and "9 juli" in second and "06.30" in second


def test_without_dates_nothing_has_to_be_confirmed(client_of, anna, group):
    assert Form(client_of(anna), group).send(zone="Europe/Lisbon").status_code == 302
    assert now(group)["zone"] == "Europe/Lisbon"


def test_the_same_clock_under_another_name_changes_no_time_and_asks_nothing(client_of, anna, group, later):
    assert Form(client_of(anna), group).send(zone="Europe/Brussels").status_code == 302


def test_a_reminder_that_waits_goes_by_the_new_clock(client_of, anna, group, time_machine):
    """By day there: a row that was written for nine in Amsterdam would go out in the night of Curaçao."""
    there = planning.Where(minutes=120, medium="room")
    nobody = planning.Who(host_id=None, leads_id=None, quorum=3)
    planning.schedule(group, by=anna, starts=[in_days(6)], where=there, who=nobody)
    planning.plan_reminders()
    rows = Delivery.objects.filter(kind__in=["session_reminder", "session_quorum"])
    assert {row.due_at.astimezone(group.tz).hour for row in rows} == {9}
    assert Form(client_of(anna), group).send(zone="America/Curacao", clock="on").status_code == 302
    group.refresh_from_db()
    assert rows.count() >= 8
    for row in rows.all():
        assert row.due_at.astimezone(group.tz).hour == 9
        assert row.expires_at.astimezone(group.tz).hour == 21
    keys = set(rows.values_list("key", flat=True))
    planning.plan_reminders()
    assert set(rows.values_list("key", flat=True)) == keys  # nobody hears twice


def test_what_was_sent_already_stays_sent(client_of, anna, group):
    there = planning.Where(minutes=120, medium="room")
    nobody = planning.Who(host_id=None, leads_id=None, quorum=3)
    planning.schedule(group, by=anna, starts=[in_days(6)], where=there, who=nobody)
    planning.plan_reminders()
    Delivery.objects.update(state="sent", sent_at=timezone.now())
    before = list(Delivery.objects.order_by("pk").values_list("due_at", "state"))
    Form(client_of(anna), group).send(zone="America/Curacao", clock="on")
    assert list(Delivery.objects.order_by("pk").values_list("due_at", "state")) == before


# ── stories told, not stored ───────────────────────────────────────────────────────────────────────
def test_where_the_organisation_decides_the_group_is_not_asked(client_of, anna, organisation, group):
    organisation.oral_only = True
    organisation.save(update_fields=["oral_only"])
    form = Form(client_of(anna), group)
    assert "oral_only" not in form.page.context["form"].fields
    assert "Jullie organisatie koos dit voor al haar groepen" in form.page.text
    assert form.send(name="Noordwest").status_code == 302
    assert now(group)["oral_only"] is False  # the group's own answer waits, should the organisation change its mind


def test_it_can_be_switched_off_again(client_of, anna, group):
    Group.objects.filter(pk=group.pk).update(oral_only=True)
    assert Form(client_of(anna), group).send(oral_only=None).status_code == 302
    assert now(group)["oral_only"] is False


# ── what it asks of the database ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_the_press_cost_the_same_for_one_and_three(client_of, anna, group, count):
    there = planning.Where(minutes=120, medium="room")
    nobody = planning.Who(host_id=None, leads_id=None, quorum=3)
    for nr in range(count):
        planning.schedule(group, by=anna, starts=[in_days(3 + nr)], where=there, who=nobody)
    planning.plan_reminders()
    browser = client_of(anna)
    with Queries() as drawn:
        form = Form(browser, group)
    with Queries() as pressed:
        assert form.send(name="Noordwest", zone="America/Curacao", clock="on").status_code == 302
    assert (len(drawn), len(pressed)) == (5, 12)


def test_the_instants_of_the_fixture_are_those_of_the_clock(later):
    assert later[0].starts_at.astimezone(UTC).hour == 12
    assert later[1].starts_at - timezone.now() > timedelta(days=30)
