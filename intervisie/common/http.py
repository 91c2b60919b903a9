"""What holds for every page: input that can be stored, the person's language, private answers, refusals in words."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render, resolve_url
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, gettext_lazy
from django.utils.translation import gettext as _
from redis import RedisError

from intervisie.common.live.hints import EVERYWHERE, kick
from intervisie.common.refusals import Refusal, TooMany

LONGEST_URL = 4000  # characters of path and query
LARGEST_BODY = 512 * 1024  # bytes: the largest file (200 KB) and the largest form (256 KB) together
MOST_FIELDS = 200  # of a form that was too large and is given back
# NUL and the control characters except tab and line ends; halves of surrogate pairs, which cannot be encoded
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SECRETS = re.compile(r"pass|code|token|secret|credential|csrf|key", re.IGNORECASE)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def page_or_part(request: HttpRequest, page: str, part: str, context: dict, status: int = 200) -> HttpResponse:
    """The whole page, or for htmx only the part that changed."""
    response = render(request, part if wants_part(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def ours(request: HttpRequest, to: str) -> str:
    """Where somebody asked to go on, if that is a path of this very site; "" for anything else.

    Whoever makes a link to us can put any address in it, so nothing from a request is redirected to without this.
    """
    here = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if here and to.startswith("/") and to.split() == [to] else ""


# ── who asks ───────────────────────────────────────────────────────────────────────────────────────
def client_address(request: HttpRequest) -> str:
    """The address of the browser. Of X-Forwarded-For only as many entries are believed as we have proxies in front."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if len(hops) >= settings.TRUSTED_PROXIES > 0:
        return hops[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def limit(key: str, per_minute: int) -> None:
    """Raises TooMany when this has been asked more often than that in this minute. Key it per account, not per address.

    A cache that is away refuses nobody.
    """
    place = f"limit:{key}:{int(timezone.now().timestamp() // 60)}"
    try:
        cache.add(place, 0, timeout=120)
        count = cache.incr(place)
    except (RedisError, OSError, ValueError):
        return
    if count > per_minute:
        raise TooMany(retry_after=60 - timezone.now().second)


# ── input ──────────────────────────────────────────────────────────────────────────────────────────
class GuardInput:
    """Refuses, with 400 in words, what no database can store and no person can type.

    First in line, so that no view, form or session look-up ever meets a NUL.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.get_full_path()) > LONGEST_URL:
            return self._refuse(request, 400, _("Dit adres is te lang. Open de pagina opnieuw vanuit Intervisie."))
        if _announced(request) > LARGEST_BODY:
            return self._refuse(
                request, 413, _("Dit is te groot om te versturen. Een bestand mag hooguit 200 KB zijn.")
            )
        if any(UNSTORABLE.search(text) for text in _said(request)):
            message = _("Er zit een teken in dat we niet kunnen bewaren. Haal het weg en verstuur het opnieuw.")
            return self._refuse(request, 400, message)
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest, status: int, message: str) -> HttpResponse:
        translation.activate(language_of(request))
        return private(refusal(request, status, message))


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def _said(request: HttpRequest) -> Iterator[str]:
    """Everything in the request that could reach a database."""
    yield request.path
    yield from request.COOKIES.values()
    yield from _pairs(request.GET)
    if request.method in ("POST", "PUT", "PATCH"):
        yield from _body(request)


def _pairs(query) -> Iterator[str]:
    for name, values in query.lists():
        yield name
        yield from values


def _body(request: HttpRequest) -> Iterator[str]:
    try:
        yield from _pairs(request.POST)
        for name, uploads in request.FILES.lists():
            yield from [name, *(upload.name or "" for upload in uploads)]
        if request.content_type == "application/json":
            yield from _strings(json.loads(request.body))
    except RecursionError:
        yield "\x00"
    except (ValueError, UnreadablePostError):
        return  # not JSON after all, or the browser hung up: whoever reads it answers for it


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


# ── the person ─────────────────────────────────────────────────────────────────────────────────────
class PersonMiddleware:
    """Language and zone of who asks, and answers that stay between us and that browser."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = self._person(request)
        session_key = request.session.session_key if person else None
        language = getattr(person, "language", "") or language_of(request)
        timezone.deactivate()
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if person and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'  # drafts and pages of who just logged out
            kick(EVERYWHERE, person.pk, session_key=session_key)
        return private(response)

    @staticmethod
    def _person(request: HttpRequest) -> Any:
        """Who asks. Without a session cookie nobody is looked up: the landing page costs no query."""
        here = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        return request.user if here else None


def language_of(request: HttpRequest) -> str:
    """Of who is not logged in: what they chose here, else what the browser asks for, else Dutch."""
    return get_language_from_request(request)


def private(response: HttpResponse) -> HttpResponse:
    """No cache keeps this answer, and no other site may use it. A view that says Cache-Control itself is left alone."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response


# ── refusals ───────────────────────────────────────────────────────────────────────────────────────
class RefusalMiddleware:
    """A Refusal raised anywhere below becomes an answer that says what happened and gives back what was typed."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _sent_to_login(request, response) and (wants_part(request) or typed(request)):
            return refusal(request, 403, _("Je was niet meer ingelogd. Er is niets bewaard."), page="logged_out")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        response = refusal(request, exception.status, str(exception.message))
        if isinstance(exception, TooMany):
            response.headers["Retry-After"] = str(exception.retry_after)
        return response


def _sent_to_login(request: HttpRequest, response: HttpResponse) -> bool:
    """A press on one of our pages whose login had ended: two weeks are over, or somebody logged out elsewhere."""
    login, cookies = resolve_url(settings.LOGIN_URL), {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    if request.method != "POST" or response.status_code != 302 or not cookies & request.COOKIES.keys():
        return False
    where = urlsplit(response.headers["Location"])
    return where.path == login and dict(parse_qsl(where.query)).get("next") == request.get_full_path()


def refusal(request: HttpRequest, status: int, message: str = "", *, page: str = "") -> HttpResponse:
    """The answer to a refused request.

    For htmx a part that goes into `#flash`, so that the form stays as it is. Otherwise errors/<page or status>.html or
    errors/refusal.html with `message`, `status` and `typed`, drawn without the database, the session or the person.
    """
    if wants_part(request):
        response = _drawn(["errors/_refusal.html"], status, message=message)
        response["HX-Retarget"], response["HX-Reswap"] = "#flash", "innerHTML"
        return response
    pages = [f"errors/{page or status}.html", "errors/refusal.html"]
    nonce = getattr(request, "csp_nonce", "")
    return _drawn(pages, status, message=message, typed=typed(request), back=_back(request), CSP_NONCE=nonce)


def _drawn(templates: list[str], status: int, **context: Any) -> HttpResponse:
    context |= {"status": status, "title": TITLES.get(status, TITLES[400]), "LANGUAGE_CODE": translation.get_language()}
    try:
        text = select_template(templates).render(context)
    except TemplateDoesNotExist:
        text = str(context["message"])
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, status=status)


TITLES = {
    400: gettext_lazy("Dit begrepen we niet"),
    403: gettext_lazy("Dit is niet aan jou"),
    404: gettext_lazy("Deze pagina is er niet"),
    409: gettext_lazy("Er is intussen iets veranderd"),
    413: gettext_lazy("Dit is te groot"),
    429: gettext_lazy("Even rustig aan"),
    500: gettext_lazy("Dit ging bij ons mis"),
    503: gettext_lazy("We zijn er zo weer"),
}


def typed(request: HttpRequest) -> list[str]:
    """What somebody wrote in this form, to give it back after a refusal: sentences, never secrets. Never logged.

    Only for a form of our own pages: another site cannot make us show its words.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return []
    try:
        said = list(_sent(request))
    except Exception:  # the body itself may be what is refused
        return []
    return [UNSTORABLE.sub("", value) for name, value in said if not SECRETS.search(name) and _is_writing(name, value)]


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What the form carried, also where it was refused for its size alone: then it is read here for the first time."""
    if not settings.DATA_UPLOAD_MAX_MEMORY_SIZE < _announced(request) <= LARGEST_BODY:
        yield from ((name, value) for name, values in request.POST.lists() for value in values)
    elif request.content_type == "application/x-www-form-urlencoded":
        yield from parse_qsl(request.read(LARGEST_BODY).decode(errors="replace"), max_num_fields=MOST_FIELDS)


CODE = re.compile(r"[a-z0-9_.:+-]*|[A-Z][A-Za-z_]+/[A-Za-z_/+-]+", re.ASCII)  # choices, dates, numbers; time zones


# Typed, never chosen: one word counts here.
ONE_WORD = re.compile(r"(^|[-_])(name|called|workplace|place|link|email|date|time|minutes|people)$")


def _is_writing(name: str, value: str) -> bool:
    """Somebody typed this: more than one word, or one that is no choice of a form of ours."""
    if ONE_WORD.search(name):
        return bool(value.strip())
    if len(value.split()) > 1 or len(value) > 20:
        return not _is_id(value)
    return bool(value.strip()) and not CODE.fullmatch(value.strip())


def _is_id(value: str) -> bool:
    """An id, or one with the kind of thing before it, as choices say it: "group-…"."""
    try:
        return bool(UUID(re.sub(r"^[a-z_]+-(?=[0-9a-f]{8}-)", "", value)))
    except ValueError:
        return False


def _back(request: HttpRequest) -> str:
    """Where to go on: the same address for a GET, else the page the form was on, as far as it is ours."""
    if request.method == "GET":
        return ""
    try:
        ours = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
    referer = request.headers.get("Referer", "")
    return referer.removeprefix(ours) if referer.startswith(f"{ours}/") else ""
