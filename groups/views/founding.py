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
from intervisie.common.refusals import NotYours


@login_required
def found_group(request):
    """By a coach for themselves, or by a coordinator who asks a coach. `?aanvraag=` fills in what was asked."""
    roles = roles_of(request.user)
    if not can_found(roles):
        raise NotYours(_("Een groep begint bij een begeleider of coördinator. Wil je er een? Vraag er een aan."))
    asked = _asked(roles, request.GET.get("aanvraag", ""))
    form = FoundingForm(request.POST or None, roles=roles, initial=_from(asked))
    if request.method == "POST" and form.is_valid():
        return _found(request, form, asked)
    context = {"form": form, "asked": asked}
    return render(request, "groups/found.html", context, status=422 if form.errors else 200)


def _found(request, form, asked):
    data = form.cleaned_data
    group = actions.found_group(
        by=request.user,
        request=asked,
        **{name: data[name] for name in ("once", "organisation", "coach")},
        **form.facts(),
    )
    if data["coach"] == request.user:
        messages.success(request, _("%(group)s is er. Wie nodig je uit?") % {"group": group.name})
        return redirect("invite", group.pk)
    said = _("%(group)s is er. %(coach)s krijgt bericht en nodigt de mensen uit.")
    messages.success(request, said % {"group": group.name, "coach": data["coach"].called})
    return redirect("coordinator")


def _asked(roles, text) -> GroupRequest | None:
    """The request this group answers, if it is one of ours and still open."""
    try:
        pk = UUID(text)
    except ValueError:
        return None
    ours = [role.organisation_id for role in roles]
    return GroupRequest.objects.filter(pk=pk, organisation__in=ours, confirmed_at__isnull=False, group=None).first()


def _from(asked) -> dict:
    if asked is None:
        return {}
    return {"organisation": asked.organisation_id, "purpose": asked.purpose, "language": asked.language}
