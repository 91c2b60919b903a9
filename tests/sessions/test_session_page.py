"""The page of one session, before and after."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from sessions.actions import cases
from sessions.actions.planning import answer
from sessions.keys import person_key
from sessions.models import CaseSession, Commitment, Treatment

from .conftest import in_days
from .table import a_case


@pytest.fixture
def address(planned):
    return reverse("session", args=[planned.pk])


def test_when_where_who_and_what_is_mine(client_of, bas, chris, address, planned):
    answer(planned.pk, by=chris, says="yes")
    page = client_of(bas).get(address).content.decode()
    assert "half twee tot half vier" in page
    assert "Tuinkamer, Leek" in page
    assert "Chris ontvangt." in page and "Anna begeleidt." in page
    assert "Casus inbrengen" in page
    assert "Chris de Wit" in page
    assert "gaat om 13.15 open" in page
    assert reverse("room", args=[planned.pk]) not in page


def test_the_room_opens_a_quarter_of_an_hour_early(client_of, bas, address, planned, time_machine):
    time_machine.move_to(planned.starts_at - timedelta(minutes=16))
    assert reverse("room", args=[planned.pk]) not in client_of(bas).get(address).content.decode()
    time_machine.move_to(planned.starts_at - timedelta(minutes=14))
    assert reverse("room", args=[planned.pk]) in client_of(bas).get(address).content.decode()


def test_changing_is_offered_to_who_may(client_of, cast, address, planned):
    change = reverse("reschedule", args=[planned.pk])
    assert change in client_of(cast.anna).get(address).content.decode()
    assert change in client_of(cast.chris).get(address).content.decode()
    assert change not in client_of(cast.bas).get(address).content.decode()


def test_too_few_is_said_to_who_carries_it(client_of, cast, address, planned):
    for member in (cast.bas, cast.dana):
        answer(planned.pk, by=member, says="no")
    assert "niet meer aan twee komen" in client_of(cast.anna).get(address).content.decode()
    assert "niet meer aan twee komen" not in client_of(cast.bas).get(address).content.decode()


def test_my_draft_is_mine_alone_and_an_offer_is_for_all(client_of, cast, address, planned, draft):
    assert "Hoe kan ik eerder nee zeggen?" in client_of(cast.bas).get(address).content.decode()
    page = client_of(cast.chris).get(address).content.decode()
    assert "nee zeggen" not in page and "brengt een casus in" not in page
    cases.share(draft.pk, by=cast.bas, meant_for=planned)
    assert "Bas brengt een casus in." in client_of(cast.chris).get(address).content.decode()


@pytest.mark.parametrize("stranger", ["eva", "femke", "coen"])
def test_for_strangers_and_coordinators_there_is_nothing(client_of, cast, stranger, address):
    assert client_of(getattr(cast, stranger)).get(address).status_code == 404


def test_nobody_and_who_left(client, client_of, bas, address):
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert client_of(bas).get(address).status_code == 404


# ── afterwards ─────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def held(planned, group, bas, chris):
    """Closed: Bas brought a case and shared his step; Chris kept something to himself."""
    case = a_case(bas, group, state="treated", treated_at=timezone.now())
    treatment = Treatment.objects.create(session=planned, case=case, key=case.key, key_question="Hoe kan ik stoppen?")
    CaseSession.objects.update(state="closed", ended_at=timezone.now())
    for owner, text, shared in [(bas, "Een dag wachten", timezone.now()), (chris, "GEHEIM VAN CHRIS", None)]:
        Commitment.objects.create(
            session=planned,
            treatment=treatment,
            owner=owner,
            key=person_key(owner),
            kind="step",
            text=text,
            shared_at=shared,
        )
    return treatment


def test_afterwards_only_what_people_shared(client_of, cast, held, address):
    page = client_of(cast.dana).get(address).content.decode()
    assert "Een dag wachten" in page and "Hoe kan ik stoppen?" in page
    assert "GEHEIM VAN CHRIS" not in page
    assert "GEHEIM VAN CHRIS" in client_of(cast.chris).get(address).content.decode()


def test_a_newcomer_sees_nothing_of_before(client_of, eva, group, held, address):
    Membership.objects.create(group=group, user=eva)
    assert client_of(eva).get(address).status_code == 404


def test_after_the_text_is_gone_the_page_says_so(client_of, dana, held, address):
    held.case.key.destroy()
    page = client_of(dana).get(address).content.decode()
    assert "De tekst is gewist." in page
    assert "Hoe kan ik stoppen?" not in page


def test_a_session_that_was_never_opened(client_of, bas, address, time_machine):
    time_machine.move_to(in_days(12))
    assert "niet in de kamer geopend" in client_of(bas).get(address).content.decode()


# ── weight ─────────────────────────────────────────────────────────────────────────────────────────
def test_before_it_costs_the_same_for_one_and_three(client_of, bas, dana, group, address, django_assert_num_queries):
    client = client_of(bas)
    for more in (1, 2):
        for _case in range(more):
            a_case(dana, group)
        with django_assert_num_queries(7):
            client.get(address)


def test_after_it_costs_the_same_for_one_and_three(client_of, dana, bas, held, address, django_assert_num_queries):
    client = client_of(dana)
    for more in (0, 2):
        for nr in range(more):
            Commitment.objects.create(
                session=held.session,
                owner=bas,
                key=person_key(bas),
                kind="takeaway",
                text=f"{nr}",
                shared_at=timezone.now(),
            )
        with django_assert_num_queries(7):
            client.get(address)
