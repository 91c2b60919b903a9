"""Pages of the editor with one form on one part of the draft: drawn, kept at a pause, and laid beside what another
person wrote meanwhile. Nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from methods.actions import Stale
from methods.editor import Editor
from methods.forms.texts import lay_beside
from methods.models import MethodDraft

Make = Callable[[Any, dict[str, Any]], forms.Form]
Write = Callable[[Any, str], MethodDraft]  # the valid form, what was seen


@dataclass(frozen=True)
class Sheet:
    """One page: its template, its form, and the deed that keeps it."""

    template: str
    make: Make
    write: Write
    beside: Callable[[Editor], dict[str, Any]] = lambda editor: {}  # what else the page shows

    def answer(self, request: HttpRequest, editor: Editor) -> HttpResponse:
        """The page; or, posted, what became of it: kept, refused with the errors at the fields, or overtaken."""
        if request.method != "POST":
            return self.draw(request, editor, self.make(None, editor.document))
        form, seen = self.make(request.POST, editor.document), request.POST.get("seen", "")
        if not form.is_valid():
            return self.draw(request, editor, form, seen=seen, status=422)
        try:
            editor.method.draft = self.write(form, seen)  # type: ignore[attr-defined]
        except Stale as stale:
            editor.method.draft = stale.draft  # type: ignore[attr-defined]
            return overtaken(stale) if by_itself(request) else self._beside(request, editor, form)
        return kept(editor) if by_itself(request) else redirect(_onward(request, editor))

    def draw(self, request: HttpRequest, editor: Editor, form: forms.Form, **more: Any) -> HttpResponse:
        status = more.pop("status", 200)
        context = {"editor": editor, "form": form, "seen": editor.seen, **self.beside(editor), **more}
        return render(request, self.template, context, status=status)

    def _beside(self, request: HttpRequest, editor: Editor, form: forms.Form) -> HttpResponse:
        """What one typed stands in the fields, what is kept now stands under them; the next press decides."""
        lay_beside(form, self.make(None, editor.document))
        return self.draw(request, editor, form, theirs=editor.draft, status=409)


def by_itself(request: HttpRequest) -> bool:
    """Was it sent at a pause in the typing, without a press?"""
    return bool(request.headers.get("X-Autosave") or request.POST.get("autosave"))


def kept(editor: Editor) -> HttpResponse:
    """Nothing to draw; the page learns what it has seen now."""
    return HttpResponse(status=204, headers={"X-Seen": editor.seen})


def overtaken(stale: Stale) -> HttpResponse:
    """In one sentence, for the page to say."""
    name = stale.draft.by.first_name if stale.draft.by else _("Iemand")
    words = _("%(name)s bewaarde hier intussen iets anders. Wat jij schreef staat er nog, en is nog niet bewaard.")
    return HttpResponse(words % {"name": name}, status=409, content_type="text/plain; charset=utf-8")


def _onward(request: HttpRequest, editor: Editor) -> str:
    """Where the pressed button leads: the next step, the one before, the list, or here again."""
    there = {"next": editor.after, "back": editor.before}.get(request.POST.get("do", ""))
    if there:
        return editor.url_of(f"phase:{there.id}")
    return editor.url_of("plan" if request.POST.get("do") == "list" else editor.part)
