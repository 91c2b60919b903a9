"""My data: take them along, or take one's leave."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Membership, OrganisationRole
from intervisie.common.audit import record
from intervisie.common.http import limit
from intervisie.common.own_data import as_json, as_text
from intervisie.erasing import erase_person, own_data
from sessions.models import Case
from sessions.retention import BACKUPS_DAYS

KINDS = {"json": (as_json, "application/json"), "txt": (as_text, "text/plain")}


@require_safe
@login_required
def my_data(request):
    return render(request, "pages/my_data.html")


@require_safe
@login_required
@reauthentication_required
def my_data_file(request, kind):
    """Everything of one's own in one file, made at this moment and kept nowhere."""
    if kind not in KINDS:
        raise Http404
    limit(f"my_data:{request.user.pk}", per_minute=6)
    write, mimetype = KINDS[kind]
    record("person.export", by=request.user, about=request.user, kind=kind)
    response = HttpResponse(write(own_data(request.user)), content_type=f"{mimetype}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="intervisie.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def erase_account(request):
    """What happens to what, in words; then two choices and one button."""
    given = request.POST.get("given")
    if request.method == "POST" and given in ("keep", "erase") and request.POST.get("sure") == "yes":
        return _erase(request, keep_given=given == "keep")
    roles = OrganisationRole.objects.filter(user=request.user, role="coordinator").select_related("organisation")
    context = {
        "groups": Membership.objects.current().filter(user=request.user).select_related("group"),
        "cases": Case.objects.filter(owner=request.user, key__scope="case").count(),
        "last_of": [one.organisation for one in roles if _alone(one)],
        "backups": BACKUPS_DAYS,
        "given": given,
        "unsure": request.method == "POST",
    }
    return render(request, "pages/erase_account.html", context, status=422 if context["unsure"] else 200)


def _alone(role) -> bool:
    others = OrganisationRole.objects.filter(organisation=role.organisation_id, role="coordinator")
    return not others.exclude(user=role.user_id).exists()


def _erase(request, *, keep_given):
    erase_person(request.user, keep_given=keep_given)
    logout(request)
    messages.success(request, _("Je account is weg. Dank je voor wat je gaf."))
    return redirect("landing")
