"""What a coordinator sees, and what the group sees of that: the same, from one policy, out of facts alone."""

import ast
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from groups import actions, overview
from groups.models import Agreement, Group, GroupRequest, OrganisationRole, Stage
from groups.policy import COORDINATOR_IN_SHORT, COORDINATOR_NEVER_SEES, COORDINATOR_SEES, ORGANISATION_IN_SHORT
from groups.tokens import role_token
from intervisie.common.delivery import drain

from .reading import Page

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
GROUP = Group(name="Noord", created_at=NOW - timedelta(days=300), stage=Stage.GUIDED)


# ── the door ───────────────────────────────────────────────────────────────────────────────────────
def test_a_coordinator_sees_the_groups_of_the_organisation(client_of, coen, group, other_group, foreign_group):
    text = client_of(coen).get(reverse("coordinator")).text
    assert "Twee groepen" in text
    assert "Jeugdzorg Noord" in text
    assert "Wijkteam Zuid" in text
    assert "Docenten Linde" not in text


def test_nobody_else_does(client, client_of, anna, bas, femke, group):
    for user in (anna, bas, femke):
        answer = client_of(user).get(reverse("coordinator"))
        assert answer.status_code == 403
        assert "Wijkteam Zuid" not in answer.text
    assert client.get(reverse("coordinator")).url.startswith(reverse("account_login"))


def test_the_mirror_is_for_the_group_itself(client, client_of, bas, eva, coen, group):
    address = reverse("group_mirror", args=[group.pk])
    assert client_of(bas).get(address).status_code == 200
    for user in (eva, coen):
        assert client_of(user).get(address).status_code == 404
    assert client.get(address).url.startswith(reverse("account_login"))


def test_a_closed_group_is_no_longer_in_the_list(client_of, coen, anna, group):
    actions.archive(group, by=anna)
    assert "Jeugdzorg Noord" not in client_of(coen).get(reverse("coordinator")).text


# ── one policy ─────────────────────────────────────────────────────────────────────────────────────
def test_table_mirror_and_policy_are_the_same(client_of, coen, bas, group):
    for days in (10, 45, 80, 115):
        actions.write_fact(
            group, "held", key=uuid.uuid4(), at=timezone.now() - timedelta(days=days), present=3, invited=4
        )
    table = Page(client_of(coen).get(reverse("coordinator")).text)
    mirror = Page(client_of(bas).get(reverse("group_mirror", args=[group.pk])).text)
    keys = [sight.key for sight in COORDINATOR_SEES]
    assert table.columns == mirror.columns == keys
    assert table.cells[: len(keys)] == mirror.cells
    assert mirror.cells[3] == "de meesten"
    for page in (table, mirror):
        assert all(str(one.what) in page.words for one in COORDINATOR_SEES)
        assert all(str(one) in page.words for one in COORDINATOR_NEVER_SEES)


def test_what_is_said_in_short_is_said_in_one_place(client, client_of, coen, bas, group, organisation):
    """To who is asked, in the mail and on the page; to who coordinates; and to the group. Nobody is promised more."""
    asked = actions.invite_role(organisation, "merel@voorbeeld.nl", "coordinator", by=coen)
    client.get(reverse("role_invitation", args=[role_token(asked.pk, 1)]))
    drain()
    told = [
        mail.outbox[0].body,
        client.get(reverse("role_invitation_open")).text,
        client_of(coen).get(reverse("coordinator")).text,
    ]
    for text in told:
        assert str(COORDINATOR_IN_SHORT) in " ".join(text.split())
    assert str(ORGANISATION_IN_SHORT) in client_of(bas).get(reverse("group", args=[group.pk])).text
    for word in ("hulp", "nooit wie."):  # nobody asks for help here, and who coaches is seen
        assert word not in f"{COORDINATOR_IN_SHORT} {ORGANISATION_IN_SHORT}"


