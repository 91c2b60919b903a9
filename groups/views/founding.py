"""A group begins."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groups import actions
from groups.forms import FoundingForm
from groups.models import GroupRequest
from groups.people import roles_of
from groups.permissions import can_found
from intervisie.common.refusals import NotYours, Refusal, refuse, status_of


@login_required
def found_group(request):
    """By a coach for themselves, or by a coordinator who asks a coach. `?aanvraag=` fills in what was asked."""
    roles = roles_of(request.user)
    if not can_found(roles):
        raise NotYours(_("Een groep begint bij een begeleider of coördinator. Wil je er een? Vraag er een aan."))
    answering = _id(request.GET.get("aanvraag", ""))
    if request.method == "POST":
        form = FoundingForm(request.POST, roles=roles)
        if form.is_valid() and (group := _found(request, form, answering)):
            return _onward(request, group, form.cleaned_data["coach"])
        return _draw(request, form, _asked(roles, answering))
    asked = _asked(roles, answering)
    return _draw(request, FoundingForm(roles=roles, initial=_from(asked)), asked)


def _draw(request, form, asked):
    return render(request, "groups/found.html", {"form": form, "asked": asked}, status=status_of(form))


def _found(request, form, answering):
    """The group; or nothing, and why not stands at the form with everything typed."""
    data = {name: form.cleaned_data[name] for name in ("once", "organisation", "coach")}
    coaches = form.coaches[data["organisation"].pk]
    try:
        return actions.found_group(by=request.user, request_id=answering, coaches=coaches, **data, **form.facts())
    except Refusal as refused:
        refuse(form, refused)


def _onward(request, group, coach):
    if coach == request.user:
        messages.success(request, _("%(group)s is er. Wie nodig je uit?") % {"group": group.name})
        return redirect("invite", group.pk)
    said = _("%(group)s is er. %(coach)s krijgt bericht en nodigt de mensen uit.")
    messages.success(request, said % {"group": group.name, "coach": coach.called})
    return redirect("coordinator")


def _id(text) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _asked(roles, pk) -> GroupRequest | None:
    """The request this group answers, if it is one of ours and still open."""
    ours = [role.organisation_id for role in roles]
    waiting = GroupRequest.objects.filter(
        organisation__in=ours, confirmed_at__isnull=False, group=None, declined_at=None
    )
    return waiting.filter(pk=pk).first() if pk else None


def _from(asked) -> dict:
    if asked is None:
        return {}
    return {"organisation": asked.organisation_id, "purpose": asked.purpose, "language": asked.language}
