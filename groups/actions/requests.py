"""A visitor asks for a group; the intake organisation writes back."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import retention
from groups.models import GroupRequest, RequestReply
from groups.people import coaches_of, coordinators_of, intake_organisation
from groups.tokens import REQUEST_AGE
from intervisie.common.audit import event, record
from intervisie.common.delivery import Plan, drop, plan, plan_all
from intervisie.common.models import AuditEvent
from intervisie.common.refusals import NotNow, Refusal

MAILS_A_DAY = 3  # to one address that nobody has confirmed; more would be a way to bother somebody


def request_group(*, once, **answers) -> GroupRequest:
    """Keep what a visitor asks and send a mail to confirm the address. The same form twice is one request."""
    organisation = intake_organisation()
    if organisation is None:
        raise Refusal(_("Hier kun je nu geen groep aanvragen. Vraag het aan iemand van je organisatie."))
    try:
        with transaction.atomic():
            asked = GroupRequest.objects.create(id=once, organisation=organisation, **answers)
            if _mails_today(asked.email) <= MAILS_A_DAY:
                _ask_to_confirm(asked)
    except IntegrityError:
        return GroupRequest.objects.get(pk=once)
    return asked


def _mails_today(email) -> int:
    since = timezone.now() - timedelta(days=1)
    return GroupRequest.objects.filter(email__iexact=email, confirmed_at=None, created_at__gte=since).count()


def _ask_to_confirm(asked):
    plan(
        "request_confirm",
        key=f"request:{asked.pk}:confirm",
        email=asked.email,
        about=asked.pk,
        language=asked.language,
        due_at=timezone.now(),
        expires_at=timezone.now() + REQUEST_AGE,
    )


@transaction.atomic
def confirm_request(asked) -> bool:
    """The address is right: now the intake organisation may see it. True the first time only."""
    if not GroupRequest.objects.filter(pk=asked.pk, confirmed_at=None).update(confirmed_at=timezone.now()):
        return False
    people = coordinators_of(asked.organisation) or coaches_of(asked.organisation)
    plan_all(
        Plan(
            "request_arrived",
            key=f"request:{asked.pk}:arrived:{person.pk}",
            user=person,
            about=asked.pk,
            due_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=2),
        )
        for person in people
    )
    return True


@transaction.atomic
def reply(asked, *, by, kind, text) -> RequestReply:
    """Write back: an answer, or kindly no. After a no, or when the group is there, the request is closed."""
    asked = GroupRequest.objects.select_for_update().get(pk=asked.pk)
    if asked.declined_at or asked.group_id or not asked.confirmed_at:
        raise NotNow(_("Deze aanvraag is al afgehandeld. Er is niets verstuurd."))
    written = RequestReply.objects.create(request=asked, kind=kind, text=text, by=by)
    if kind == RequestReply.Kind.DECLINE:
        asked.declined_at = written.at
        asked.save(update_fields=["declined_at"])
    drop(about=asked.pk, kind="request_arrived", why="answered")
    plan(
        "request_reply",
        key=f"request:{asked.pk}:reply:{written.pk}",
        email=asked.email,
        about=asked.pk,
        facts={"reply": written.pk},
        language=asked.language,
        due_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
    )
    record(f"request.{kind}", by=by, about=asked, organisation=asked.organisation_id)
    return written


def close_with(request_id, group, *, by) -> AuditEvent:
    """The group that was asked for is there. Inside the transaction of founding; gives back the line for the trail.

    Raises NotNow for a request that was answered, or that another organisation has to answer.
    """
    waiting = GroupRequest.objects.filter(confirmed_at__isnull=False, group=None, declined_at=None)
    if not waiting.filter(pk=request_id, organisation=group.organisation_id).update(group=group):
        raise NotNow(
            _("Van deze aanvraag is al een groep gemaakt, er is al nee gezegd, of ze is van een andere organisatie.")
        )
    drop(about=request_id, kind="request_arrived", why="answered")
    return event("request.found", by=by, about=GroupRequest(pk=request_id), organisation=group.organisation_id)


def forget_requests(now) -> int:
    """What we promise on the form: not kept longer than needed. Run daily."""
    unconfirmed = GroupRequest.objects.filter(confirmed_at=None, created_at__lt=now - retention.UNCONFIRMED)
    declined = GroupRequest.objects.filter(declined_at__lt=now - retention.HANDLED)
    founded = GroupRequest.objects.filter(group__created_at__lt=now - retention.HANDLED)
    unanswered = GroupRequest.objects.filter(created_at__lt=now - retention.UNANSWERED)
    return sum(old.delete()[0] for old in (unconfirmed, declined, founded, unanswered))
