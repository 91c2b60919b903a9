"""Pages that anyone may read."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback import visibility as of_feedback
from groups import policy
from groups.forms import RequestForm
from intervisie import statement
from sessions import who_sees_what as of_sessions

CONTACT_HOLDS = timedelta(days=180)  # RFC 9116: less than a year, so that nobody trusts an address long gone


@require_safe
def landing(request):
    """What intervisie is, and how to ask for a group. Who is logged in has a page of today."""
    if request.user.is_authenticated and "lees" not in request.GET:
        return redirect("home")
    return render(request, "landing.html", {"form": RequestForm()})


@require_safe
def who_sees_what(request):
    """Generated from the policies, not typed."""
    context = {
        "alone": [*of_sessions.lines_alone(), *of_feedback.lines_alone()],
        "there": of_feedback.lines_there(),
        "together": [*of_sessions.lines_together(), *of_feedback.lines_together()],
        "sees": policy.COORDINATOR_SEES,
        "never": policy.COORDINATOR_NEVER_SEES,
        "kept": statement.kept(statement.answerable(request.user)),
    }
    return render(request, "pages/who_sees_what.html", context)


@require_safe
def help_page(request):
    return render(request, "pages/help.html")


@require_safe
def privacy(request):
    """What is kept of whom, why and how long; the figures come from where they are decided."""
    answerable = statement.answerable(request.user)
    context = {"answerable": answerable, "kept": statement.kept(answerable), "contact": settings.CONTACT}
    return render(request, "pages/privacy.html", context)


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html", {"contact": settings.CONTACT})


@require_safe
def security(request):
    """For who found a leak: whom to tell, and what happens then."""
    return render(request, "pages/security.html", {"contact": settings.CONTACT})


@require_safe
def security_txt(request):
    """Whom to tell of a leak (RFC 9116). Nobody named: no such file, rather than one that leads nowhere."""
    if not settings.CONTACT:
        raise Http404
    lines = {
        "Contact": settings.CONTACT,
        "Expires": f"{timezone.now() + CONTACT_HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "nl, en",
        "Canonical": settings.BASE_URL + reverse("security_txt"),
        "Policy": settings.BASE_URL + reverse("security"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
