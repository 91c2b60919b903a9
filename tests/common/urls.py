"""Pages for the tests of what holds for every page."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import get_language

from intervisie import urls as real
from intervisie.common.http import client_address, limit
from intervisie.common.refusals import NotNow, NotYours, Refusal

handler400, handler403 = real.handler400, real.handler403
handler404, handler500 = real.handler404, real.handler500


def echo(request):
    said = {"get": dict(request.GET.lists()), "post": dict(request.POST.lists()), "language": get_language()}
    return JsonResponse(said)


def refuse(request, kind):
    raise {"refusal": Refusal("Zo gaat het niet."), "yours": NotYours(), "now": NotNow("Anna is al verder.")}[kind]


def fail(request, kind):
    if kind == "missing":
        raise Http404("Ik schaamde me")
    if kind == "database":
        raise OperationalError("Ik schaamde me")
    if kind == "row":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO groups_user (id, name) VALUES (gen_random_uuid(), %s)", [request.POST["text"]])
    raise ValueError(request.POST.get("text", ""))


def slow_down(request):
    limit("test", per_minute=3)
    return HttpResponse("ok")


@login_required
def private(request):
    return HttpResponse("private")


def public(request):
    response = HttpResponse("public")
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def leave(request):
    logout(request)
    return redirect("/public/")


def address(request):
    return HttpResponse(client_address(request))


urlpatterns = [
    path("echo/", echo),
    path("refuse/<kind>/", refuse),
    path("fail/<kind>/", fail),
    path("slow/", slow_down),
    path("private/", private),
    path("public/", public),
    path("leave/", leave),
    path("address/", address),
    path("", include(real)),
]
