"""The page of a group for its members."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from groups.models import Group, OrganisationRole
from intervisie import group_page


@require_safe
@login_required
def my_group(request):
    """One group: there at once. More: a choice. Who coordinates: the overview."""
    groups = list(Group.objects.visible_to(request.user).alive().order_by("name").select_related("organisation"))
    if len(groups) == 1:
        return redirect("group", groups[0].pk)
    if not groups and OrganisationRole.objects.filter(user=request.user, role="coordinator").exists():
        return redirect("coordinator")
    return render(request, "home/groups.html", {"groups": groups})


@require_safe
@login_required
def group(request, pk):
    """When is the next meeting, who leads, what is mine to do, where do we stand."""
    return render(request, "home/group.html", {"page": group_page.gather(request.user, pk, timezone.now())})
