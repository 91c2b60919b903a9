"""Whatever somebody types: never an error of ours, never lost, never drawn as anything but text."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from sessions.actions import cases
from sessions.models import CaseSession, Commitment
from tests.attack.addresses import addresses, browser_of, each_door
from tests.attack.database import changed, dump, prints
from tests.attack.forms import NAMES, forms, lay_open

SCRIPT = "<script>alert(1)</script>"
NASTY = {
    "markup": f"Ik {SCRIPT}<img src=x onerror=alert(2)> \" ' &amp;",
    "templates": "Ik {{ 7|add:7 }} {% debug %} ${7*7} #{7*7}",
    "formats": "Ik %s %(name)s {0} {name} 100% \\n \\u0000",
    "emoji": "Ik 👩‍👩‍👧‍👦 🏳️‍🌈 𝕏 e\u0301 Z\u0351\u0352\u0353",
    "directions": "Ik \u202eslehcet\u202c en \u2066isolaat\u2069 \u200b\ufeff",
    "line ends": "Ik\r\nBcc: iedereen@example.org\r\n\r\nwij\u2028\x85zij",
    "formulas": '=HYPERLINK("https://evil.example";"klik") en +1',
    "sql": "Ik'); DROP TABLE groups_user; -- ok",
}
LONG = "Heel lang " * 700  # 7,000 characters
UNSTORABLE = "Ik\x00wij \x1b[31mrood \x08 einde"


@pytest.fixture
def send(world):
    """Sends the form of this name with this text, as a page without script. `send.before`: the database until then."""

    def sent(name, text, **more):
        form = forms(world)[name]
        lay_open(world, form)
        browser = browser_of(None if form.who == "nobody" else getattr(world, form.who))
        sent.before = prints()
        return browser.post(form.path, {**form.fields, form.text: text, **more}, follow=True)

    return sent


def as_said(text):
    """Without what any form may tidy: edges and line ends."""
    return " ".join(text.split())


def shown(answer):
    """The words of a page as somebody reads them."""
    return as_said(unescape(answer.content.decode().replace("<br>", " ")))


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_typed_is_text_and_comes_back_or_is_kept(world, send, name, kind):
    answer = send(name, NASTY[kind])
    page = answer.content.decode()
    assert answer.status_code < 500
    assert SCRIPT not in page
    assert "onerror=alert(2)>" not in page
    assert " 14 " not in page and "$49" not in page
    refused = answer.status_code >= 400
    assert not refused or as_said(NASTY[kind]) in shown(answer), "refused, and what was typed is gone"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_too_long_is_said_and_stays_typed(world, send, name):
    """Nothing is cut off in silence."""
    answer = send(name, LONG)
    assert answer.status_code in (400, 409, 422), answer.status_code
    assert as_said(LONG) in shown(answer)
    assert changed(send.before) == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_no_database_can_keep_is_refused_and_the_rest_given_back(world, send, name):
    answer = send(name, UNSTORABLE)
    assert answer.status_code == 400
    assert "Ikwij [31mrood" in shown(answer)


@pytest.mark.parametrize("name", ["card", "story", "pulse", "agreement", "request"])
def test_a_megabyte_is_too_large_in_words(world, send, name):
    answer = send(name, "x" * 1_000_000)
    assert answer.status_code == 413
    assert "te groot" in answer.content.decode()


def test_a_file_nobody_asked_for_changes_nothing(world, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\x00" * 50_000)
    form = forms(world)["note"]
    with (tmp_path / "a.txt").open("rb") as file:
        answer = browser_of(world.chris).post(form.path, {"text": "Een woord", "file": file, "mark": file})
    assert answer.status_code < 500


# ── dates and numbers at the edge of the world ─────────────────────────────────────────────────────
DAYS = ["0001-01-01", "9999-12-31", "2026-02-30", "-5", "1e9", "２０２６-０１-０１", ""]


@pytest.mark.parametrize("day", DAYS)
def test_no_day_is_an_error_of_ours(world, day):
    room = f"/bijeenkomst/{world.live.pk}/kamer/"
    anna, bas = browser_of(world.anna), browser_of(world.bas)
    commitment = {"commitment_id": uuid4(), "kind": "step", "text": "Bellen", "due_on": day}
    plan = {"stage": "dates", "date": day, "time": "00:00", "repeat": "series", "weeks": 26, "times": 26}
    details = {"minutes": 120, "medium": "room", "quorum": 3}
    for browser, path, fields in [
        (anna, f"{room}volgende-keer/", {"date": day, "time": "00:00"}),
        (anna, f"{room}volgende-keer/", {"date": day, "time": "23:59"}),
        (bas, f"{room}voornemen/", commitment),
        (anna, f"/groep/{world.group.pk}/plannen/", plan | details),
        (anna, f"/bijeenkomst/{world.planned.pk}/verplaatsen/", {"date": day, "time": "00:00", "seen": 1} | details),
        (bas, f"/casus/{world.draft.pk}/stap/nu/", {"decision_on": day}),
    ]:
        assert browser.post(path, fields).status_code < 500, path


def test_a_step_for_the_end_of_time_does_not_keep_the_texts_of_others(world, time_machine):
    """Whoever looks back in the year 9999 stops no sweep."""
    Commitment.objects.filter(session=world.old, kind="step").update(due_on="9999-12-31")
    time_machine.move_to(timezone.now() + timedelta(days=400), tick=False)
    assert cases.expire_cases() >= 3


def test_nobody_looks_back_later_than_the_calendar_reaches(world):
    room = f"/bijeenkomst/{world.live.pk}/kamer/"
    far = {"commitment_id": uuid4(), "kind": "step", "text": "Bellen", "due_on": "2199-01-01"}
    answer = browser_of(world.bas).post(f"{room}voornemen/", far)
    assert answer.status_code == 400
    assert "Bellen" in answer.content.decode()
    assert not Commitment.objects.filter(pk=far["commitment_id"]).exists()


# ── more than the form asks ────────────────────────────────────────────────────────────────────────
def strangers(world):
    """What no form of this group may ever write down."""
    return {
        "person": world.femke.pk,
        "neighbour": world.eva.pk,
        "group": world.linde.pk,
        "school": world.school.pk,
    }


SMUGGLED = {
    "person": [
        "leader", "leader_id", "leads", "host", "owner", "owner_id", "author", "author_id", "by", "user", "user_id",
        "coach", "buddy", "buddy_id", "chosen_by", "to", "to_id", "accepted_by", "actor",
    ],
    "group": ["group", "group_id", "session", "session_id", "meant_for"],
    "school": ["organisation", "organisation_id"],
}  # fmt: skip
FLAGS = {"is_staff": "1", "is_superuser": "1", "is_active": "", "role": "coach", "state": "closed", "calm": "1"}


def occurrences(world):
    rows = b"\n".join(row for table, row in dump() if table not in ("django_session",))
    return {name: rows.count(str(pk).encode()) for name, pk in strangers(world).items()}


@pytest.mark.parametrize("name", NAMES)
def test_fields_that_are_not_in_the_form_do_nothing(world, send, name):
    ids, form = strangers(world), forms(world)[name]
    extra = {field: ids[kind] for kind, fields in SMUGGLED.items() for field in fields}
    extra = {field: value for field, value in {**extra, **FLAGS}.items() if field not in form.fields}
    before, ranks = occurrences(world), _ranks(world)
    assert send(name, "Gewoon een zin", **extra).status_code < 500
    assert occurrences(world) == before
    assert _ranks(world) == ranks


def _ranks(world):
    people = type(world.anna).objects.order_by("pk").values_list("pk", "email", "is_staff", "is_superuser", "is_active")
    members = world.group.memberships.order_by("pk").values_list("pk", "role", "until")
    session = CaseSession.objects.filter(pk=world.live.pk).values_list("leader", "state", "calm", "group")
    return [list(rows) for rows in (people, members, session, world.organisation.roles.values_list("user", "role"))]


@pytest.mark.parametrize("stranger", ["femke", "nobody"])
def test_the_next_session_is_carried_by_members_only(world, stranger):
    """The room's own form for the next date names people by id, as a list of members would."""
    pk = world.femke.pk if stranger == "femke" else uuid4()
    when = {"date": (timezone.localdate() + timedelta(days=33)).isoformat(), "time": "10:00"}
    later = CaseSession.objects.filter(group=world.group, state="planned", starts_at__gt=world.live.starts_at)
    soonest = later.order_by("starts_at").first()
    shown = {"seen": soonest.sequence, "was_leads": str(soonest.leads_id or ""), "was_host": str(soonest.host_id or "")}
    when |= {"following": str(soonest.pk), **shown}
    for field in ("leads", "host"):
        before = occurrences(world)
        answer = browser_of(world.anna).post(
            f"/bijeenkomst/{world.live.pk}/kamer/volgende-keer/", when | {field: str(pk)}
        )
        assert answer.status_code == 400
        assert occurrences(world) == before


# ── what belongs to somebody else ──────────────────────────────────────────────────────────────────
THEIRS = ("case_sessions_contribution", "case_sessions_privatenote", "case_sessions_commitment", "case_sessions_case")


@pytest.mark.parametrize("who", ["anna", "dana"])
def test_nobody_touches_the_cards_notes_steps_and_drafts_of_another(world, who):
    """Every address that names a thing of Bas or Chris, pressed by somebody else at the same table."""
    private = [place for place in each_door(addresses(world), most=9) if place.private and place.route.count("<") > 1]
    private += [place for place in each_door(addresses(world), most=9) if place.route.startswith("casus/")]
    mine = {str(case.pk) for case in world.cases if case.owner == getattr(world, who)}
    private = [place for place in private if place.about not in mine]
    names = {place.name for place in private}
    assert names > {"room_change", "room_take_away", "room_erase_note", "room_share", "case_withdraw", "case_step"}
    browser, before = browser_of(getattr(world, who)), prints()
    for place in private:
        if place.name not in ("end_membership", "dot"):
            browser.post(place.path, {"text": "Overgenomen", "question": "Overgenomen", "outcome": "done", "on": "1"})
    assert not changed(before) & set(THEIRS)
