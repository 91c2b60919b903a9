"""One method: its page, beside another one, and on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from groups.models import Membership
from methods import comparing, method_page, papers
from methods.doors import find_method, find_written
from methods.format import MethodDoc
from methods.models import Listing, Method
from methods.own_list import own_panel


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for, its steps with the words to say, what it asks, where it comes from; for one's own number."""
    found = find_method(request.user, slug)
    if not found.document:  # never out yet: for who writes on it
        return redirect("own_method", found.pk)
    people = method_page.people_asked(found.doc, request.GET.get("mensen", ""))
    seen = method_page.page(found.doc, people) | {"own": own_panel(found, request.user)}
    seen["in_a_group"] = request.user.is_authenticated and belongs(request.user)
    return render(request, "methods/method.html", seen)


@require_safe
def method_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The address to quote: what the method says in this version, also when another one holds by now."""
    found = find_written(request.user, slug)
    kept = found.versions.filter(document__version=version).first()  # type: ignore[attr-defined]
    if not kept:
        raise Http404
    people = method_page.people_asked(kept.doc, request.GET.get("mensen", ""))
    seen = method_page.page(kept.doc, people) | {"now": found.version}
    return render(request, "methods/method_version.html", seen)


def belongs(user: Any) -> bool:
    """To any group at all: who does not is not asked what it did."""
    return Membership.objects.current().filter(user=user).exists()


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Beside `?met=`; without it, or where there is no such method, the choice of one."""
    doc, other = find_written(request.user, slug).doc, request.GET.get("met", "")
    beside = Method.objects.visible_to(request.user).filter(slug=other).first() if other not in ("", slug) else None
    if beside and beside.document:
        return render(request, "methods/compare.html", comparing.page(doc, beside.doc))
    return render(request, "methods/compare_choose.html", _others(doc) | {"unknown": bool(other)})


@require_safe
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A sheet for the leader, cards for the roles, or all that is needed without screens: a PDF."""
    if kind not in papers.KINDS:
        raise Http404
    method, language = find_written(request.user, slug), (get_language() or "nl")[:2]
    people = method_page.people_asked(method.doc, request.GET.get("mensen", ""))
    made = papers.make(method.doc, method.digest, kind, language, people, method.origin)
    named = papers.file_name(method.doc, kind, language)
    return HttpResponse(made, "application/pdf", headers={"Content-Disposition": f'inline; filename="{named}"'})


def _others(doc: MethodDoc) -> dict[str, Any]:
    """Those with which it shares most first, and all of them by name."""
    language = (get_language() or "nl")[:2]
    listed = Listing.objects.within(Method.objects.whole().exclude(slug=doc.id), language)
    known = list(listed.values_list("method__slug", "name", "facts__fit"))
    near = sorted(known, key=lambda one: -sum(min(doc.fit.get(fit, 0), n) for fit, n in one[2].items()))
    by_name = sorted(((slug, name) for slug, name, _fit in known), key=lambda one: one[1].casefold())
    nearest = [(slug, name) for slug, name, _fit in near[: comparing.NEAREST]]
    return {"doc": doc, "text": doc.text(language), "nearest": nearest, "others": by_name}
