"""The answers when something does not go as asked: drawn without database, session or person, in words."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from intervisie.common.http import language_of, private, refusal
from intervisie.common.refusals import TooMany


def answer(request: HttpRequest, status: int, message: str, *, page: str = "") -> HttpResponse:
    if not hasattr(request, "LANGUAGE_CODE"):  # refused before the person was known
        translation.activate(language_of(request))
    return private(refusal(request, status, message, page=page))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return answer(request, 413, _("Dit is te groot om te versturen."))
    return answer(request, 400, _("Dit verzoek klopt niet helemaal. Ga terug en probeer het opnieuw."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403, _("Dit kan alleen iemand anders doen."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404, _("Misschien is hij verdwenen, of niet voor jou bedoeld."))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = answer(request, TooMany.status, str(TooMany.default))
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return answer(request, 500, _("Het ligt niet aan jou. Wat je eerder bewaarde, is er nog."))


def unavailable(request: HttpRequest) -> HttpResponse:
    response = answer(request, 503, _("Intervisie is er even niet. Wacht een minuut en probeer het opnieuw."))
    response.headers["Retry-After"] = "30"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _("Deze pagina stond te lang open, of je bent in een ander tabblad opnieuw ingelogd. Open haar opnieuw.")
    return answer(request, 403, message, page="csrf")
