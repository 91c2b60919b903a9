"""Sharing, taking back, erasing, going on: each by its owner alone, and private answers never with it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Membership
from intervisie.common.models import AuditEvent, DataKey, DestroyedKey
from intervisie.common.refusals import NotNow, Refusal
from sessions.actions import cases
from sessions.actions.shelf import give_dot
from sessions.models import Case, Contribution, Step, Treatment

from .conftest import in_days
from .table import a_case, a_session

TICKS = {"names": "on", "known": "on", "changed": "on", "own": "on", "accept": "on"}


@pytest.fixture
def address(draft):
    return reverse("case_share", args=[draft.pk])


@pytest.fixture
def shared(draft, bas, planned):
    return cases.share(draft.pk, by=bas, meant_for=planned)


def state_of(case):
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


# ── share ──────────────────────────────────────────────────────────────────────────────────────────
def test_five_ticks_and_a_press(client_of, bas, draft, address, planned):
    page = client_of(bas).get(address).content.decode()
    assert "Hoe kan ik eerder nee zeggen?" in page
    answer = client_of(bas).post(address, {**TICKS, "meant_for": str(planned.pk)})
    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.state, draft.meant_for) == ("shared", planned)
    assert AuditEvent.objects.filter(verb="case.share", actor=bas).count() == 1


@pytest.mark.parametrize("missing", TICKS)
def test_one_tick_less_shares_nothing(client_of, bas, draft, address, missing):
    data = {name: value for name, value in TICKS.items() if name != missing}
    answer = client_of(bas).post(address, data)
    assert answer.status_code == 422
    assert "Klopt dit nog niet?" in answer.content.decode()
    assert state_of(draft) == "draft"


def test_pressing_twice_shares_once(client_of, bas, draft, address):
    for _press in range(2):
        assert client_of(bas).post(address, TICKS).status_code == 302
    assert AuditEvent.objects.filter(verb="case.share").count() == 1


def test_without_a_question_there_is_nothing_to_share(client_of, bas, group):
    case = cases.begin(group, by=bas)
    answer = client_of(bas).post(reverse("case_share", args=[case.pk]), TICKS)
    assert answer.status_code == 422
    assert state_of(case) == "draft"


def test_a_session_of_others_or_of_the_past_is_not_taken(draft, bas, other_group, planned):
    with pytest.raises(NotNow):
        cases.share(draft.pk, by=bas, meant_for=a_session(other_group))
    with pytest.raises(NotNow):
        cases.share(draft.pk, by=bas, meant_for=a_session(draft.group, number=9, state="closed"))


def test_what_may_be_recognised_is_underlined_before_sharing(client_of, bas, draft, address):
    cases.write(draft.pk, by=bas, texts={"story": "Toen belde Kees uit Leek."})
    page = client_of(bas).get(address).content.decode()
    assert '<mark class="fill">Kees</mark>' in page and '<mark class="fill">Leek</mark>' in page
    assert client_of(bas).post(address, TICKS).status_code == 302  # never blocks


# ── who reads what ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("short", ["anna", "chris", "dana"])
def test_the_group_reads_it_without_the_private_answers(client_of, cast, shared, short):
    for address in (reverse("case", args=[shared.pk]), reverse("shelf", args=[shared.group_id])):
        page = client_of(getattr(cast, short)).get(address).content.decode()
        main = page[page.index('id="card-') :]
        assert "Hoe kan ik eerder nee zeggen?" in main
        assert "Het patroon zien" in main and "liever niet" in main
        for secret in ("rollenspel", "Rollenspel", "role_play", "daaronder", "influence", "load"):
            assert secret not in main.split("<aside")[0].replace("download", "")


def test_load_and_avoidance_wishes_change_nothing_that_others_receive(client_of, chris, bas, shared):
    addresses = [reverse("case", args=[shared.pk]), reverse("shelf", args=[shared.group_id])]
    addresses.append(reverse("session", args=[shared.meant_for_id]))

    def received():
        pages = [client_of(chris).get(address).content.decode() for address in addresses]
        return [strip_token(page) for page in pages]

    before = received()
    private = {"load": 0, "influence": 10, "current": 0, "rather_not": ["drawing", "discussed"]}
    cases.write(shared.pk, by=bas, intake=(tuple(private), private))
    assert received() == before


def strip_token(page):
    return re.sub(r'(name="csrfmiddlewaretoken" value=|name="csrf-token" content=|nonce=)"[^"]+"', "", page)


@pytest.mark.parametrize("short", ["eva", "femke", "coen"])
def test_for_others_it_is_not_there(client_of, cast, shared, short):
    client = client_of(getattr(cast, short))
    assert client.get(reverse("case", args=[shared.pk])).status_code == 404
    assert client.get(reverse("shelf", args=[shared.group_id])).status_code == 404


def test_who_left_reads_it_no_more(client_of, chris, shared):
    Membership.objects.filter(user=chris).update(until=in_days(0))
    assert client_of(chris).get(reverse("case", args=[shared.pk])).status_code == 404


def test_who_left_cannot_share_into_the_group(client_of, bas, draft, address):
    Membership.objects.filter(user=bas).update(until=in_days(0))
    assert client_of(bas).post(address, TICKS).status_code == 409
    assert state_of(draft) == "draft"


def test_a_newcomer_reads_nothing_that_was_treated_before(client_of, eva, group, bas):
    old = a_case(bas, group, state="treated", treated_at=in_days(-30))
    Membership.objects.create(group=group, user=eva)
    assert client_of(eva).get(reverse("case", args=[old.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["case_share", "case_withdraw", "case_take_back", "case_sequel", "case_preview", "case_help"]
)
def test_what_is_its_owners_is_not_there_for_a_member(client_of, chris, shared, name):
    address = reverse(name, args=[shared.pk])
    assert client_of(chris).post(address, TICKS).status_code in (404, 405)
    assert client_of(chris).get(address).status_code in (404, 405)
    assert state_of(shared) == "shared"


# ── take back ──────────────────────────────────────────────────────────────────────────────────────
def test_taken_back_it_is_private_again_and_its_dots_are_gone(client_of, bas, chris, shared):
    give_dot(shared.pk, by=chris, on=True)
    client_of(bas).post(reverse("case_take_back", args=[shared.pk]))
    shared.refresh_from_db()
    assert (shared.state, shared.meant_for, shared.shared_at) == ("draft", None, None)
    assert not shared.dots.exists()
    assert client_of(chris).get(reverse("case", args=[shared.pk])).status_code == 404


def test_taking_back_twice_is_once_and_by_looking_never(client_of, bas, shared):
    address = reverse("case_take_back", args=[shared.pk])
    assert client_of(bas).get(address).status_code == 405
    assert [client_of(bas).post(address).status_code for _press in range(2)] == [302, 302]


@pytest.fixture
def on_table(shared, group):
    session = a_session(group, number=8, state="running")
    return Treatment.objects.create(session=session, case=shared, key=shared.key, key_question=shared.question)


def test_what_lies_on_the_table_is_stopped_in_the_room(client_of, bas, shared, on_table):
    assert client_of(bas).post(reverse("case_take_back", args=[shared.pk])).status_code == 409
    assert client_of(bas).post(reverse("case_withdraw", args=[shared.pk])).status_code == 409
    assert DataKey.objects.filter(pk=shared.key_id).exists()


# ── erase ──────────────────────────────────────────────────────────────────────────────────────────
def test_erasing_asks_first_and_is_for_good(client_of, bas, chris, shared):
    address = reverse("case_withdraw", args=[shared.pk])
    assert "voorgoed" in client_of(bas).get(address).content.decode()
    assert state_of(shared) == "shared"
    assert client_of(bas).post(address).status_code == 302
    assert DestroyedKey.objects.filter(pk=shared.key_id).exists()
    gone = Case.objects.select_related("key").get()
    assert (gone.state, gone.question, gone.story, gone.intake) == ("withdrawn", "", "", {})
    assert client_of(chris).get(reverse("case", args=[shared.pk])).status_code == 404


def test_what_others_wrote_with_it_goes_too(bas, chris, shared, on_table):
    step = Step.objects.create(
        session=on_table.session, treatment=on_table, position=1, kind="phase", phase={}, minutes=5
    )
    Contribution.objects.create(step=step, author=chris, kind="question", key=shared.key, text="Wat houdt je tegen?")
    on_table.session.__class__.objects.filter(pk=on_table.session_id).update(state="closed")
    cases.withdraw(shared.pk, by=bas)
    assert Contribution.objects.select_related("key").get().text == ""
    assert Treatment.objects.select_related("key").get().key_question == ""


def test_erasing_twice_is_once(client_of, bas, shared):
    address = reverse("case_withdraw", args=[shared.pk])
    assert [client_of(bas).post(address).status_code for _press in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(verb="case.withdraw").count() == 1


def test_what_is_gone_cannot_be_written_or_shared_again(bas, shared):
    cases.withdraw(shared.pk, by=bas)
    with pytest.raises(NotNow):
        cases.write(shared.pk, by=bas, texts={"question": "Toch"})
    with pytest.raises(NotNow):
        cases.share(shared.pk, by=bas)


def test_its_page_afterwards_says_so_to_its_owner(client_of, bas, shared):
    cases.withdraw(shared.pk, by=bas)
    page = client_of(bas).get(reverse("case", args=[shared.pk])).content.decode()
    assert "De tekst van deze casus is gewist." in page
    assert client_of(bas).get(reverse("case_step", args=[shared.pk, "vraag"])).status_code == 302


# ── sequel ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_sequel_begins_fresh_and_only_once(client_of, bas, group):
    old = a_case(bas, group, state="treated", treated_at=timezone.now())
    for _press in range(2):
        client_of(bas).post(reverse("case_sequel", args=[old.pk]))
    new = Case.objects.select_related("key").get(sequel_of=old)
    assert (new.state, new.question, new.key_id != old.key_id) == ("draft", "", True)


def test_no_sequel_of_what_still_waits(client_of, bas, shared):
    assert client_of(bas).post(reverse("case_sequel", args=[shared.pk])).status_code == 409


def test_on_the_shelf_it_may_still_be_worded_and_then_no_more(bas, shared):
    cases.write(shared.pk, by=bas, texts={"question": "Hoe kan ik dit anders?"})
    Case.objects.update(state="treated")
    with pytest.raises(NotNow):
        cases.write(shared.pk, by=bas, texts={"question": "Te laat"})
    with pytest.raises((NotNow, Refusal)):
        cases.share(shared.pk, by=bas)
