"""The library: what methods there are, narrowed down by what somebody asks for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from intervisie.common.http import page_or_part, wants_part
from methods import library
from methods.forms import LibraryFilter
from methods.models import Listing, Method
from methods.own_list import own_list


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Everything whole that is published. The address holds the question; as somebody types, only the answer comes."""
    language = (get_language() or "nl")[:2]
    beside = _beside(request.GET.get("naast", ""), language)
    form, number = LibraryFilter(request.GET), request.GET.get("blad")
    page = library.gather(form, Method.objects.whole(), language, number, beside[0] if beside else "")
    seen = {"library": page, "form": form, "beside": beside, "part": wants_part(request)}
    seen["own"] = own_list(request.user, form.chosen)
    response = page_or_part(request, "methods/methods.html", "methods/_found.html", seen)
    response["HX-Replace-Url"] = f"{reverse('methods')}?{page.query}" if page.query else reverse("methods")
    return response


def _beside(slug: str, language: str) -> tuple[str, str] | None:
    """Slug and name of the method next to which somebody looks for another."""
    if not slug:
        return None
    listed = Listing.objects.within(Method.objects.published(), language).filter(method__slug=slug)
    return listed.values_list("method__slug", "name").first()
