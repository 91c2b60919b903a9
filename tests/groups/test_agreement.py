"""What a group promises each other: writing, confirming, asking again."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from groups import actions, agreements
from groups.agreements import PARTS
from groups.models import Agreement, AgreementSignature, GroupFact
from groups.policy import COORDINATOR_NEVER_SEES, COORDINATOR_SEES
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent, Delivery
from intervisie.common.refusals import NotNow
from tests.sessions.table import a_session

TEXTS = {part: f"Woorden over {part}" for part in PARTS}


def write(group, by, seen, *, spoken=False, **changes):
    return actions.write_agreement(group, by=by, seen_version=seen, spoken=spoken, **(TEXTS | changes))


# ── who should read first ──────────────────────────────────────────────────────────────────────────
def test_who_needs_to_sign(bas, eva, group, agreement):
    assert not agreements.needs_signature(bas, group)
    assert agreements.has_signed(bas, group)
    assert agreements.needs_signature(eva, group)  # once she is a member
    write(group, bas, 1)
    assert agreements.needs_signature(bas, group)
    assert not agreements.has_signed(bas, group)


def test_nothing_written_or_only_spoken_is_in_nobodys_way(bas, group):
    assert not agreements.needs_signature(bas, group)
    write(group, bas, 0, spoken=True)
    assert not agreements.needs_signature(bas, group)
    actions.ask_signatures(group.agreements.get(), by=bas)
    assert agreements.needs_signature(bas, group)


def test_needing_to_sign_is_one_query(bas, group, agreement, django_assert_num_queries):
    with django_assert_num_queries(1):
        agreements.needs_signature(bas, group)


# ── writing ────────────────────────────────────────────────────────────────────────────────────────
def test_the_wizard_from_beginning_to_end(client_of, bas, group):
    browser, address = client_of(bas), reverse("write_agreement", args=[group.pk])
    start = browser.get(f"{address}?deel=rhythm").text
    assert "Om de vijf weken" in start  # words to start from, with the group's own rhythm
    for nr, part in enumerate(PARTS):
        answer = browser.post(f"{address}?deel={part}", {"text": f"  Ons woord {nr} "})
        assert answer.status_code == 302
    assert answer.url.endswith("?deel=nalezen")
    assert "Ons woord 3" in browser.get(answer.url).text
    assert browser.post(answer.url, {"seen": 0, "spoken": ""}).url == reverse("agreement", args=[group.pk])
    written = group.agreements.get()
    assert (written.version, written.goal, written.review, written.spoken) == (1, "Ons woord 0", "Ons woord 5", False)
    assert group.facts.get(kind=GroupFact.Kind.AGREEMENT).counts == {"version": 1}
    assert "Ons woord" not in str(AuditEvent.objects.values_list("facts"))


def test_everybody_else_hears_of_it(anna, bas, chris, dana, group):
    write(group, bas, 0)
    actions.sign_agreement(group, by=chris, seen_version=1)
    drain()
    assert {to for letter in mail.outbox for to in letter.to} == {anna.email, dana.email}  # Chris has signed meanwhile
    assert "Woorden over" not in mail.outbox[0].body


def test_a_newer_version_takes_back_what_was_not_sent(bas, group):
    write(group, bas, 0)
    write(group, bas, 1)
    assert drain() == 3
    assert all(row.facts["version"] == 2 for row in Delivery.objects.filter(state="sent"))


def test_spoken_first_asks_nobody_until_they_want_to(client_of, bas, group):
    address = reverse("write_agreement", args=[group.pk])
    browser = client_of(bas)
    browser.get(address)
    browser.post(f"{address}?deel=nalezen", {"seen": 0, "spoken": "on"})
    assert group.agreements.get().spoken
    assert not Delivery.objects.exists()
    ask = reverse("ask_signatures", args=[group.pk])
    for _press in range(2):
        browser.post(ask, {"seen": 1})
    assert Delivery.objects.filter(kind="agreement").count() == 3


def test_two_writers_and_nothing_is_lost(client_of, bas, chris, group):
    address = reverse("write_agreement", args=[group.pk])
    hers = client_of(chris)
    hers.post(f"{address}?deel=goal", {"text": "Van Chris"})
    write(group, bas, 0)
    answer = hers.post(f"{address}?deel=nalezen", {"seen": 0, "spoken": ""})
    assert answer.status_code == 409
    page = hers.get(f"{address}?deel=nalezen")
    assert "Van Chris" in page.text
    assert "nieuwe versie" in page.text
    assert hers.post(f"{address}?deel=nalezen", {"seen": 1, "spoken": ""}).status_code == 302
    assert group.agreements.first().goal == "Van Chris"


def test_two_at_the_same_moment_one_wins(bas, chris, group):
    write(group, bas, 0)
    with pytest.raises(NotNow):
        write(group, chris, 0)
    assert group.agreements.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 601])
def test_a_part_needs_words_but_not_too_many(client_of, bas, group, text):
    answer = client_of(bas).post(f"{reverse('write_agreement', args=[group.pk])}?deel=goal", {"text": text})
    assert answer.status_code == 422
    assert text.strip()[:50] in answer.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999"])
def test_a_strange_version_writes_nothing(client_of, bas, group, seen):
    address = f"{reverse('write_agreement', args=[group.pk])}?deel=nalezen"
    assert client_of(bas).post(address, {"seen": seen}).status_code in (409, 422)
    assert not group.agreements.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_to_start_from_are_the_groups_language_and_fit(group, language):
    group.language = language
    draft = agreements.draft_for(group)
    assert set(draft) == set(PARTS)
    for part, text in draft.items():
        assert 60 < len(text) <= Agreement._meta.get_field(part).max_length


# ── confirming ─────────────────────────────────────────────────────────────────────────────────────
def test_signing_once(client_of, bas, group):
    write(group, bas, 0)
    browser, address = client_of(bas), reverse("sign_agreement", args=[group.pk])
    for _press in range(2):
        assert browser.post(address, {"seen": 1}).url == reverse("group", args=[group.pk])
    assert AgreementSignature.objects.filter(user=bas).count() == 1
    assert AuditEvent.objects.filter(verb="agreement.sign").count() == 1


@pytest.mark.parametrize("seen", ["0", "2", "", "x", "²"])
def test_only_what_was_read_is_signed(client_of, bas, group, agreement, seen):
    AgreementSignature.objects.all().delete()
    assert client_of(bas).post(reverse("sign_agreement", args=[group.pk]), {"seen": seen}).status_code == 409
    assert not AgreementSignature.objects.exists()


@pytest.mark.parametrize("name", ["sign_agreement", "ask_signatures"])
def test_confirming_is_for_the_group(client, client_of, eva, femke, coen, bas, group, agreement, name):
    address = reverse(name, args=[group.pk])
    for user in (eva, femke, coen):
        assert client_of(user).post(address, {"seen": 1}).status_code == 404
    assert client.post(address, {"seen": 1}).url.startswith(reverse("account_login"))
    assert client_of(bas).get(address).status_code == 405
    assert AgreementSignature.objects.count() == 4


@pytest.mark.parametrize("name", ["sign_agreement", "ask_signatures", "write_agreement"])
def test_a_closed_group_agrees_nothing_new(client_of, anna, bas, group, agreement, name):
    actions.archive(group, by=anna)
    assert client_of(bas).post(reverse(name, args=[group.pk]), {"seen": 1}).status_code == 409


def at_the_door(group, browser):
    """As somebody who stands before the room and has not confirmed: to the room, and from there to read."""
    door = reverse("room", args=[a_session(group).pk])
    [to_read] = re.findall(r'href="([^"]*\?next=[^"]*)"', browser.get(door).text)
    return door, to_read


def test_from_the_door_to_sign_and_back_into_the_room(client_of, bas, dana, group):
    write(group, bas, 0)
    browser = client_of(dana)
    door, to_read = at_the_door(group, browser)
    page = browser.get(to_read)
    assert page.context["agreement"].version == 1
    [onward] = re.findall(r'name="next" value="([^"]*)"', page.text)
    assert onward == door
    signed = browser.post(reverse("sign_agreement", args=[group.pk]), {"seen": 1, "next": onward})
    assert signed.url == door
    assert "Kom binnen" in browser.get(signed.url).text
    assert f'href="{door}"' in browser.get(to_read).text  # back in the history: confirmed already, and a way on


def test_who_presses_the_door_of_an_older_page_is_led_to_read_and_back(client_of, bas, dana, group):
    door, browser = a_session(group), client_of(dana)
    write(group, bas, 0)
    answer = browser.post(reverse("room_sit", args=[door.pk]))
    assert answer.url == f"{reverse('agreement', args=[group.pk])}?next={reverse('room', args=[door.pk])}"


def test_a_press_that_came_too_late_reads_the_new_version_and_still_finds_the_way(client_of, bas, dana, group):
    """A newer version, or an older one looked at: the way back is kept from page to page."""
    for seen in (0, 1):
        write(group, bas, seen)
    address, door = reverse("agreement", args=[group.pk]), reverse("room", args=[a_session(group).pk])
    older = client_of(dana).get(f"{address}?v=1&next={door}").text
    assert f'href="{address}?next={door}"' in older


@pytest.mark.parametrize(
    "strange",
    ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "\\/kwaad.example", "javascript:alert(1)",
     "http:///kwaad.example", "kwaad.example", "https://testserver.kwaad.example/", "/\tkwaad", " /x", "", "x" * 3000],
)  # fmt: skip
def test_nobody_is_sent_to_somebody_else(client_of, bas, dana, group, strange):
    write(group, bas, 0)
    browser = client_of(dana)
    page = browser.get(reverse("agreement", args=[group.pk]), {"next": strange})
    assert 'name="next"' not in page.text
    signed = browser.post(reverse("sign_agreement", args=[group.pk]), {"seen": 1, "next": strange})
    assert signed.url == reverse("group", args=[group.pk])


# ── reading ────────────────────────────────────────────────────────────────────────────────────────
def test_what_the_organisation_sees_comes_from_the_policy(client_of, bas, group, agreement):
    text = client_of(bas).get(reverse("agreement", args=[group.pk])).text
    for sight in COORDINATOR_SEES:
        assert str(escape(sight.what)) in text
    for never in COORDINATOR_NEVER_SEES:
        assert str(escape(never)) in text


def test_signature_and_legal_basis_stand_apart(client_of, bas, group, organisation, agreement):
    organisation.controller = "Bestuur Noorderzorg"
    organisation.privacy_contact = "privacy@noorderzorg.example"
    organisation.save(update_fields=["controller", "privacy_contact"])
    text = client_of(bas).get(reverse("agreement", args=[group.pk])).text
    assert "Geen toestemming in de zin van de privacywet" in text
    assert "Bestuur Noorderzorg" in text
    assert "privacy@noorderzorg.example" in text


def test_a_newcomer_sees_no_version_from_before(client_of, bas, eva, group, agreement):
    write(group, bas, 1, goal="Versie twee")
    group.memberships.create(user=eva, since=timezone.now())
    address = reverse("agreement", args=[group.pk])
    assert client_of(eva).get(f"{address}?v=1").status_code == 404
    assert "Versie twee" in client_of(eva).get(address).text
    assert agreement.goal in client_of(bas).get(f"{address}?v=1").text
    for strange in ("0", "x", "99"):
        assert client_of(bas).get(f"{address}?v={strange}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(client_of, bas, group, count, django_assert_num_queries):
    for nr in range(count):
        write(group, bas, nr)
        actions.sign_agreement(group, by=bas, seen_version=nr + 1)
    browser = client_of(bas)
    with django_assert_num_queries(5):  # session, person, membership, versions, signatures
        browser.get(reverse("agreement", args=[group.pk]))
