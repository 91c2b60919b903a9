"""What we write about groups: in the reader's language, with a link that works, and nothing that should stay inside."""

import pytest
from django.core import mail
from django.utils import timezone

from groups import actions
from groups.agreements import PARTS
from groups.models import GroupRequest
from intervisie.common.delivery import drain
from intervisie.common.models import Delivery

AT = timezone.now()
KINDS = {
    "request_confirm",
    "request_arrived",
    "request_reply",
    "group_founded",
    "invitation",
    "newcomer",
    "agreement",
    "membership_ended",
}


@pytest.fixture
def everything(cast, group):
    """One of each kind, waiting to be sent."""
    asked = actions.request_group(
        once=GroupRequest().pk, name="Ria", email="ria@x.nl", workplace="", purpose="change", people=None,
        wishes="Canarisgeheim", language="nl",
    )  # fmt: skip
    confirmed = actions.request_group(
        once=GroupRequest().pk, name="Kim", email="kim@x.nl", workplace="", purpose="change", people=None, wishes="",
        language="nl",
    )  # fmt: skip
    actions.confirm_request(asked)
    actions.confirm_request(confirmed)
    actions.reply(confirmed, by=cast.coen, kind="answer", text="Dag Kim,\n\nZullen we bellen?")
    actions.found_group(
        by=cast.coen,
        once=GroupRequest().pk,
        organisation=cast.organisation,
        coach=cast.anna,
        name="West",
        purpose="change",
    )
    actions.invite(group, ["merel@x.nl"], by=cast.anna)
    actions.write_fact(group, "held", key=asked.pk, at=timezone.now(), present=4, invited=4)
    actions.join(actions.invite(group, [cast.eva.email], by=cast.anna)[0], by=cast.eva)
    actions.write_agreement(group, by=cast.anna, seen_version=0, spoken=False, **dict.fromkeys(PARTS, "Canarisbelofte"))
    actions.leave(group.memberships.get(user=cast.dana), by=cast.anna)
    return cast


def test_there_is_one_of_each(everything):
    assert set(Delivery.objects.values_list("kind", flat=True)) >= KINDS


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_is_whole_and_keeps_quiet(everything, language, django_user_model):
    django_user_model.objects.update(language=language)
    Delivery.objects.update(language="")
    drain()
    assert not Delivery.objects.filter(state__in=["due", "dead"]).exists()
    assert Delivery.objects.filter(state="sent").count() == len(mail.outbox) >= len(KINDS)
    for letter in mail.outbox:
        whole = letter.subject + letter.body + letter.alternatives[0].content
        assert "Canaris" not in whole
        assert "None" not in whole
        assert "{" not in letter.body
        assert "\n\n\n" not in letter.body
        assert "<script" not in whole


def test_a_name_is_not_markup(cast, group):
    cast.anna.name = "<b>Anna</b> & Co"
    cast.anna.save(update_fields=["name"])
    actions.invite(group, ["merel@x.nl"], by=cast.anna)
    drain()
    assert "<b>Anna" not in mail.outbox[0].alternatives[0].content
    assert "<b>Anna</b> & Co nodigt je uit" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("kind", "undo"),
    [
        ("invitation", lambda cast, group: group.invitations.filter(accepted_at=None).update(revoked_at=AT)),
        ("invitation", lambda cast, group: group.invitations.update(expires_at=timezone.now())),
        ("agreement", lambda cast, group: actions.archive(group, by=cast.anna)),
        ("agreement", lambda cast, group: group.memberships.update(until=timezone.now())),
        ("newcomer", lambda cast, group: group.memberships.filter(user=cast.eva).update(until=timezone.now())),
        ("group_founded", lambda cast, group: cast.anna.memberships.update(until=timezone.now())),
        ("request_arrived", lambda cast, group: GroupRequest.objects.update(declined_at=timezone.now())),
        ("request_arrived", lambda cast, group: cast.coen.roles.all().delete()),
        ("membership_ended", lambda cast, group: group.memberships.filter(user=cast.dana).update(until=None)),
    ],
)  # fmt: skip
def test_what_is_no_longer_true_is_not_sent(everything, group, kind, undo):
    undo(everything, group)
    drain()
    assert set(Delivery.objects.filter(kind=kind).values_list("state", flat=True)) == {"dropped"}
