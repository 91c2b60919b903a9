"""The only place that includes every app."""

from importlib.util import find_spec

from django.urls import include, path

APPS = ["intervisie.common", "groups", "methods", "sessions", "feedback"]

urlpatterns = [path("", include("allauth.urls"))]
urlpatterns += [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]
