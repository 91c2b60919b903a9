"""Pages that anyone may read."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from groups import policy
from groups.forms import RequestForm


@require_safe
def landing(request):
    """What intervisie is, and how to ask for a group. Who is logged in has a page of today."""
    if request.user.is_authenticated and "lees" not in request.GET:
        return redirect("home")
    return render(request, "landing.html", {"form": RequestForm()})


@require_safe
def who_sees_what(request):
    """Generated from the policy, not typed."""
    return render(
        request, "pages/who_sees_what.html", {"sees": policy.COORDINATOR_SEES, "never": policy.COORDINATOR_NEVER_SEES}
    )


@require_safe
def help_page(request):
    return render(request, "pages/help.html")


@require_safe
def privacy(request):
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")
