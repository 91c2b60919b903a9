"""Our addresses, and one that fails: a page that breaks is seen from outside too."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from intervisie.urls import *  # noqa: F403
from intervisie.urls import urlpatterns as ours


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("asked to fail")


urlpatterns = [path("outside/fails/", fail), *ours]
