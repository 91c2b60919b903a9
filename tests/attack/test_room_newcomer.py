"""Who came later sees nothing from before: not who brought or led when, and not as if it never happened either. And no
number tells who took what upon themselves without sharing it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.actions import write_fact, write_member_fact
from groups.models import MemberFact, Membership, StageChange
from sessions.actions import harvest
from sessions.models import CaseSession
from tests.sessions.table import a_case, a_session, begin, fresh, go_to

NOW = timezone.now()


@pytest.fixture
def eva_joined(group, eva):
    """Yesterday; the others have been here for two hundred days."""
    return Membership.objects.create(group=group, user=eva, since=NOW - timedelta(days=1))


def wrote(group, user, kind, *, days):
    write_member_fact(group, user, kind, key=uuid4(), at=NOW - timedelta(days=days))


def shown(browser, name, pk):
    return browser.get(reverse(name, args=[pk])).content.decode()


# ── who did what when ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("kind", ["led", "led_part", "hosted"])
def test_the_group_page_tells_a_newcomer_no_deed_from_before(group, bas, chris, eva, eva_joined, client_of, kind):
    wrote(group, bas, kind, days=20)
    deed = {"led": "leidde op", "led_part": "leidde op", "hosted": "ontving op"}[kind]
    assert deed in shown(client_of(chris), "group", group.pk)
    assert deed not in shown(client_of(eva), "group", group.pk)
    wrote(group, bas, kind, days=0)
    assert deed in shown(client_of(eva), "group", group.pk)


def test_the_page_of_the_handover_tells_a_newcomer_not_who_led_before(group, bas, chris, eva, eva_joined, client_of):
    wrote(group, bas, "led", days=20)
    assert "één hele bijeenkomst" in shown(client_of(chris), "handover", group.pk)
    page = shown(client_of(eva), "handover", group.pk)
    assert "hele bijeenkomst" not in page
    assert page.count("niet sinds jij erbij bent") == 3  # of Bas, who led, the same as of Chris and Dana
    assert page.count("nog niet, en dat hoeft ook niet") == 1  # of Eva herself
    wrote(group, bas, "led_part", days=0)
    page = shown(client_of(eva), "handover", group.pk)
    assert "één keer een deel" in page
    assert "hele bijeenkomst" not in page


def test_nor_who_wrote_down_a_stage_before(group, bas, chris, eva, eva_joined, client_of):
    StageChange.objects.create(group=group, stage=1, by=bas, at=NOW - timedelta(days=20))
    assert "genoteerd door Bas" in shown(client_of(chris), "handover", group.pk)
    assert "genoteerd door" not in shown(client_of(eva), "handover", group.pk)
    StageChange.objects.create(group=group, stage=2, by=bas)
    assert "genoteerd door Bas" in shown(client_of(eva), "handover", group.pk)


def test_nor_what_the_coach_did_before(group, bas, chris, eva, eva_joined, client_of):
    write_fact(group, "held", key=uuid4(), at=NOW - timedelta(days=20), present=4, coach_moves=37)
    assert ">37<" in shown(client_of(chris), "handover", group.pk)
    assert ">37<" not in shown(client_of(eva), "handover", group.pk)


def test_who_returns_still_reads_there_what_they_led_themselves(group, eva, eva_joined, client_of):
    wrote(group, eva, "led", days=70)
    assert "één hele bijeenkomst" in shown(client_of(eva), "handover", group.pk)


@pytest.fixture
def choosing(group, anna, bas, chris, eva, eva_joined):
    """At the choice of a case: Bas brought one three weeks ago, Chris never; both have one on the shelf."""
    wrote(group, bas, MemberFact.Kind.BROUGHT, days=21)
    a_case(bas, group)
    a_case(chris, group)
    return go_to(begin(a_session(group, leads=anna), anna, bas, chris, eva), anna, kind="case_choice")


def test_the_shelf_in_the_room_tells_who_was_there_when_somebody_brought(choosing, chris, client_of):
    page = shown(client_of(chris), "room", choosing.pk)
    assert "Bas bracht drie weken geleden in" in page
    assert "Je bracht hier nog niet eerder in" in page


def test_of_who_brought_before_and_who_never_did_a_newcomer_reads_the_same(choosing, eva, client_of):
    page = shown(client_of(eva), "room", choosing.pk)
    assert "weken geleden" not in page
    assert "nog niet eerder" not in page
    assert "Bas bracht nog niet in sinds jij erbij bent" in page
    assert "Chris bracht nog niet in sinds jij erbij bent" in page


def test_what_a_newcomer_was_there_for_is_told(choosing, group, bas, eva, client_of):
    wrote(group, bas, MemberFact.Kind.BROUGHT, days=0)
    assert "Bas bracht deze week nog in" in shown(client_of(eva), "room", choosing.pk)


def test_who_returns_still_reads_what_was_their_own(choosing, group, eva, client_of):
    wrote(group, eva, MemberFact.Kind.BROUGHT, days=70)
    a_case(eva, group)
    assert "Je bracht tien weken geleden in" in shown(client_of(eva), "room", choosing.pk)


def test_the_shelf_page_says_nothing_false_to_a_newcomer(choosing, chris, eva, client_of):
    assert "nog niet sinds jij erbij bent" in shown(client_of(eva), "shelf", choosing.group_id)
    assert "sinds jij erbij bent" not in shown(client_of(chris), "shelf", choosing.group_id)


# ── what was not shared ────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def held(group, anna, bas, chris):
    """A session that was held, after which Bas took a step upon himself for himself alone."""
    session = begin(a_session(group, leads=anna), anna, bas, chris)
    step = harvest.commit(session, by=bas, kind="step", text="Ik bel maandag.", commitment_id=uuid4())
    CaseSession.objects.filter(pk=session.pk).update(state="closed", ended_at=NOW)
    return session, step


def test_a_step_that_was_not_shared_is_in_no_number(group, held, bas, chris, client_of):
    _session, step = held
    for user in (bas, chris):
        assert "oornemen" not in past(client_of(user), group)
    harvest.look_back(step.pk, by=bas, outcome="done")
    assert "teruggekeken" not in past(client_of(chris), group)
    harvest.share(step.pk, by=bas)
    assert "Op alle gedeelde voornemens is teruggekeken." in past(client_of(chris), group)


def past(browser, group):
    return shown(browser, "group", group.pk).split('id="past"')[1].split("</section>")[0]


def test_the_look_back_names_nobody_who_shared_nothing(group, held, anna, bas, chris, client_of):
    session, step = held
    later = go_to(begin(a_session(group, number=2, leads=anna), anna, bas, chris), anna, kind="look_back")
    page = shown(client_of(chris), "room", later.pk)
    assert "Bas kijkt ook terug" not in page
    assert "Ik bel maandag." in shown(client_of(bas), "room", later.pk)
    harvest.share(step.pk, by=bas)
    assert "Ik bel maandag." in shown(client_of(chris), "room", later.pk)
    assert fresh(session).pk != later.pk


def test_who_left_a_group_shares_nothing_into_it_from_another(group, other_group, held, bas, chris, client_of):
    _session, step = held
    Membership.objects.filter(group=group, user=bas).update(until=NOW)
    Membership.objects.create(group=other_group, user=bas)
    elsewhere = a_session(other_group)
    answer = client_of(bas).post(reverse("room_share", args=[elsewhere.pk, step.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 409
    step.refresh_from_db(fields=["shared_at"])
    assert step.shared_at is None
