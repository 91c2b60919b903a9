"""A case from its first word to the shelf. Everything but reading a shared case is its owner's alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from groups.people import find_membership
from intervisie.common.refusals import Refusal, refuse, status_of
from sessions import hints, intake
from sessions.actions import cases
from sessions.cards import card_of
from sessions.doors import find_case, find_own_case
from sessions.forms.cases import FORMS, SearchForm, ShareForm, StepForm
from sessions.models import Case, CaseSession
from sessions.retention import AFTER, BACKUPS_DAYS

STEPS = {
    "speelt": ("what", gettext_lazy("Wat speelt er")),
    "vraag": ("question", gettext_lazy("Je vraag")),
    "zoekt": ("wants", gettext_lazy("Wat je zoekt")),
    "nu": ("now", gettext_lazy("Hoe het nu is")),
    "delen": ("share", gettext_lazy("Delen")),
}
OFFERED = 6  # coming sessions to choose from


# ── begin ──────────────────────────────────────────────────────────────────────────────────────────
@login_required
def case_new(request: Any, pk: Any) -> HttpResponse:
    """Three ways to begin: something rubs, something went well, or no idea yet."""
    membership = find_membership(request.user, pk)
    if request.method == "POST":
        way = request.POST.get("way")
        meant_for = _asked_session(membership.group, request.POST.get("session"))
        made = cases.begin(membership.group, by=request.user, success=way == "success", meant_for=meant_for)
        return redirect("case_help", made.pk) if way == "search" else redirect("case_step", made.pk, "speelt")
    context = {"group": membership.group, "session": _asked_session(membership.group, request.GET.get("bijeenkomst"))}
    return render(request, "sessions/case_new.html", context)


def _asked_session(group: Any, wanted: str | None) -> CaseSession | None:
    """For which session, if it is one of this group that still comes; anything else is no session."""
    try:
        pk = UUID(wanted or "")
    except ValueError:
        return None
    return _coming(group).filter(pk=pk).first()


def _coming(group: Any) -> Any:
    coming = CaseSession.objects.filter(group=group, state=CaseSession.State.PLANNED, starts_at__gt=timezone.now())
    return coming.select_related("group").order_by("starts_at")


@login_required
def case_help(request: Any, pk: Any) -> HttpResponse:
    """No question yet: four ways to look. In a group that only tells, nothing is asked to be written."""
    case = _editable(request.user, pk)
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        writes = form.story and not case.oral_only
        if not writes or _found(request, case, form):
            return redirect("case_step", pk, "vraag" if case.oral_only or form.story else "speelt")
    return render(request, "sessions/case_help.html", {"case": case, "form": form}, status=status_of(form))


def _found(request: Any, case: Case, form: SearchForm) -> bool:
    """What was written becomes the beginning of the story, or goes on from it."""
    story = "\n\n".join(filter(None, [case.story, form.story]))[:6000]
    try:
        cases.write(case.pk, by=request.user, texts={"story": story}, intake=(("clarity",), {"clarity": "none"}))
    except Refusal as refused:
        refuse(form, refused)
    return form.is_valid()


# ── the steps ──────────────────────────────────────────────────────────────────────────────────────
@login_required
def case_step(request: Any, pk: Any, step: str) -> HttpResponse:
    """One short step. Every button keeps what was typed first and goes somewhere after."""
    if step not in STEPS:
        raise Http404
    case = find_own_case(request.user, pk)
    if request.method != "POST" and case.state not in (Case.State.DRAFT, Case.State.SHARED):
        return redirect("case", pk)
    if step == "delen":
        return redirect("case_share", pk)
    form = _form(case, step, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _keep(request, case, step, form)
    return _draw(request, case, step, form)


def _form(case: Case, step: str, data: Any) -> StepForm:
    more = {"told": cases.tells_only(case.group)} if step == "speelt" else {}
    return FORMS[STEPS[step][0]](data, case=case, **more)


def _keep(request: Any, case: Case, step: str, form: StepForm) -> HttpResponse:
    if not form.is_valid():
        return _draw(request, case, step, form)
    press = request.POST.get("do", "")
    changes = form.changes
    for name in form.texts:
        changes["texts"][name] = hints.changed(changes["texts"][name], press)
    by_itself = bool(request.headers.get("X-Autosave") or request.POST.get("autosave"))
    try:
        cases.write(case.pk, by=request.user, **changes)
    except Refusal as refused:
        if by_itself:
            raise
        refuse(form, refused)
        return _draw(request, case, step, form)
    return HttpResponse(status=204) if by_itself else _onward(case, step, press)


def _onward(case: Case, step: str, press: str) -> HttpResponse:
    slugs = list(STEPS)
    at = slugs.index(step)
    if press == "later":
        return redirect("home")
    if press == "back":
        return redirect("case_step", case.pk, slugs[max(0, at - 1)])
    return redirect("case_step", case.pk, step if press else slugs[at + 1])


def _draw(request: Any, case: Case, step: str, form: StepForm) -> HttpResponse:
    context = {
        "case": case,
        "step": step,
        "steps": wizard(step),
        "form": form,
        "told": cases.tells_only(case.group),
        "lines": _lines(case, step, form),
    }
    return render(request, f"sessions/case_{STEPS[step][0]}.html", context, status=status_of(form))


def wizard(step: str) -> list[dict[str, Any]]:
    """The five short steps, with where one is."""
    slugs = list(STEPS)
    at = slugs.index(step)
    return [
        {"slug": slug, "words": words, "mark": "done" if nr < at else "now" if nr == at else "", "nr": nr + 1}
        for nr, (slug, (_name, words)) in enumerate(STEPS.items())
    ]


def _lines(case: Case, step: str, form: StepForm | None = None) -> list[hints.Line]:
    """Hints about what stands in the form now, or else about what is kept."""
    names = form.texts if form else FORMS[STEPS[step][0]].texts
    texts = [(form[name].value() if form else getattr(case, name)) or "" for name in names]
    return hints.question_lines(*texts) if step == "vraag" else hints.recognisable_lines(*texts)


@require_safe
@login_required
def case_hints(request: Any, pk: Any, step: str) -> HttpResponse:
    """The hints again, after what was typed was kept."""
    if step not in ("speelt", "vraag"):
        raise Http404
    case = find_own_case(request.user, pk)
    return render(request, "sessions/_case_hints.html", {"case": case, "step": step, "lines": _lines(case, step)})


# ── share ──────────────────────────────────────────────────────────────────────────────────────────
@login_required
def case_share(request: Any, pk: Any) -> HttpResponse:
    """As the group will see it, five ticks, and then the one press that shares."""
    case = _editable(request.user, pk)
    sessions = list(_coming(case.group)[:OFFERED])
    initial = {"meant_for": str(case.meant_for_id or "")}
    form = ShareForm(request.POST or None, sessions=sessions, initial=initial)
    if request.method == "POST" and form.is_valid() and _share(request, case, form):
        return redirect("case", pk)
    context = {"case": case, "card": card_of(case), "form": form, "steps": wizard("delen"), "step": "delen"}
    context["after"] = AFTER.days
    return render(request, "sessions/case_share.html", context, status=status_of(form))


def _share(request: Any, case: Case, form: ShareForm) -> bool:
    try:
        cases.share(case.pk, by=request.user, meant_for=form.session)
    except Refusal as refused:
        refuse(form, refused)
        return False
    messages.success(request, _("Je casus ligt op de plank. Terugnemen kan tot hij op tafel komt."))
    return True


@require_safe
@login_required
def case_preview(request: Any, pk: Any) -> HttpResponse:
    """As the group will see it, and nothing else."""
    case = find_own_case(request.user, pk)
    return render(request, "sessions/case_preview.html", {"case": case, "card": card_of(case)})


@require_safe
@login_required
def case(request: Any, pk: Any) -> HttpResponse:
    """One's own draft goes on where it was left; everything else is the page of the case."""
    found = find_case(request.user, pk)
    mine = found.owner_id == request.user.pk
    if mine and found.state == Case.State.DRAFT:
        return redirect("case_step", pk, next_step(found))
    context = {"case": found, "card": card_of(found), "mine": mine, "backups": BACKUPS_DAYS}
    return render(request, "sessions/case.html", context)


