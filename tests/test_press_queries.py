"""What every press outside the room asks of the database, literally; the same with one item as with three.

A press may ask twelve things at most (the browser's session and the person included). The names come from the
addresses: a new one that takes a POST and has no figure fails. The room has a table of its own, in
`tests/sessions/test_room_press_queries.py`; allauth's presses are allauth's own. docs/decisions/0015 says why some ask
more.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.models import FollowUp
from groups import actions
from groups.agreements import PARTS
from groups.models import Group, GroupRequest, Membership, Organisation, User
from groups.tokens import invitation_token, request_token, role_token, unsubscribe_token
from intervisie.common import delivery
from intervisie.common.delivery import TOPICS
from sessions.actions import cases, harvest, planning, pointer, shelf, writing
from sessions.keys import person_key
from sessions.links import rsvp_token
from sessions.models import Case, CaseSession
from tests.attack.addresses import browser_of, routes
from tests.counting import Queries
from tests.feedback import evening
from tests.methods.own.test_press_queries import FIGURES as OWN_METHODS
from tests.sessions.conftest import in_days
from tests.sessions.table import a_case, a_session, begin, fresh, in_method, write
from tests.sessions.test_room_press_queries import PRESSES
from tests.test_house import addresses

MOST = 12
OVER = {"end_role": 18, "erase_account": 64}

FIGURES = {
    "accept_invitation": 12,
    "accept_role": 11,
    "answer": 5,
    "appearance": 4,
    "appoint_coach": 11,
    "archive_group": 12,
    "ask_role": 9,
    "ask_signatures": 8,
    "board_look": 5,
    "board_say": 6,
    "board_share": 4,
    "cancel": 11,
    "case_help": 5,
    "case_new": 7,
    "case_sequel": 6,
    "case_share": 9,
    "case_step": 5,
    "case_take_back": 8,
    "case_withdraw": 10,
    "change_stage": 6,
    "confirm_request": 4,
    "dot": 11,
    "end_membership": 12,
    "end_role": 18,
    "erase_account": 64,
    "follow_up": 9,
    "found_group": 12,
    "invite": 10,
    "language": 3,
    "leave_group": 11,
    "log_out_elsewhere": 4,
    "look_back": 5,
    "mail_choices": 4,
    "me": 4,
    "organisation": 5,
    "pulse": 11,
    "reopen_group": 6,
    "reply_request": 9,
    "request_group": 4,
    "reschedule": 11,
    "resend_invitation": 10,
    "resend_role": 9,
    "revoke_invitation": 7,
    "revoke_role": 7,
    "rsvp": 8,
    "schedule": 11,
    "sign_agreement": 7,
    "start_feed": 4,
    "stop_feed": 3,
    "unsubscribe": 2,
    "welcome": 5,
    "write_agreement": 10,
}


@pytest.fixture(params=[1, 3], ids=["one", "three"])
def many(request):
    return request.param


def cost(browser, name, /, *ids, query="", headers=None, **fields):
    """How much one press asks; it has to be one that is done, or the figure says nothing."""
    address = reverse(name, args=ids) + query
    with Queries() as asked:
        answer = browser.post(address, fields, headers=headers or {})
    assert answer.status_code in (200, 204, 302), (name, answer.status_code, answer.text[:3000])
    return len(asked)


def check(found):
    """Against the figures; over the bar is said first."""
    assert {name: count for name, count in found.items() if count > OVER.get(name, MOST)} == {}
    assert found == {name: FIGURES[name] for name in found}


# ── all of them ────────────────────────────────────────────────────────────────────────────────────
THEIRS = ("account_", "mfa_")  # allauth's
COUNTED_THERE = {
    **dict.fromkeys(OWN_METHODS, "tests/methods/own/test_press_queries.py"),
    "own_phase": "tests/methods/own/test_write.py",
    "own_facts": "tests/methods/own/test_write.py",
    "open_step_in": "tests/methods/own/test_steps.py",
    "own_method": "tests/methods/own/test_write.py",
    "change_group": "tests/groups/test_change_group.py",
    "change_maturity": "tests/groups/test_change_maturity.py",
    "wall": "tests/sessions/test_wall.py",
}


def test_every_address_that_takes_a_post_has_a_figure(client_of, anna):
    browser = client_of(anna)
    browser.raise_request_exception = False
    ours = {name: kwargs for name, kwargs in addresses() if name not in PRESSES}
    named = {name for name, _route, _arguments in routes() if name and not name.startswith(THEIRS)}
    assert named == set(ours) | PRESSES  # or an address is asked about nowhere
    takes = {name for name, kwargs in ours.items() if browser.post(reverse(name, kwargs=kwargs)).status_code != 405}
    assert takes == set(FIGURES) | COUNTED_THERE.keys()


# ── oneself ────────────────────────────────────────────────────────────────────────────────────────
def test_how_one_is_seen_and_sees(client_of, bas, many):
    browser, elsewhere = client_of(bas), [client_of(bas) for _nr in range(many)]
    topics = list(TOPICS)[:1]
    found = {
        "language": cost(browser, "language", language="en"),
        "appearance": cost(browser, "appearance", theme="dark", language="nl"),
        "me": cost(browser, "me", name="Bas", language="nl", theme=""),
        "mail_choices": cost(browser, "mail_choices", wanted=topics),
        "unsubscribe": cost(Client(), "unsubscribe", unsubscribe_token(bas.pk, topics[0])),
        "log_out_elsewhere": cost(browser, "log_out_elsewhere"),
    }
    assert all(one.get("/vandaag/").status_code == 302 for one in elsewhere)
    check(found)


@pytest.fixture
def at_home(group, other_group, anna, bas, eva, organisation, many):
    """Bas belongs to one group or to three; in each a case of his on the shelf, and a date on which he hosts."""
    groups = [group, other_group, Group.objects.create(organisation=organisation, name="Oost", purpose="culture")]
    for nr, one in enumerate(groups[:many]):
        if one != group:
            one.memberships.create(user=bas)
        case = cases.begin(one, by=bas)
        cases.write(case.pk, by=bas, texts={"question": "Hoe dan?"})
        cases.share(case.pk, by=bas)
        a_session(one, number=50, starts_in=timedelta(days=9 + nr), host=bas)
    return groups[:many]


def test_ending_an_account(group, at_home, anna, bas, chris, many):
    session = in_method(a_session(group), anna, chris, "gedachtenwolk", bas, phase="fill")
    for _nr in range(many):
        write(session, bas, "Een gedachte", kind="thought")
        writing.note(fresh(session), by=bas, text="Voor mij")
        step = harvest.commit(fresh(session), by=bas, kind="step", text="Bellen", commitment_id=uuid4())
        FollowUp.objects.create(commitment=step, day=7, key=person_key(bas))
    check({"erase_account": cost(browser_of(bas), "erase_account", given="erase", sure="yes")})
    assert not Membership.objects.current().filter(user=bas).exists()


# ── a group ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def busy(group, anna, bas, chris, many):
    """One or three: dates to come, told to everybody, that Bas leads; cases of his, one of them meant for a date; a
    session that runs with him at the table."""
    where = planning.Where(minutes=120, medium="room", place="Tuinkamer")
    who = planning.Who(host_id=bas.pk, leads_id=bas.pk, quorum=2)
    dates = planning.schedule(group, by=anna, starts=[in_days(11 + nr) for nr in range(many)], where=where, who=who)
    delivery.drain()
    for date in dates:
        case = a_case(bas, group, meant_for=date)
        case.dots.create(session=date, user=chris)
    running = [a_session(group, number=70 + nr, starts_in=timedelta(minutes=nr), leads=anna) for nr in range(many)]
    for session in running:
        begin(session, anna, bas, chris)
    return dates


def of(group, user):
    return group.memberships.get(user=user, until=None)


def test_leaving(busy, group, bas, client_of):
    check({"leave_group": cost(client_of(bas), "leave_group", group.pk)})


def test_ending_a_membership(busy, group, anna, bas, client_of):
    check({"end_membership": cost(client_of(anna), "end_membership", group.pk, of(group, bas).pk)})


def test_closing_and_going_on(busy, group, anna, client_of, many):
    actions.invite(group, [f"nieuw{nr}@example.org" for nr in range(many)], by=anna)
    browser = client_of(anna)
    found = {"archive_group": cost(browser, "archive_group", group.pk)}
    found["reopen_group"] = cost(browser, "reopen_group", group.pk)
    check(found)
    assert CaseSession.objects.filter(state="cancelled").count() == many


def test_inviting_and_coming_in(group, anna, bas, eva, client_of, many):
    group.facts.create(kind="held", key=uuid4(), at=timezone.now())  # they have met: everybody hears of a newcomer
    for nr in range(many):
        group.memberships.create(user=User.objects.create_user(f"lid{nr}@example.org"))
    addresses = [eva.email, "x@example.org", "y@example.org"][:many]
    browser, newcomer = client_of(anna), client_of(eva)
    found = {"invite": cost(browser, "invite", group.pk, addresses="\n".join(addresses))}
    asked = group.invitations.get(email=eva.email)
    found["resend_invitation"] = cost(browser, "resend_invitation", group.pk, asked.pk, seen=1)
    newcomer.get(reverse("invitation", args=[invitation_token(asked.pk, 2)]))
    found["accept_invitation"] = cost(newcomer, "accept_invitation", independent="no")
    found["welcome"] = cost(client_of(bas), "welcome", group.pk, of(group, eva).pk)
    asked = actions.invite(group, ["z@example.org"], by=anna)[0]
    found["revoke_invitation"] = cost(browser, "revoke_invitation", group.pk, asked.pk)
    check(found)


def test_what_is_agreed(group, anna, bas, client_of, many):
    for nr in range(many):
        group.memberships.create(user=User.objects.create_user(f"lid{nr}@example.org"))
    browser = client_of(anna)
    for part in PARTS[1:]:
        browser.post(reverse("write_agreement", args=[group.pk]) + f"?deel={part}", {"text": "Zo."})
    found = {"write_agreement": cost(browser, "write_agreement", group.pk, query=f"?deel={PARTS[0]}", text="Zo.")}
    laid = cost(browser, "write_agreement", group.pk, query="?deel=nalezen", seen=0, spoken="on")
    found["write_agreement"] = max(found["write_agreement"], laid)
    found["ask_signatures"] = cost(browser, "ask_signatures", group.pk, seen=1)
    found["sign_agreement"] = cost(client_of(bas), "sign_agreement", group.pk, seen=1)
    found["change_stage"] = cost(client_of(bas), "change_stage", group.pk, stage=2, seen=1, together="on")
    check(found)


# ── an organisation ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def staffed(organisation, coen, many):
    """One or three who coordinate, one or three who coach beside Anna."""
    for nr in range(many):
        for role in ("coach", "coordinator"):
            user = User.objects.create_user(f"{role}{nr}@example.org", name=f"Iemand {nr}")
            organisation.roles.create(user=user, role=role)
    return organisation


def test_a_visitor_asks(client, client_of, coen, staffed, many):
    answers = {"name": "Ria", "email": "ria@example.org", "purpose": "change", "wishes": "Graag.", "once": uuid4()}
    found = {"request_group": cost(client, "request_group", **answers)}
    asked = GroupRequest.objects.get()
    found["confirm_request"] = cost(client, "confirm_request", request_token(asked.pk))
    found["reply_request"] = cost(client_of(coen), "reply_request", asked.pk, kind="answer", text="We bellen.")
    check(found)


def test_a_group_begins(client_of, coen, anna, staffed, many):
    """By who coordinates one organisation or three, for a visitor who asked: the most there can be."""
    for nr in range(many - 1):
        more = Organisation.objects.create(name=f"Nog een {nr}")
        more.roles.create(user=coen, role="coordinator")
        more.roles.create(user=User.objects.create_user(f"meer{nr}@example.org"), role="coach")
    asked = actions.request_group(
        once=uuid4(), language="nl", name="Ria", email="ria@example.org", workplace="", purpose="change", people=5,
        wishes="",
    )  # fmt: skip
    actions.confirm_request(asked)
    fields = {
        "once": uuid4(), "organisation": staffed.pk, "coach": anna.pk, "name": "Nieuwe groep", "purpose": "change",
        "language": "nl", "zone": "Europe/Amsterdam", "rhythm_weeks": 5, "quorum": 4, "independent": "no",
    }  # fmt: skip
    check({"found_group": cost(client_of(coen), "found_group", query=f"?aanvraag={asked.pk}", **fields)})


def test_who_does_what(client_of, coen, anna, eva, staffed, group, other_group, many):
    browser = client_of(coen)
    found = {"organisation": cost(browser, "organisation", staffed.pk, language="nl", case_days=90, controller="Wij")}
    found["ask_role"] = cost(browser, "ask_role", staffed.pk, email="merel@example.org", role="coach")
    asked = staffed.role_invitations.get()
    found["resend_role"] = cost(browser, "resend_role", staffed.pk, asked.pk, seen=1)
    found["revoke_role"] = cost(browser, "revoke_role", staffed.pk, asked.pk)
    merel = User.objects.create_user("merel@example.org", name="Merel")
    merel.emailaddress_set.create(email=merel.email, verified=True, primary=True)
    asked = actions.invite_role(staffed, merel.email, "coordinator", by=coen)
    newcomer = client_of(merel)
    newcomer.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    found["accept_role"] = cost(newcomer, "accept_role")
    for nr in range(many):
        other_group.memberships.create(user=User.objects.create_user(f"lid{nr}@example.org"))
    found["appoint_coach"] = cost(browser, "appoint_coach", staffed.pk, other_group.pk, coach=anna.pk)
    check(found)


def test_a_coach_stops(client_of, coen, anna, organisation, group, other_group, many):
    """Who coaches one group or three, in each of which there are dates, cases and a session that runs."""
    groups = [group, other_group, Group.objects.create(organisation=organisation, name="Oost", purpose="culture")]
    for one in groups[:many]:
        if one != group:
            one.memberships.create(user=anna, role="coach")
        a_case(anna, one)
        a_session(one, number=50, starts_in=timedelta(days=9), host=anna)
        pointer.sit(a_session(one, number=51), by=anna)
    role = organisation.roles.get(user=anna)
    check({"end_role": cost(client_of(coen), "end_role", organisation.pk, role.pk)})


# ── dates ──────────────────────────────────────────────────────────────────────────────────────────
def test_dates(group, anna, bas, chris, client_of, many):
    for nr in range(many):
        group.memberships.create(user=User.objects.create_user(f"lid{nr}@example.org"))
    rows = {"dates-TOTAL_FORMS": many, "dates-INITIAL_FORMS": 0}
    for nr in range(many):
        rows |= {f"dates-{nr}-date": in_days(4 + nr).date().isoformat(), f"dates-{nr}-time": "13:30"}
    details = {"minutes": 120, "medium": "room", "place": "Tuin", "host": chris.pk, "leads": anna.pk, "quorum": 3}
    browser = client_of(anna)
    found = {"schedule": cost(browser, "schedule", group.pk, stage="confirm", **rows, **details)}
    delivery.drain()
    date = CaseSession.objects.order_by("starts_at").first()
    for _nr in range(many):
        a_case(bas, group, meant_for=date)
    token = rsvp_token(date.pk, bas.pk, 0)
    found["answer"] = cost(client_of(bas), "answer", date.pk, answer="yes")
    found["rsvp"] = cost(Client(), "rsvp", token, answer="no", reason="ill")
    moved = {"date": in_days(12).date().isoformat(), "time": "10:00", "seen": 0, **details}
    found["reschedule"] = cost(browser, "reschedule", date.pk, **moved)
    delivery.drain()
    found["cancel"] = cost(browser, "cancel", date.pk, seen=1)
    found["start_feed"] = cost(browser, "start_feed")
    found["stop_feed"] = cost(browser, "stop_feed")
    check(found)


# ── cases ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_case(group, anna, bas, chris, client_of, many):
    dates = [a_session(group, number=50 + nr, starts_in=timedelta(days=9 + nr)) for nr in range(many)]
    browser = client_of(bas)
    found = {"case_new": cost(browser, "case_new", group.pk, way="rub", session=dates[0].pk)}
    case = Case.objects.get()
    found["case_help"] = cost(browser, "case_help", case.pk, rub="Iets")
    found["case_step"] = cost(browser, "case_step", case.pk, "vraag", question="Hoe dan?")
    ticks = dict.fromkeys(cases.CHECKS, "on")
    for nr in range(many):
        begin(a_session(group, number=60 + nr, starts_in=timedelta(minutes=nr)), anna, chris)
    found["case_share"] = cost(browser, "case_share", case.pk, meant_for=dates[0].pk, **ticks)
    CaseSession.objects.filter(number__gte=60).update(starts_at=F("starts_at") + timedelta(days=400))
    found["dot"] = cost(client_of(chris), "dot", case.pk, on="1")
    found["dot"] = max(found["dot"], cost(client_of(chris), "dot", case.pk, headers={"HX-Request": "true"}, on="0"))
    for user in [chris, anna][: many - 1]:
        shelf.give_dot(case.pk, by=user, on=True)
    found["case_take_back"] = cost(browser, "case_take_back", case.pk)
    cases.share(case.pk, by=bas)
    found["case_withdraw"] = cost(browser, "case_withdraw", case.pk)
    treated = a_case(bas, group, state="treated", treated_at=timezone.now())
    found["case_sequel"] = cost(browser, "case_sequel", treated.pk)
    check(found)


def test_a_board(group, anna, bas, chris, client_of, many):
    session = in_method(a_session(group, leads=anna), anna, bas, "gedachtenwolk", chris, phase="fill")
    cards = [write(session, bas, "Een gedachte", kind="thought") for _nr in range(many)]
    treatment, browser = session.step.treatment_id, client_of(bas)
    check(
        {
            "board_say": cost(browser, "board_say", treatment, cards[0].pk, facet="loud", value="2"),
            "board_look": cost(browser, "board_look", treatment, value="6", note="Lichter"),
            "board_share": cost(browser, "board_share", treatment, on="1"),
        }
    )


# ── looking back ───────────────────────────────────────────────────────────────────────────────────
def test_looking_back(group, anna, bas, chris, dana, client_of, many):
    held = evening.an_evening(group, anna, bas, chris, dana, brings=bas)
    steps = [evening.a_step(held, bas) for _nr in range(many)]
    for step in steps:
        FollowUp.objects.create(commitment=step, day=7, key=person_key(bas))
    pulse = evening.actions.open_pulse(held.pk)
    for member in [anna, chris, dana][:many]:
        evening.says(pulse, member)
    browser, scores = client_of(bas), dict.fromkeys(evening.HIGH, 4)
    found = {"pulse": cost(browser, "pulse", held.pk, next_time="Meer tijd", direction="yes", **scores)}
    found["follow_up"] = cost(browser, "follow_up", FollowUp.objects.first().pk, answer="not_yet", effect="Rust")
    found["look_back"] = cost(browser, "look_back", steps[0].pk, outcome="done")
    check(found)