def test_the_page_shows_nothing_of_who_or_why(client_of, coen, bas, dana, group, agreement):
    key = uuid.uuid4()
    actions.write_fact(group, "held", key=key, at=timezone.now(), present=1, invited=4, coach_moves=77)
    actions.write_member_fact(group, dana, "led", key=key, at=timezone.now())
    actions.change_stage(group, Stage.CONTRACT, by=bas, seen_stage=Stage.GUIDED)
    words = Page(client_of(coen).get(reverse("coordinator")).text).words
    for secret in (bas.called, dana.called, agreement.goal, "77", "1 van 4"):
        assert secret not in words


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}:{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("module", ["coordinator.py", "overview.py", "policy.py"])
def test_coordinator_code_cannot_reach_who_led_or_what_was_said(module):
    path = Path(actions.__file__).parent.parent / module
    found = list(imports_of(path))
    assert found
    for name in found:
        assert "MemberFact" not in name
        assert "member_facts" not in name
        assert not name.startswith(("sessions", "feedback", "methods", "importlib"))
    assert "member_facts" not in path.read_text()
    assert "getattr" not in path.read_text()


# ── the cost ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_page_costs_eight_queries_for_one_three_and_fifty(
    client_of, coen, anna, organisation, count, django_assert_num_queries
):
    Group.objects.filter(organisation=organisation).delete()
    for nr in range(count):
        group = Group.objects.create(organisation=organisation, name=f"Groep {nr}", purpose="change")
        group.memberships.create(user=anna, role="coach")
        actions.write_fact(group, "held", key=uuid.uuid4(), at=timezone.now(), present=3, invited=4)
    browser = client_of(coen)
    browser.get(reverse("coordinator"))  # the menu remembers that Coen coordinates
    with django_assert_num_queries(7):  # session, person, roles, groups, facts, coaches, requests
        assert browser.get(reverse("coordinator")).text.count('scope="row"') >= count


def test_the_mirror_costs_six_queries(client_of, bas, group, django_assert_num_queries):
    browser = client_of(bas)
    with django_assert_num_queries(6):  # session, person, membership, group, facts, coaches
        browser.get(reverse("group_mirror", args=[group.pk]))


def test_waiting_requests_are_counted(client_of, coen, organisation):
    for nr in range(2):
        GroupRequest.objects.create(
            organisation=organisation, name="R", email=f"{nr}@x.nl", purpose="change", confirmed_at=timezone.now()
        )
    GroupRequest.objects.create(organisation=organisation, name="R", email="x@x.nl", purpose="change")
    assert "Er wachten 2 aanvragen" in client_of(coen).get(reverse("coordinator")).text


def test_two_organisations_one_coordinator(client_of, coen, cast):
    OrganisationRole.objects.create(organisation=cast.school, user=coen, role="coordinator")
    text = client_of(coen).get(reverse("coordinator")).text
    assert text.index("Docenten Linde") < text.index("Jeugdzorg Noord") < text.index("Wijkteam Zuid")


# ── what follows from the facts ────────────────────────────────────────────────────────────────────
def fact(kind, days, key=None, **counts):
    return (kind, key or uuid.uuid4(), NOW + timedelta(days=days), counts)


def seen(*facts, **changes):
    return overview.row(GROUP, list(facts), **({"coach": "Anna", "people": 5, "agreed": True, "now": NOW} | changes))


def full(days, present=5, invited=5):
    return fact("held", days, present=present, invited=invited)


@pytest.mark.parametrize(
    ("held", "band"),
    [
        ([], "unknown"),
        ([full(-90), full(-60)], "unknown"),
        ([full(-90), full(-60), full(-30)], "nearly_all"),
        ([full(-90, 3), full(-60, 4), full(-30, 3)], "most"),
        ([full(-90, 2), full(-60, 3), full(-30, 2)], "half"),
        ([full(-90, 1), full(-60, 1), full(-30, 2)], "fewer"),
        ([full(-300, 0), full(-90), full(-60), full(-30)], "nearly_all"),
        ([full(-90), full(-60), full(-30, 0, 0)], "unknown"),
    ],
)
def test_attendance_is_a_band_over_three_sessions(held, band):
    assert seen(*held).attendance == band


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), max_size=2))
def test_one_or_two_sessions_never_show_how_many_came(pairs):
    facts = [full(-30 * nr - 1, min(came, asked), asked) for nr, (came, asked) in enumerate(pairs)]
    assert seen(*facts).attendance == "unknown"


