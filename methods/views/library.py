"""The library: what methods there are, and one of them with its steps and words. Open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from methods import cards
from methods.doors import find_method
from methods.forms import LibraryFilter
from methods.models import Method
from methods.own_list import own_list, own_panel


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Everything published, narrowed down by what somebody asked for."""
    form = LibraryFilter(request.GET)
    docs = [method.doc for method in Method.objects.whole()]
    found = [cards.card(doc) for doc in form.narrow(docs)]
    return render(
        request, "methods/methods.html", {"form": form, "cards": found, "all": len(docs), "own": own_list(request.user)}
    )


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """One method: what it is for, its steps with the words to say, what it asks, where it comes from."""
    found = find_method(request.user, slug)
    if not found.document:  # never out yet: for who writes on it
        return redirect("own_method", found.pk)
    doc = found.doc
    seen = {
        "own": own_panel(found, request.user),
        "method": cards.card(doc),
        "version": doc.version,
        "sources": doc.sources,
        "family": cards.family(doc),
        "facts": cards.facts(doc),
        "times": cards.times(doc),
        "steps": cards.steps(doc),
    }
    return render(request, "methods/method.html", seen)
