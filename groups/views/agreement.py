"""What the group promises each other: reading, writing part by part, confirming."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions, agreements
from groups.agreements import PARTS
from groups.forms import AgreementPart, AgreementWhole
from groups.models import Agreement
from groups.people import find_membership
from groups.permissions import can_sign, can_write_agreement
from groups.policy import COORDINATOR_NEVER_SEES, COORDINATOR_SEES
from groups.views.parts import posted_number
from intervisie.common.http import ours
from intervisie.common.refusals import NotNow, Refusal, refuse, status_of

# ── reading ────────────────────────────────────────────────────────────────────────────────────────


@require_safe
@login_required
def agreement(request, pk):
    """The version that holds today; `?v=` shows an earlier one, `?next=` is where who confirms goes on."""
    membership = find_membership(request.user, pk)
    versions = agreements.versions_for(membership)
    shown = _chosen(versions, request.GET.get("v", ""))
    signatures = list(shown.signatures.select_related("user").order_by("at")) if shown else []
    context = {
        "group": membership.group,
        "agreement": shown,
        "latest": versions[0] if versions else None,
        "parts": _parts(shown),
        "versions": versions,
        "signatures": signatures,
        "signed": any(one.user_id == request.user.pk for one in signatures),
        "writes": can_write_agreement(membership),
        "next": ours(request, request.GET.get("next", "")),
        "sights": COORDINATOR_SEES,
        "never": COORDINATOR_NEVER_SEES,
    }
    return render(request, "groups/agreement.html", context)


def _chosen(versions, wanted):
    if not wanted:
        return versions[0] if versions else None
    for version in versions:
        if str(version.version) == wanted:
            return version
    raise Http404


def _parts(shown) -> list[tuple]:
    return [(_title(part), getattr(shown, part)) for part in PARTS] if shown else []


def _title(part) -> str:
    return capfirst(Agreement._meta.get_field(part).verbose_name)


# ── confirming ─────────────────────────────────────────────────────────────────────────────────────


@login_required
@require_POST
def sign_agreement(request, pk):
    membership = find_membership(request.user, pk)
    if not can_sign(membership):
        raise NotNow(_("Deze groep is afgesloten."))
    actions.sign_agreement(membership.group, by=request.user, seen_version=posted_number(request, "seen"))
    messages.success(request, _("Bevestigd. De anderen zien dat."))
    return redirect(ours(request, request.POST.get("next", "")) or reverse("group", args=[pk]))


@login_required
@require_POST
def ask_signatures(request, pk):
    """What was agreed aloud is now put to everybody."""
    membership = _writer(request.user, pk)
    shown = get_object_or_404(
        membership.group.agreements.select_related("group"), version=posted_number(request, "seen")
    )
    actions.ask_signatures(shown, by=request.user)
    messages.success(request, _("Iedereen krijgt een bericht om te lezen en te bevestigen."))
    return redirect("agreement", pk)


# ── writing ────────────────────────────────────────────────────────────────────────────────────────


@login_required
def write_agreement(request, pk):
    """Six parts, one at a time; what is written waits in the browser session until it is laid down."""
    membership = _writer(request.user, pk)
    part = request.GET.get("deel", PARTS[0])
    if part not in PARTS:
        return _read_over(request, membership)
    draft = _draft(request, membership.group)
    form = AgreementPart(request.POST or None, part=part, initial={"text": draft["parts"][part]})
    if request.method == "POST" and form.is_valid():
        draft["parts"][part] = form.cleaned_data["text"]
        request.session.modified = True
        return redirect(_address(membership.group, _after(part)))
    context = {"group": membership.group, "form": form, "steps": _steps(part), "back": _before(part), "part": part}
    return render(request, "groups/agreement_write.html", context, status=422 if form.errors else 200)


def _read_over(request, membership):
    """The last step: all of it on one page, then lay it down."""
    group = membership.group
    draft = _draft(request, group)
    form = AgreementWhole(request.POST or None, draft=draft["parts"], initial={"seen": draft["seen"]})
    if request.method == "POST" and form.is_valid() and not form.missing() and _lay_down(request, group, form):
        return redirect("agreement", group.pk)
    parts = [(part, _title(part), draft["parts"][part]) for part in PARTS]
    context = {"group": group, "form": form, "parts": parts, "steps": _steps("read"), "sights": COORDINATOR_SEES}
    return render(request, "groups/agreement_read_over.html", context, status=status_of(form))


def _lay_down(request, group, form) -> bool:
    """The next version; or why not. What was written waits in the browser session in either case."""
    seen, spoken = form.cleaned_data["seen"], form.cleaned_data["spoken"]
    try:
        actions.write_agreement(group, by=request.user, seen_version=seen, spoken=spoken, **form.draft)
    except Refusal as refused:
        latest = agreements.current(group)
        refuse(form, refused, seen=latest.version if latest else 0)
        return False
    request.session.pop(_key(group), None)
    said = _("De afspraken staan. Iedereen krijgt bericht.")
    messages.success(request, _("Genoteerd als mondelinge afspraak.") if spoken else said)
    return True


def _writer(user, pk):
    membership = find_membership(user, pk)
    if not can_write_agreement(membership):
        raise NotNow(_("Deze groep is afgesloten."))
    return membership


# ── the draft, until it is laid down ───────────────────────────────────────────────────────────────


def _key(group) -> str:
    return f"agreement:{group.pk}"


def _draft(request, group) -> dict:
    """What this person is writing; it begins with the version that holds, or with words to start from.

    After somebody else laid down a version, the words written here stay, and are now meant for the next one.
    """
    latest = agreements.current(group)
    version = latest.version if latest else 0
    draft = request.session.get(_key(group))
    if draft is None:
        parts = {part: getattr(latest, part) for part in PARTS} if latest else agreements.draft_for(group)
        draft = request.session[_key(group)] = {"seen": version, "parts": parts}
    if draft["seen"] != version and request.method == "GET":
        draft["seen"] = version
        request.session.modified = True
        messages.warning(request, _("Er kwam intussen een nieuwe versie. Lees die ernaast; jouw tekst staat er nog."))
    return draft


def _steps(current) -> list[tuple[str, str, str]]:
    """(part, its name, done, now or nothing) for the line above the form."""
    names = [*PARTS, "read"]
    here = names.index(current)
    marks = ["done" if nr < here else "now" if nr == here else "" for nr in range(len(names))]
    said = [_("Doel"), _("Ritme"), _("Erbij zijn"), _("Vertrouwen"), _("Grenzen"), _("Terugkijken"), _("Nalezen")]
    return list(zip(names, said, marks, strict=True))


def _after(part) -> str:
    return [*PARTS, "nalezen"][PARTS.index(part) + 1]


def _before(part) -> str:
    return PARTS[PARTS.index(part) - 1] if part != PARTS[0] else ""


def _address(group, part) -> str:
    return f"{reverse('write_agreement', args=[group.pk])}?deel={part}"
