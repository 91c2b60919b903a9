"""A board after its evening: the page of its owner, then and now, on paper and as text."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sessions import board_page, board_paper
from sessions.actions import boards
from sessions.forms import boards as forms

TYPES = {"pdf": "application/pdf", "png": "image/png"}


@login_required
@require_safe
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For its owner, and for the group as long as it is shared."""
    page = board_page.gather(request.user, pk, lang=_lang(request))
    return render(request, "sessions/boards/page.html", {"page": page, "numbers": range(11)})


@login_required
@require_safe
def picture(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Its owner's alone, also while it is shared; the room may still be open."""
    if form not in TYPES:
        raise Http404
    page = board_page.gather(request.user, pk, lang=_lang(request), own=True)
    return _download(
        board_paper.drawn(page, _lang(request), form), TYPES[form], f"{board_paper.file_name(page)}.{form}"
    )


@login_required
@require_safe
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as plain text; its owner's alone."""
    page = board_page.gather(request.user, pk, lang=_lang(request), own=True)
    text = board_paper.in_words(page).encode()
    return _download(text, "text/plain; charset=utf-8", f"{board_paper.file_name(page)}.txt")


def _download(made: bytes, of_type: str, name: str) -> HttpResponse:
    return HttpResponse(made, of_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _lang(request: HttpRequest) -> str:
    return getattr(request, "LANGUAGE_CODE", "nl")


@login_required
@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    treatment = board_page.find_board(request.user, pk, own=True)
    boards.share_board(treatment, by=request.user, on="on" in request.POST)
    return redirect("board", pk=pk)


@login_required
@require_POST
def look_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    treatment = board_page.find_board(request.user, pk, own=True)
    form = forms.LookAgain(request.POST)
    boards.look_again(treatment, by=request.user, **(form.cleaned_data if form.is_valid() else forms.NOTHING))
    messages.success(request, _("Het staat erbij."))
    return redirect("board", pk=pk)


@login_required
@require_POST
def say_now(request: HttpRequest, pk: UUID, card: UUID) -> HttpResponse:
    treatment = board_page.find_board(request.user, pk, own=True)
    said = {name: request.POST.get(name, "")[:20] for name in ("facet", "value")}
    boards.say_now(treatment, by=request.user, card_id=card, **said)
    return redirect(f"{reverse('board', args=[pk])}#now-{card}")
