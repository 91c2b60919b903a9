"""Whoever asks and whatever they send: an answer in words, never an error, and nothing of the group."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import (
    Agreement,
    AgreementSignature,
    Group,
    GroupRequest,
    Invitation,
    Membership,
    OrganisationRole,
    RoleInvitation,
    StageChange,
)
from groups.tokens import invitation_token, role_token
from groups.urls import urlpatterns

NAMES = [pattern.name for pattern in urlpatterns]
JUNK = [
    "",
    "x" * 7000,
    "-1",
    "99999999999999999999",
    "²",
    "😀",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "null",
    "[]",
]
FIELDS = [
    "addresses", "seen", "stage", "together", "text", "kind", "name", "email", "once", "organisation", "coach",
    "purpose", "people", "independent", "spoken", "language", "theme", "zone", "quorum", "rhythm_weeks", "wishes",
    "website", "wanted", "role", "case_days", "help_lines",
]  # fmt: skip
OF_THE_COORDINATOR = {
    "staff", "ask_role", "organisation", "resend_role", "revoke_role", "end_role", "appoint_coach",
}  # fmt: skip
COUNTED = [
    Agreement,
    AgreementSignature,
    Group,
    GroupRequest,
    Invitation,
    Membership,
    StageChange,
    OrganisationRole,
    RoleInvitation,
]


@pytest.fixture
def addresses(group, anna, chris, agreement, organisation):
    invitation = actions.invite(group, ["merel@voorbeeld.nl"], by=anna)[0]
    asked = GroupRequest.objects.create(
        organisation=organisation, name="Ria", email="r@x.nl", purpose="change", confirmed_at=agreement.created_at
    )
    member = group.memberships.get(user=chris).pk
    asked_role = actions.invite_role(organisation, "wim@voorbeeld.nl", "coach", by=None)
    args = {
        "resend_invitation": [group.pk, invitation.pk],
        "revoke_invitation": [group.pk, invitation.pk],
        "welcome": [group.pk, member],
        "end_membership": [group.pk, member],
        "group_request": [asked.pk],
        "reply_request": [asked.pk],
        "invitation": [invitation_token(invitation.pk, 1)],
        "confirm_request": ["x"],
        "unsubscribe": ["x"],
        "role_invitation": [role_token(asked_role.pk, 1)],
        **{key: [organisation.pk] for key in ["staff", "ask_role", "organisation"]},
        **{key: [organisation.pk, asked_role.pk] for key in ["resend_role", "revoke_role"]},
        "end_role": [organisation.pk, organisation.roles.get(user=anna).pk],
        "appoint_coach": [organisation.pk, group.pk],
    }
    bare = {
        "me", "request_group", "request_sent", "request_confirmed", "requests", "coordinator", "found_group",
        "invitation_open", "accept_invitation", "mail_choices", "log_out_elsewhere", "role_invitation_open",
        "accept_role",
    }  # fmt: skip
    return {name: reverse(name, args=[] if name in bare else args.get(name, [group.pk])) for name in NAMES}


def everything():
    return [model.objects.count() for model in COUNTED]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_every_field_of_every_form(client_of, anna, addresses, junk):
    browser = client_of(anna)
    for name, address in addresses.items():
        if name not in ("leave_group", "archive_group", "end_membership", "revoke_invitation", "reopen_group"):
            answer = browser.post(address, dict.fromkeys(FIELDS, junk))
            assert answer.status_code < 500, name
            assert "<script>alert" not in answer.text, name


@pytest.mark.parametrize("who", ["eva", "femke", "coen", "nobody"])
def test_who_does_not_belong_changes_nothing_and_learns_nothing(
    client, client_of, cast, addresses, group, agreement, who
):
    browser = client if who == "nobody" else client_of(getattr(cast, who))
    before = everything()
    secrets = [agreement.goal, "merel@voorbeeld.nl", "Bas Hoekstra", "Chris de Wit"]
    for name, address in addresses.items():
        if name in ("request_group", "found_group", "invitation", "invitation_open"):
            continue  # open to the public, or to this person for another group
        if who == "coen" and name in OF_THE_COORDINATOR:
            continue  # theirs to do
        for answer in (browser.get(address), browser.post(address, dict.fromkeys(FIELDS, "1"))):
            assert answer.status_code < 500, name
            assert not any(secret in answer.text for secret in secrets), name
    assert everything() == before
    group.refresh_from_db()
    assert (group.stage, group.archived_at) == (1, None)


@pytest.mark.parametrize("who", ["eva", "femke"])
def test_groups_that_do_not_exist_look_the_same_as_those_of_others(client_of, cast, addresses, group, who):
    browser = client_of(getattr(cast, who))
    for name, address in addresses.items():
        if str(group.pk) in address and name not in ("resend_invitation", "revoke_invitation"):
            theirs, nowhere = browser.get(address), browser.get(address.replace(str(group.pk), str(uuid.uuid4())))
            assert theirs.status_code == nowhere.status_code, name
            assert theirs.status_code in (404, 405), name


def test_nul_in_a_field_is_refused_before_anything_happens(client_of, anna, addresses):
    browser, before = client_of(anna), everything()
    for address in addresses.values():
        assert browser.post(address, {"name": "a\0b", "addresses": "a\0@x.nl", "text": "\0"}).status_code in (400, 405)
    assert everything() == before


def test_deeds_refuse_to_be_links(client_of, anna, addresses):
    """Whatever changes something at once is POST only; pages with a question in between draw it on GET."""
    browser, before = client_of(anna), everything()
    for name in NAMES:
        assert browser.get(addresses[name]).status_code in (200, 302, 403, 404, 405), name
    assert everything() == before


def test_every_form_carries_its_own_token(anna, addresses):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = everything()
    addresses.pop("unsubscribe")  # the link is the key: mail programs press it (RFC 8058)
    for name, address in addresses.items():
        assert browser.post(address, dict.fromkeys(FIELDS, "1")).status_code in (403, 405), name
    assert everything() == before
