"""The first minutes of an installation: one command, one link, one coordinator."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from groups.models import Organisation, OrganisationRole, RoleInvitation
from intervisie.common.delivery import drain
from intervisie.common.models import AuditEvent


def found(*args, **options):
    said = StringIO()
    call_command("found_organisation", *args, stdout=said, **options)
    return said.getvalue()


def link_in(said):
    return re.search(r"http://localhost\S*?(/coordinatie/\S+)", said).group(1)


def test_from_an_empty_database_to_a_coordinator(client, db):
    said = found("Noorderzorg", "Coen@Voorbeeld.nl")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.is_intake, organisation.language) == ("Noorderzorg", True, "nl")
    drain()
    (letter,) = mail.outbox
    assert letter.to == ["coen@voorbeeld.nl"]
    assert link_in(said) in letter.body
    assert "Je bent gevraagd als coördinator van Noorderzorg." in letter.body
    client.get(link_in(said))
    client.post(reverse("account_signup"), {"name": "Coen Smit", "email": "coen@voorbeeld.nl"})
    assert client.post(reverse("accept_role")).url == reverse("coordinator")
    assert client.get(reverse("coordinator")).status_code == 200
    assert client.get(reverse("staff", args=[organisation.pk])).status_code == 200
    assert OrganisationRole.objects.get().role == "coordinator"
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", "actor"))
    assert verbs[:2] == [("organisation.found", None), ("role.invite", None)]


def test_again_makes_nothing_twice_and_gives_the_same_link(db):
    first, second = found("Noorderzorg", "coen@voorbeeld.nl"), found("Noorderzorg", "coen@voorbeeld.nl")
    assert link_in(first) == link_in(second)
    assert "was there already" in second
    assert (Organisation.objects.count(), RoleInvitation.objects.count()) == (1, 1)
    assert drain() == 1


def test_who_coordinates_already_is_not_asked(organisation, coen):
    said = found(organisation.name, coen.email)
    assert "nothing to do" in said
    assert not RoleInvitation.objects.exists()


def test_a_second_organisation_takes_no_requests_away(organisation):
    found("Tweede", "x@voorbeeld.nl", language="en", zone="Europe/London")
    second = Organisation.objects.get(name="Tweede")
    assert (second.is_intake, second.language, second.zone) == (False, "en", "Europe/London")
    organisation.refresh_from_db()
    assert organisation.is_intake


@pytest.mark.parametrize(
    ("name", "email", "zone"),
    [("", "x@y.nl", "UTC"), ("N", "geen adres", "UTC"), ("x" * 121, "x@y.nl", "UTC"), ("N", "x@y.nl", "Mars/North")],
)
def test_what_cannot_be_is_said_and_nothing_is_made(db, name, email, zone):
    with pytest.raises(CommandError):
        found(name, email, zone=zone)
    assert not Organisation.objects.exists()
