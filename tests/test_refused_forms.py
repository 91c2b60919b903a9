"""A form that fits and is refused all the same, because the world moved on: it says why, and everything typed stands in
it. In the room the table of `tests/attack/test_room_typed.py` holds the same.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import FollowUp
from groups import actions
from groups.agreements import PARTS
from groups.models import Group, GroupRequest, Membership, RequestReply
from intervisie.common.refusals import NotNow, NotYours, Refusal
from sessions.actions import cases, planning
from sessions.keys import person_key
from sessions.models import Case, CaseSession
from tests.attack.addresses import browser_of
from tests.feedback import evening
from tests.filled import stands
from tests.sessions.conftest import in_days
from tests.sessions.table import a_session

WHY = "Net was iemand anders je voor."


def refused(monkeypatch, action, error=NotNow):
    """From now on the action says no."""

    def no(*arguments, **named):
        raise error(WHY)

    monkeypatch.setattr(action, no)


def comes_back(answer, fields, status=409, why=WHY):
    assert answer.status_code == status, answer.text[:2000]
    assert why in answer.text
    assert stands(answer, fields) == {}


# ── groups ─────────────────────────────────────────────────────────────────────────────────────────
def a_group(organisation, coach, **changes):
    return {
        "once": uuid4(), "organisation": organisation.pk, "coach": coach.pk, "name": "Leergroep West",
        "about": "Zes mensen, twee teams", "purpose": "culture", "language": "en", "zone": "Europe/Brussels",
        "rhythm_weeks": 7, "quorum": 5, "oral_only": "on", "independent": "no",
    } | changes  # fmt: skip


def a_request(organisation, **changes):
    given = {"name": "Ria", "email": "ria@x.nl", "purpose": "education", "confirmed_at": timezone.now()}
    return GroupRequest.objects.create(organisation=organisation, **(given | changes))


def test_a_group_for_a_request_that_was_answered_meanwhile(client_of, coen, anna, organisation):
    asked = a_request(organisation)
    browser, fields = client_of(coen), a_group(organisation, anna)
    address = f"{reverse('found_group')}?aanvraag={asked.pk}"
    assert f'aanvraag={asked.pk}"' in browser.get(address).text
    actions.reply(asked, by=coen, kind=RequestReply.Kind.DECLINE, text="Helaas.")
    answer = browser.post(address, fields)
    comes_back(answer, fields, why="er is al nee gezegd")
    assert f"aanvraag={asked.pk}" not in answer.text  # sent again it begins a group that answers no request
    assert not Group.objects.filter(name="Leergroep West").exists()
    assert browser.post(reverse("found_group"), fields).status_code == 302


def test_a_coach_who_coordinates_since_the_form_was_drawn(client_of, coen, anna, organisation, monkeypatch):
    fields = a_group(organisation, anna)
    refused(monkeypatch, "groups.actions.found_group", Refusal)
    comes_back(client_of(coen).post(reverse("found_group"), fields), fields, status=422)


def test_invitations(client_of, anna, group, monkeypatch):
    refused(monkeypatch, "groups.actions.invite")
    fields = {"addresses": "bas@voorbeeld.nl\nria@voorbeeld.nl"}
    comes_back(client_of(anna).post(reverse("invite", args=[group.pk]), fields), fields)


def test_a_role(client_of, coen, organisation, monkeypatch):
    refused(monkeypatch, "groups.actions.invite_role")
    fields = {"email": "merel@voorbeeld.nl", "role": "coordinator"}
    comes_back(client_of(coen).post(reverse("ask_role", args=[organisation.pk]), fields), fields)


def test_a_request_of_a_visitor(client, organisation):
    organisation.is_intake = False
    organisation.save(update_fields=["is_intake"])
    fields = {
        "name": "Ria",
        "email": "ria@x.nl",
        "purpose": "culture",
        "people": 6,
        "wishes": "Graag.",
        "workplace": "X",
    }
    why = "Hier kun je nu geen groep aanvragen."
    comes_back(client.post(reverse("request_group"), {**fields, "once": uuid4()}), fields, status=422, why=why)


@pytest.mark.parametrize("kind", ["answer", "decline"])
def test_an_answer_to_a_request_that_was_answered_meanwhile(client_of, coen, organisation, kind):
    """In the place where it was written, also when that is folded away or gone."""
    asked = a_request(organisation)
    actions.reply(asked, by=coen, kind=RequestReply.Kind.DECLINE, text="Helaas.")
    fields = {"kind": kind, "text": "Wat een mooie vraag."}
    answer = client_of(coen).post(reverse("reply_request", args=[asked.pk]), fields)
    comes_back(answer, fields, why="Deze aanvraag is al afgehandeld.")
    assert answer.text.count("Wat een mooie vraag.") == 1
    assert answer.text.count('<details class="mt-4" open>') == (kind == "decline")


def test_a_no_without_words_stays_a_no(client_of, coen, organisation):
    fields = {"kind": "decline", "text": " "}
    answer = client_of(coen).post(reverse("reply_request", args=[a_request(organisation).pk]), fields)
    assert answer.status_code == 422
    assert answer.text.count('value="decline"') == 1


def test_an_agreement_of_which_somebody_else_wrote_a_version(client_of, anna, chris, group):
    browser = client_of(anna)
    for part in PARTS:
        browser.post(reverse("write_agreement", args=[group.pk]) + f"?deel={part}", {"text": f"Zo zien wij {part}."})
    actions.write_agreement(group, by=chris, seen_version=0, spoken=True, **dict.fromkeys(PARTS, "Anders."))
    address = reverse("write_agreement", args=[group.pk]) + "?deel=nalezen"
    answer = browser.post(address, {"seen": 0, "spoken": "on"})
    comes_back(answer, {"seen": 1}, why="Iemand anders schreef zojuist een nieuwe versie")
    assert reverse("agreement", args=[group.pk]) in answer.text
    for part in PARTS:
        assert f"Zo zien wij {part}." in answer.text
    assert browser.post(address, {"seen": 1, "spoken": "on"}).status_code == 302  # having read it, they may


def test_a_stage_that_somebody_else_moved(client_of, bas, chris, group):
    actions.change_stage(group, 2, by=chris, seen_stage=1)
    fields = {"stage": 3, "together": "on"}
    browser, address = client_of(bas), reverse("change_stage", args=[group.pk])
    answer = browser.post(address, {**fields, "seen": 1})
    comes_back(answer, fields | {"seen": 2}, why="Iemand heeft intussen een andere stap genoteerd")
    assert browser.post(address, {**fields, "seen": 2}).status_code == 302  # having seen it, they may


# ── dates ──────────────────────────────────────────────────────────────────────────────────────────
def details(cast, **changes):
    return {
        "minutes": 150, "medium": "hybrid", "place": "Tuinkamer", "link": "https://meet.example.org/noord",
        "host": cast.chris.pk, "leads": cast.bas.pk, "quorum": 3,
    } | changes  # fmt: skip


def rows(*moments):
    found = {"dates-TOTAL_FORMS": len(moments), "dates-INITIAL_FORMS": 0}
    for nr, moment in enumerate(moments):
        found |= {f"dates-{nr}-date": moment.date().isoformat(), f"dates-{nr}-time": f"{moment:%H:%M}"}
    return found


def test_dates_that_stand_already(client_of, cast, group):
    """Sent twice, by two people, or from an old tab."""
    where = planning.Where(minutes=120, medium="room")
    planning.schedule(group, by=cast.anna, starts=[in_days(9)], where=where, who=planning.Who(None, None, 3))
    fields = rows(in_days(9)) | details(cast)
    answer = client_of(cast.anna).post(reverse("schedule", args=[group.pk]), {**fields, "stage": "confirm"})
    comes_back(answer, fields, why="Dit stond er al. Er is niets dubbel gepland.")


def test_dates_with_somebody_who_left(client_of, cast, group, monkeypatch):
    refused(monkeypatch, "sessions.actions.planning.schedule", Refusal)
    fields = rows(in_days(9), in_days(44)) | details(cast)
    answer = client_of(cast.anna).post(reverse("schedule", args=[group.pk]), {**fields, "stage": "confirm"})
    comes_back(answer, fields, status=422)


@pytest.fixture
def planned(group, anna):
    where = planning.Where(minutes=120, medium="room", place="Zolder")
    who = planning.Who(host_id=None, leads_id=anna.pk, quorum=2)
    return planning.schedule(group, by=anna, starts=[in_days(11)], where=where, who=who)[0]


def moved(cast, **changes):
    return {"date": in_days(13).date().isoformat(), "time": "10:15", **details(cast), **changes}


def test_a_date_that_somebody_else_moved(client_of, cast, planned):
    where = planning.Where(minutes=120, medium="room", place="Kelder")
    planning.reschedule(
        planned.pk, by=cast.anna, seen_sequence=0, starts_at=in_days(12), where=where, who=planning.Who(None, None, 2)
    )
    browser, address, fields = client_of(cast.anna), reverse("reschedule", args=[planned.pk]), moved(cast)
    answer = browser.post(address, {**fields, "seen": 0})
    comes_back(answer, fields | {"seen": 1}, why="Iemand anders heeft deze bijeenkomst intussen veranderd.")
    assert browser.post(address, {**fields, "seen": 1}).status_code == 302  # having seen it, they may


def test_a_moment_at_which_another_stands(client_of, cast, group, planned):
    a_session(group, number=40, starts_in=in_days(13).replace(hour=10, minute=15) - timezone.now())
    CaseSession.objects.filter(number=40).update(starts_at=in_days(13).replace(hour=10, minute=15))
    answer = client_of(cast.anna).post(reverse("reschedule", args=[planned.pk]), {**moved(cast), "seen": 0})
    comes_back(answer, moved(cast), why="Op dat moment staat al een andere bijeenkomst van deze groep.")


def test_a_date_that_was_called_off(client_of, cast, planned):
    planning.cancel(planned.pk, by=cast.anna, seen_sequence=0)
    answer = client_of(cast.anna).post(reverse("reschedule", args=[planned.pk]), {**moved(cast), "seen": 0})
    comes_back(answer, moved(cast), why="Deze bijeenkomst was al afgezegd.")


# ── cases ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def case(group, bas):
    made = cases.begin(group, by=bas)
    return cases.write(made.pk, by=bas, texts={"question": "Hoe dan?"})


STEPS = [
    ("speelt", {"story": "Gisteren zei ik ja.", "pitch": "Ja."}),
    ("vraag", {"question": "Hoe kan ik eerder nee zeggen?"}),
]


@pytest.mark.parametrize(("step", "fields"), STEPS)
def test_a_case_that_was_treated_while_its_owner_wrote(client_of, bas, case, step, fields):
    Case.objects.filter(pk=case.pk).update(state="treated", treated_at=timezone.now())
    answer = client_of(bas).post(reverse("case_step", args=[case.pk, step]), {**fields, "do": "later"})
    comes_back(answer, fields, why="Deze casus is al besproken. De tekst verandert niet meer.")


@pytest.mark.parametrize(("step", "fields"), STEPS)
def test_a_case_that_ended_at_that_instant(client_of, bas, case, step, fields, monkeypatch):
    refused(monkeypatch, "sessions.actions.cases.write")
    comes_back(client_of(bas).post(reverse("case_step", args=[case.pk, step]), fields), fields)


def test_looking_for_a_case(client_of, bas, case, monkeypatch):
    refused(monkeypatch, "sessions.actions.cases.write")
    fields = {"rub": "De overdracht", "home": "Met Ria", "again": "", "proud": "Het verslag"}
    comes_back(client_of(bas).post(reverse("case_help", args=[case.pk]), fields), fields)


def test_sharing_for_a_date_that_is_off(client_of, bas, case, group, monkeypatch):
    date = a_session(group, number=40, starts_in=timedelta(days=9))
    refused(monkeypatch, "sessions.actions.cases.share")
    fields = dict.fromkeys(cases.CHECKS, "on") | {"meant_for": date.pk}
    comes_back(client_of(bas).post(reverse("case_share", args=[case.pk]), fields), fields)


# ── looking back ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def held(group, anna, bas, chris, dana):
    return evening.an_evening(group, anna, bas, chris, dana, brings=bas)


def test_a_pulse_that_was_closed(client_of, bas, held, monkeypatch):
    evening.actions.open_pulse(held.pk)
    refused(monkeypatch, "feedback.actions.answer_pulse")
    fields = {"useful": 4, "guidance": 5, "next_time": "Meer tijd voor de oogst", "direction": "partly"}
    comes_back(client_of(bas).post(reverse("pulse", args=[held.pk]), fields), fields)


def test_a_step_that_was_ended_elsewhere(client_of, bas, held):
    step = evening.a_step(held, bas)
    asked = FollowUp.objects.create(commitment=step, day=7, key=person_key(bas))
    type(step).objects.filter(pk=step.pk).update(outcome="done", outcome_at=timezone.now())
    fields = {"effect": "Rust"}
    answer = client_of(bas).post(reverse("follow_up", args=[asked.pk]), {**fields, "answer": "let_go"})
    comes_back(answer, fields, why="Dit voornemen is intussen op een andere plek afgerond.")


# ── oneself ────────────────────────────────────────────────────────────────────────────────────────
def test_ending_an_account_without_the_tick(bas):
    answer = browser_of(bas).post(reverse("erase_account"), {"given": "erase"})
    comes_back(answer, {"given": "erase"}, status=422, why="zet een vinkje dat je het zeker weet")
    assert Membership.objects.current().filter(user=bas).exists()


# ── what no page catches ───────────────────────────────────────────────────────────────────────────
def test_who_is_too_quick_gets_back_what_they_typed_single_words_too(client_of, anna, group):
    browser, address = client_of(anna), reverse("invite", args=[group.pk])
    for _time in range(10):
        browser.post(address, {"addresses": "geen adres"})
    answer = browser.post(address, {"addresses": "ria@voorbeeld.nl"})
    assert answer.status_code == 429
    assert "ria@voorbeeld.nl" in answer.text


def test_who_may_not_any_more_gets_back_what_they_typed(client_of, cast, group, monkeypatch):
    refused(monkeypatch, "groups.views.founding.can_found", NotYours)
    answer = client_of(cast.anna).post(reverse("found_group"), a_group(group.organisation, cast.anna, name="Westerpad"))
    assert answer.status_code == 403
    for typed in ("Westerpad", "Zes mensen, twee teams"):
        assert typed in answer.text
    for code in ("Europe/Brussels", "culture<", str(cast.anna.pk)):
        assert f">{code}" not in answer.text  # nobody typed that
