"""A group begins, in real browsers: invited, in, agreed, and on the way; every page read by axe, in light and dark."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, GroupRequest, User
from intervisie.common.delivery import drain

OF_A_GROUP = [
    "change_group",
    "group_people",
    "invite",
    "leave_group",
    "archive_group",
    "agreement",
    "write_agreement",
    "handover",
    "group_mirror",
]


def link_in(letter) -> str:
    return re.search(r"http://localhost\S+", letter.body).group(0)


@pytest.fixture
def history(group, agreement, anna, dana):
    """Five sessions, a newcomer to invite, and something to see in every figure."""
    for nr in range(5):
        key, at = uuid.uuid4(), timezone.now() - timedelta(days=35 * nr + 10)
        actions.write_fact(group, "held", key=key, at=at, present=3, invited=4, coach_moves=4 + nr)
    actions.write_member_fact(group, dana, "led_part", key=key, at=at)
    actions.invite(group, ["merel@voorbeeld.nl"], by=anna)
    return group


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_group_reads_well(open_page, check_axe, anna, bas, history, width):
    page = open_page(anna, width=width)
    bas_in_it = history.memberships.get(user=bas).pk
    addresses = [reverse(name, args=[history.pk]) for name in OF_A_GROUP]
    addresses += [reverse("end_membership", args=[history.pk, bas_in_it]), reverse("me"), reverse("found_group")]
    addresses.append(f"{reverse('write_agreement', args=[history.pk])}?deel=nalezen")
    for address in addresses:
        page.goto(address)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", [1280, 390])
def test_the_coordinators_pages_read_well(open_page, check_axe, coen, organisation, history, width):
    asked = GroupRequest.objects.create(
        organisation=organisation, name="Ria", email="r@x.nl", purpose="change", confirmed_at=timezone.now()
    )
    page = open_page(coen, width=width)
    detail = reverse("group_request", args=[asked.pk])
    for address in (reverse("coordinator"), reverse("requests"), detail, reverse("found_group")):
        page.goto(address)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_from_request_to_agreement(open_page, check_axe, eyes, cast, coen, anna, organisation):
    # a visitor asks
    page = open_page()
    page.goto(reverse("request_group"))
    page.get_by_label("Je naam").fill("Ria Bos")
    page.get_by_label("Je e-mailadres").fill("ria@voorbeeld.nl")
    page.get_by_label("een opleiding").check()
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    page.get_by_role("heading", name="Kijk in je mail").wait_for()
    drain()
    page.goto(link_in(mail.outbox[-1]))
    page.get_by_role("button", name="Ja, dit is mijn adres").click()
    page.get_by_role("heading", name="Je vraag is binnen").wait_for()
    check_axe(page)
    # the coordinator founds the group with Anna as coach
    hers = open_page(coen)
    hers.goto(reverse("requests"))
    hers.get_by_role("link", name="Ria Bos").click()
    hers.get_by_role("link", name="Begin een groep").click()
    hers.get_by_label("Hoe heet de groep?").fill("Starters")
    hers.get_by_label("Nee, niemand").check()
    hers.get_by_role("button", name="Begin deze groep").click()
    hers.get_by_text("Anna Verbeek krijgt bericht").wait_for()
    # the coach invites, the visitor comes in with a new account
    drain()
    coach = open_page(anna)
    coach.goto(link_in(mail.outbox[-1]))
    assert coach.get_by_label("E-mailadressen").input_value() == "ria@voorbeeld.nl"
    coach.get_by_role("button", name="Verstuur de uitnodigingen").click()
    coach.get_by_text("Er is een uitnodiging onderweg.").wait_for()
    drain()
    page.goto(link_in(mail.outbox[-1]))
    assert page.url.endswith("/uitnodiging/")
    check_axe(page)
    page.get_by_role("link", name="Ik ben hier nieuw").click()
    page.get_by_label("Hoe heet je?").fill("Ria Bos")
    page.get_by_role("button", name="Maak mijn account").click()
    page.get_by_label("Nee, niemand").check()
    check_axe(page)
    page.get_by_role("button", name="Ik doe mee").click()
    page.wait_for_url("**/groep/**")
    group = Group.objects.get(name="Starters")
    ria = User.objects.get(email="ria@voorbeeld.nl")
    assert group.memberships.get(user=ria).role == "member"
    # the coach writes the agreement, Ria confirms it
    coach.goto(reverse("write_agreement", args=[group.pk]))
    for _part in range(6):
        coach.get_by_role("button", name="Verder").click()
    coach.get_by_role("button", name="Leg vast en vraag iedereen").click()
    coach.get_by_text("De afspraken staan.").wait_for()
    page.goto(reverse("agreement", args=[group.pk]))
    page.get_by_role("button", name="Ik houd me hieraan").click()
    page.get_by_text("Bevestigd.").wait_for()
    assert group.agreements.get().signatures.get().user == ria


def test_inviting_works_without_javascript_and_loses_nothing(open_page, eyes, anna, group):
    eyes.expects("422")
    page = open_page(anna, javascript=False)
    page.goto(reverse("invite", args=[group.pk]))
    page.get_by_label("E-mailadressen").fill("merel@voorbeeld.nl\nfoo")
    page.get_by_role("button", name="Verstuur de uitnodigingen").click()
    assert "‘foo’ is geen e-mailadres." in page.content()
    page.get_by_label("E-mailadressen").fill("merel@voorbeeld.nl")
    page.get_by_role("button", name="Verstuur de uitnodigingen").click()
    assert group.invitations.get().email == "merel@voorbeeld.nl"
