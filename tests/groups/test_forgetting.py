"""What goes by itself: who came years ago, and the addresses of invitations that opened nothing any more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from groups import actions
from groups.models import GroupFact, GroupRequest, Invitation, MemberFact, RoleInvitation
from groups.tasks import forget_invitations, forget_member_facts, forget_requests

DAY = timedelta(days=1)


def asked_for(group, by):
    """A register asks: of the whole organisation, of this group, of nobody."""
    if by == "organisation":
        type(group.organisation).objects.filter(pk=group.organisation_id).update(attendance_for_register=True)
    if by == "group":
        type(group).objects.filter(pk=group.pk).update(purpose="register")


@pytest.mark.parametrize(("by", "years"), [("nobody", 1), ("organisation", 6), ("group", 6)])
def test_who_came_is_forgotten_when_nobody_asks_and_the_counts_stay(group, bas, by, years, time_machine):
    now = timezone.now()
    asked_for(group, by)
    actions.write_member_fact(group, bas, "came", key=uuid4(), at=now)
    actions.write_fact(group, "held", key=uuid4(), at=now, present=4)
    time_machine.move_to(now + years * 365 * DAY)
    assert forget_member_facts() == 0
    time_machine.move_to(now + years * 365 * DAY + DAY)
    assert forget_member_facts() == 1
    assert not MemberFact.objects.exists()
    assert GroupFact.objects.count() == 1


def test_one_group_of_a_register_keeps_its_own_and_no_other(group, other_group, bas, eva, time_machine):
    now = timezone.now()
    asked_for(group, "group")
    for where, who in ((group, bas), (other_group, eva)):
        actions.write_member_fact(where, who, "came", key=uuid4(), at=now)
    time_machine.move_to(now + 2 * 365 * DAY)
    assert forget_member_facts() == 1
    assert MemberFact.objects.get().user == bas


@pytest.mark.parametrize("used", [True, False])
def test_an_invited_address_goes_ninety_days_after_its_link_ended(group, anna, bas, used, time_machine):
    (invitation,) = actions.invite(group, ["nieuw@example.org"], by=anna)
    if used:
        Invitation.objects.update(accepted_at=timezone.now(), accepted_by=bas)
    time_machine.move_to(invitation.expires_at + 90 * DAY)
    assert forget_invitations() == 0
    time_machine.move_to(invitation.expires_at + 91 * DAY)
    assert forget_invitations() == 1


def test_the_address_of_who_was_asked_for_a_role_goes_as_well(organisation, time_machine):
    asked = RoleInvitation.objects.create(
        organisation=organisation, role="coach", email="gevraagd@example.org", expires_at=timezone.now(), token_hash="x"
    )
    time_machine.move_to(asked.expires_at + 90 * DAY)
    assert forget_invitations() == 0
    time_machine.move_to(asked.expires_at + 91 * DAY)
    assert forget_invitations() == 1


def test_what_was_answered_lately_stays_as_long_as_promised(organisation, group, time_machine):
    now = timezone.now()
    asked = {"organisation": organisation, "name": "x", "email": "x@example.org", "purpose": "change"}
    declined = GroupRequest.objects.create(**asked, confirmed_at=now, declined_at=now)
    founded = GroupRequest.objects.create(**asked, confirmed_at=now, group=group)
    type(group).objects.update(created_at=now)
    time_machine.move_to(now + 90 * DAY)
    assert forget_requests() == 0
    assert set(GroupRequest.objects.all()) == {declined, founded}
    time_machine.move_to(now + 91 * DAY)
    assert forget_requests() == 2


def test_a_request_that_nobody_answered_goes_after_a_year(organisation, time_machine):
    now = timezone.now()
    GroupRequest.objects.create(
        organisation=organisation, name="x", email="x@example.org", purpose="change", confirmed_at=now
    )
    time_machine.move_to(now + 365 * DAY)
    assert forget_requests() == 0
    time_machine.move_to(now + 366 * DAY)
    assert forget_requests() == 1
