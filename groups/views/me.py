"""About oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from groups.forms import ProfileForm
from groups.models import Membership, User
from groups.people import roles_of
from groups.policy import MEMBERS_SEE
from intervisie.common.browsers import end_everywhere


@login_required
def me(request):
    """Name, language and look; ways of signing in; groups and roles."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        with override(form.instance.language):
            messages.success(request, _("Bewaard."))
        return redirect("me")
    memberships = Membership.objects.current().filter(user=request.user).select_related("group__organisation")
    context = {"form": form, "memberships": memberships, "roles": roles_of(request.user), "chip": MEMBERS_SEE}
    return render(request, "groups/me.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def log_out_elsewhere(request):
    """Every other browser of this person is out at once, streams included; this one stays."""
    end_everywhere(request.user, but=request.session.session_key)
    messages.success(request, _("Je bent op alle andere apparaten uitgelogd."))
    return redirect("me")