def test_held_of_planned_this_year():
    moved, off = uuid.uuid4(), uuid.uuid4()
    row = seen(
        full(-400),  # last year
        full(-30),
        full(-60),
        fact("planned", 20),
        fact("planned", 21, key=off),
        fact("cancelled", 21, key=off),
        fact("planned", -5, key=moved),
        fact("moved", 30, key=moved),
    )
    assert (row.held, row.planned) == (2, 4)
    assert row.next == (NOW + timedelta(days=20)).date()


def test_the_year_is_the_groups_own():
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already 2027 in Amsterdam
    assert seen(("planned", uuid.uuid4(), new_year, {})).planned == 0


@pytest.mark.parametrize(
    ("facts", "changes", "signals"),
    [
        ([full(-65)], {}, ["Al negen weken geen datum"]),
        ([full(-8)], {}, []),
        ([full(-65), fact("planned", 3)], {}, []),
        ([fact("planned", 3)], {"people": 2}, ["Nog twee leden"]),
        ([fact("planned", 3)], {"people": 0}, ["Nog niemand binnen"]),
        ([fact("planned", 3)], {"coach": ""}, ["Heeft geen begeleider"]),
        ([fact("planned", 3)], {"agreed": False}, ["Nog geen afspraken"]),
        (
            [fact("planned", 40), fact("cancelled", -30), fact("cancelled", -2)],
            {},
            ["Twee keer achter elkaar afgezegd"],
        ),
        ([fact("planned", 40), fact("cancelled", -60), full(-30), fact("cancelled", -2)], {}, []),
    ],
)
def test_signals_in_words(facts, changes, signals):
    assert seen(*facts, **changes).signals == signals


def test_who_leads_itself_needs_no_coach():
    alone = Group(name="Zelf", created_at=NOW, stage=Stage.SELF_LED)
    row = overview.row(alone, [fact("planned", 3)], coach="", people=5, agreed=True, now=NOW)
    assert row.signals == []


def test_held_after_cancelled_is_held():
    key = uuid.uuid4()
    row = seen(
        fact("planned", -3, key=key), fact("cancelled", -3, key=key), fact("held", -3, key=key, present=4, invited=4)
    )
    assert (row.held, row.planned) == (1, 1)


def test_the_line_counts_per_two_months():
    rows = [seen(full(-1), full(-20), full(-70)), seen(full(-1), fact("cancelled", -40))]
    assert overview.held_per_step(rows, NOW.date()) == [("mrt", 0), ("mei", 0), ("jul", 0), ("sep", 1), ("nov", 3)]


@given(
    st.lists(st.sampled_from(["planned", "moved", "cancelled", "held", "agreement"]), max_size=12), st.integers(0, 3)
)
def test_any_ledger_gives_a_row(kinds, keys):
    names = [uuid.UUID(int=nr) for nr in range(keys + 1)]
    facts = [(kind, names[nr % len(names)], NOW + timedelta(days=17 * nr - 90), {}) for nr, kind in enumerate(kinds)]
    row = seen(*facts)
    assert 0 <= row.held <= row.planned
    assert row.attendance in overview.USUALLY


def test_sorted_as_a_dutch_reader_expects(client_of, coen, organisation):
    for name in ("Éénoudergezinnen", "zorg", "Eemland"):
        Group.objects.create(organisation=organisation, name=name, purpose="change")
    names = Page(client_of(coen).get(reverse("coordinator")).text).cells[:: len(COORDINATOR_SEES)]
    assert [name.split(" Zonder")[0].split(" Anna")[0] for name in names] == [
        "Eemland",
        "Éénoudergezinnen",
        "Jeugdzorg Noord",
        "Wijkteam Zuid",
        "zorg",
    ]


def test_an_agreement_is_seen_as_there_or_not(client_of, coen, group):
    Agreement.objects.create(group=group, version=1, goal="Geheim doel", rhythm="", attendance="", confidentiality="")
    text = client_of(coen).get(reverse("coordinator")).text
    assert "Geheim doel" not in text


def test_the_public_page_says_the_same(client, db):
    words = Page(client.get(reverse("who_sees_what")).text).words
    assert all(str(one.what) in words for one in COORDINATOR_SEES)
    assert all(str(one) in words for one in COORDINATOR_NEVER_SEES)