def next_step(case: Case) -> str:
    """The first step in which nothing was said yet."""
    done = {
        "speelt": bool(case.story or case.oral_only),
        "vraag": bool(case.question),
        "zoekt": intake.answered(case.intake, "wants"),
        "nu": intake.answered(case.intake, "now"),
    }
    return next((step for step, said in done.items() if not said), "delen")


# ── take back, erase, go on ────────────────────────────────────────────────────────────────────────
@require_POST
@login_required
def case_take_back(request: Any, pk: Any) -> HttpResponse:
    found = find_own_case(request.user, pk)
    cases.take_back(found.pk, by=request.user)
    messages.success(request, _("Je casus is weer alleen van jou."))
    return redirect("case_step", pk, "vraag")


@login_required
def case_withdraw(request: Any, pk: Any) -> HttpResponse:
    """A page that says what goes, for good, and one button."""
    found = find_own_case(request.user, pk)
    if request.method == "POST":
        cases.withdraw(found.pk, by=request.user)
        messages.success(request, _("Je casus is gewist."))
        return redirect("group", found.group_id)
    return render(request, "sessions/case_withdraw.html", {"case": found, "backups": BACKUPS_DAYS})


@require_POST
@login_required
def case_sequel(request: Any, pk: Any) -> HttpResponse:
    found = find_own_case(request.user, pk)
    made = cases.sequel(found, by=request.user)
    return redirect("case", made.pk)


def _editable(user: Any, pk: Any) -> Case:
    """One's own case that may still change; otherwise there is nothing here to do."""
    found = find_own_case(user, pk)
    if found.state not in (Case.State.DRAFT, Case.State.SHARED):
        raise Http404
    return found
