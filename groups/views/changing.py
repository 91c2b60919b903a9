"""A group changes: one page with what was asked at the founding."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import actions
from groups.clocks import coming
from groups.forms import ChangeGroupForm
from groups.people import find_membership, members_of
from groups.permissions import can_change_group, runs_group
from intervisie.common.refusals import NotNow, NotYours


@login_required
def change_group(request, pk):
    """Its name, purpose, language, clock, rhythm and number. A new clock is shown before it goes."""
    group = _to_change(request.user, pk)
    form = ChangeGroupForm(request.POST or None, group=group, coming=coming(group, timezone.now()))
    if request.method == "POST" and form.is_valid():
        return _change(request, group, form)
    return _draw(request, group, form, status=422 if form.errors else 200)


def _to_change(user, pk):
    membership = find_membership(user, pk)
    members = members_of(membership.group)
    if not runs_group(membership, members):
        raise NotYours(_("De groep aanpassen doet wie jullie begeleidt; vanaf ‘Samen doen’ kan iedereen het."))
    if not can_change_group(membership, members):
        raise NotNow(_("Deze groep is afgesloten."))
    return membership.group


def _change(request, group, form):
    seen, facts = form.cleaned_data["seen"], form.facts()
    try:
        changed = actions.change_group(group, by=request.user, seen=seen, **facts)
    except NotNow as refused:
        mine = {name: value for name, value in facts.items() if value != seen.get(name)}
        return _again(request, group, form.coming, mine, str(refused.message))
    if changed:
        messages.success(request, _("Aangepast. Iedereen in de groep ziet het zo."))
    return redirect("group", group.pk)


def _again(request, group, moments, mine, said):
    """The page as it is now, with what this person changed in it still theirs."""
    group.refresh_from_db()
    form = ChangeGroupForm(group=group, coming=moments, initial=mine)
    stands = [(form.fields[name].label, _words(group, name)) for name in mine if getattr(group, name) != mine[name]]
    return _draw(request, group, form, status=409, refused=said, stands=stands)


def _words(group, name) -> str:
    """As it stands, in words."""
    value = getattr(group, name)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return getattr(group, f"get_{name}_display", lambda: str(value))() or _("niets")


def _draw(request, group, form, *, status, **more):
    return render(request, "groups/change.html", {"group": group, "form": form, **more}, status=status)
