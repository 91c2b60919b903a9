"""A visitor asks for a group; the intake organisation reads it and writes back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups import actions
from groups.forms import ReplyForm, RequestForm
from groups.models import GroupRequest
from groups.people import intake_organisation, roles_of
from groups.permissions import can_answer_requests
from groups.tokens import read_request_token
from intervisie.common.http import client_address, limit
from intervisie.common.refusals import NotYours, Refusal, refuse, status_of

# ── the visitor ────────────────────────────────────────────────────────────────────────────────────


def request_group(request):
    """The form, on a page of its own; the landing page shows the same part."""
    form = RequestForm(request.POST or None)
    if request.method == "POST":
        limit(f"request:{client_address(request)}", per_minute=6)
        if form.is_valid() and _ask(form):
            return redirect("request_sent")
    context = {"form": form, "open": intake_organisation() is not None or form.is_bound}
    return render(request, "groups/request.html", context, status=status_of(form))


def _ask(form) -> bool:
    """Keep it, or say why not. A robot hears the same as everybody."""
    try:
        if not form.by_a_robot:
            once = form.cleaned_data["once"] or GroupRequest().pk
            actions.request_group(once=once, language=get_language(), **form.answers())
    except Refusal as refused:
        refuse(form, refused)
    return form.is_valid()


@require_safe
def request_sent(request):
    return render(request, "groups/request_sent.html")


def confirm_request(request, token):
    """One button: programs that read mail follow links, people press buttons."""
    asked = GroupRequest.objects.filter(pk=read_request_token(token)).select_related("organisation").first()
    if asked is None:
        return render(request, "groups/request_unknown.html", status=404)
    if request.method == "POST":
        actions.confirm_request(asked)
        return redirect("request_confirmed")
    return render(request, "groups/request_confirm.html", {"asked": asked})


@require_safe
def request_confirmed(request):
    return render(request, "groups/request_confirmed.html")


# ── the intake organisation ────────────────────────────────────────────────────────────────────────


@require_safe
@login_required
def requests(request):
    """What visitors asked, open ones first."""
    asked = _asked_of(request.user).prefetch_related("replies")
    open_ones = [one for one in asked if not (one.declined_at or one.group_id)]
    done = [one for one in asked if one.declined_at or one.group_id]
    return render(request, "groups/requests.html", {"open": open_ones, "done": done})


def _asked_of(user):
    """Confirmed requests of the intake organisations this person coaches or coordinates for; 403 for everybody else."""
    roles = roles_of(user)
    if not can_answer_requests(roles):
        raise NotYours(_("Aanvragen zijn voor wie begeleidt of coördineert in de organisatie die ze ontvangt."))
    ours = [role.organisation_id for role in roles if role.organisation.is_intake]
    asked = GroupRequest.objects.filter(organisation__in=ours, confirmed_at__isnull=False)
    return asked.select_related("group").order_by("-confirmed_at")


def _find_request(user, pk) -> GroupRequest:
    return get_object_or_404(_asked_of(user), pk=pk)


@require_safe
@login_required
def group_request(request, pk):
    """One request: what was asked, what was written back, and what can be done."""
    return _draw(request, _find_request(request.user, pk))


def _draw(request, asked, *, sent=None):
    """`sent`: a form that does not fit or was refused; it stands where it was written."""
    forms = {
        "answer": ReplyForm(initial={"kind": "answer"}, auto_id="answer-%s"),
        "decline": ReplyForm(
            initial={"kind": "decline", "text": _kindly_no(asked, request.user)}, auto_id="decline-%s"
        ),
    }
    if sent is not None:
        forms[sent.place] = sent
    context = {"asked": asked, "replies": asked.replies.select_related("by"), **forms}
    return render(request, "groups/request_detail.html", context, status=status_of(sent) if sent else 200)


@login_required
@require_POST
def reply_request(request, pk):
    asked = _find_request(request.user, pk)
    form = ReplyForm.sent(request.POST)
    if not (form.is_valid() and _send(request, asked, form)):
        return _draw(request, asked, sent=form)
    messages.success(request, _("Verstuurd aan %(name)s.") % {"name": asked.name})
    return redirect("requests")


def _send(request, asked, form) -> bool:
    try:
        actions.reply(asked, by=request.user, **form.cleaned_data)
    except Refusal as refused:
        asked.refresh_from_db()
        refuse(form, refused)
    return form.is_valid()


def _kindly_no(asked, user) -> str:
    with override(asked.language):  # the letter is in the language of who asked, not of who answers
        return _(
            "Beste %(name)s,\n\n"
            "Dank je voor je vraag. We kunnen op dit moment geen groep voor jullie beginnen. Dat ligt niet aan wat "
            "jullie willen. Misschien kan het later, of kent iemand in jullie buurt een groep die nog plaats heeft."
            "\n\nMet een hartelijke groet,\n%(by)s"
        ) % {"name": asked.name, "by": user.called}
