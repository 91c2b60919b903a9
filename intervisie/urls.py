"""The only place that includes every app."""

from importlib.util import find_spec

from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from intervisie import devmail, health

APPS = ["groups", "methods", "sessions", "feedback"]

urlpatterns = [
    path(
        "favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/favicon.svg"))
    ),  # asked for by pages without a head
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("dev/mail/", devmail.index, name="dev_mail"),
    path("dev/mail/<str:key>/", devmail.mail, name="dev_mail_one"),
    path("dev/mail/<str:key>/html/", devmail.html, name="dev_mail_html"),
    path("account/", include("allauth.urls")),
    *[path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")],
]

handler400 = "intervisie.errors.bad_request"
handler403 = "intervisie.errors.permission_denied"
handler404 = "intervisie.errors.page_not_found"
handler500 = "intervisie.errors.server_error"
