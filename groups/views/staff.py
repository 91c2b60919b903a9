"""Who coaches and coordinates in an organisation: a coordinator's page, content-free like the others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions
from groups.forms import AppointForm, OrganisationForm, RoleForm
from groups.models import Group, Membership, OrganisationRole, Stage
from groups.people import by_name, coaches_of, find_overseen
from groups.views.parts import posted_number
from intervisie.common.audit import record
from intervisie.common.http import limit
from intervisie.common.refusals import Refusal, refuse, status_of


@require_safe
@login_required
def staff(request, pk):
    """Who does what, who is asked, which groups wait for a coach."""
    return _draw(request, find_overseen(request.user, pk), RoleForm())


def _draw(request, organisation, form):
    now = timezone.now()
    roles = organisation.roles.select_related("user")
    asked = organisation.role_invitations.filter(accepted_at=None, revoked_at=None).order_by("email")
    context = {
        "organisation": organisation,
        "roles": sorted(roles, key=lambda one: (one.role != "coordinator", by_name(one.user.called))),
        "invitations": [(one, one.expires_at <= now) for one in asked],
        "waiting": _without_coach(organisation),
        "coaches": coaches_of(organisation),
        "form": form,
    }
    return render(request, "groups/staff.html", context, status=status_of(form))


def _without_coach(organisation) -> list[Group]:
    """Groups that nobody coaches and that do not lead themselves, by name."""
    coached = Membership.objects.current().filter(role=Membership.Role.COACH).values("group")
    groups = organisation.groups.alive().filter(stage__lt=Stage.SELF_LED).exclude(pk__in=coached)
    return sorted(groups, key=lambda one: by_name(one.name))


@login_required
@require_POST
def ask_role(request, pk):
    organisation = find_overseen(request.user, pk)
    limit(f"invite:{request.user.pk}", per_minute=10)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _draw(request, organisation, form)
    try:
        actions.invite_role(organisation, form.cleaned_data["email"], form.cleaned_data["role"], by=request.user)
    except Refusal as refused:
        refuse(form, refused, "email")
        return _draw(request, organisation, form)
    messages.success(request, _("Er is een uitnodiging onderweg."))
    return redirect("staff", pk)


@login_required
@require_POST
def resend_role(request, pk, invitation_pk):
    invitation = _asked(find_overseen(request.user, pk), invitation_pk)
    limit(f"invite:{request.user.pk}", per_minute=10)
    actions.resend_role(invitation, by=request.user, seen_round=posted_number(request, "seen"))
    messages.success(request, _("Opnieuw verstuurd. De oude link werkt niet meer."))
    return redirect("staff", pk)


@login_required
@require_POST
def revoke_role(request, pk, invitation_pk):
    invitation = _asked(find_overseen(request.user, pk), invitation_pk)
    actions.revoke_role(invitation, by=request.user)
    messages.success(request, _("Ingetrokken. De link werkt niet meer."))
    return redirect("staff", pk)


def _asked(organisation, pk):
    return get_object_or_404(organisation.role_invitations.select_related("organisation"), pk=pk)


@login_required
def end_role(request, pk, role_pk):
    """A page that says what happens, and one button."""
    organisation = find_overseen(request.user, pk)
    role = get_object_or_404(OrganisationRole.objects.select_related("user"), organisation=organisation, pk=role_pk)
    if request.method == "POST":
        actions.end_role(role, by=request.user)
        messages.success(request, _("Klaar. %(name)s doet dit niet meer.") % {"name": role.user.called})
        return redirect("home" if role.user == request.user else "staff", *([] if role.user == request.user else [pk]))
    context = {"organisation": organisation, "role": role, "coached": actions.coached_by(role)}
    return render(request, "groups/end_role.html", context)


@login_required
@require_POST
def appoint_coach(request, pk, group_pk):
    organisation = find_overseen(request.user, pk)
    group = get_object_or_404(organisation.groups, pk=group_pk)
    form = AppointForm(request.POST, coaches=coaches_of(organisation))
    if not form.is_valid():
        raise Refusal(_("Kies een begeleider van de organisatie."))
    coach = form.cleaned_data["coach"]
    actions.appoint_coach(group, coach, by=request.user)
    said = _("%(coach)s begeleidt nu %(group)s. De groep krijgt bericht.")
    messages.success(request, said % {"coach": coach.called, "group": group.name})
    return redirect("staff", pk)


@login_required
def organisation(request, pk):
    """What members read about their organisation, and what holds for all its groups."""
    found = find_overseen(request.user, pk)
    form = OrganisationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=form.Meta.fields)
        record("organisation.change", by=request.user, about=found, organisation=found, fields=form.changed_data)
        messages.success(request, _("Bewaard."))
        return redirect("organisation", pk)
    context = {"organisation": found, "form": form}
    return render(request, "groups/organisation.html", context, status=422 if form.errors else 200)
