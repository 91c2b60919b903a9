"""What a group knows of a method, as a part of the method's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from groups.models import Membership
from intervisie.common.http import page_or_part
from methods.doors import find_written
from sessions.used import used_by_groups_of


@login_required
@require_safe
def method_used_by_group(request: HttpRequest, slug: str) -> HttpResponse:
    """How often the reader's groups did this, when last, and whether it fitted. 404 for who belongs to no group."""
    if not Membership.objects.current().filter(user=request.user.pk).exists():
        raise Http404
    doc = find_written(request.user, slug).doc
    used = used_by_groups_of(request.user, slug)
    name = doc.text((get_language() or "nl")[:2]).name
    seen = {"used": used, "slug": slug, "method_name": name}
    return page_or_part(request, "sessions/method_used.html", "sessions/_method_used.html", seen)
