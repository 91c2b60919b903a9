"""The only place that includes every app."""

from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from intervisie import devmail, health, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("vandaag/", views.home, name="home"),
    path("groep/", views.my_group, name="my_group"),
    path("groep/<uuid:pk>/", views.group, name="group"),
    path("taal/", views.language, name="language"),
    path("weergave/", views.appearance, name="appearance"),
    path("wie-ziet-wat/", views.who_sees_what, name="who_sees_what"),
    path("hulp/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("veiligheid/", views.security, name="security"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("ik/gegevens/", views.my_data, name="my_data"),
    path("ik/gegevens/intervisie.<slug:kind>", views.my_data_file, name="my_data_file"),
    path("ik/verwijderen/", views.erase_account, name="erase_account"),
    # asked for by what has no head of its own
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/favicon.svg"))),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("dev/mail/", devmail.index, name="dev_mail"),
    path("dev/mail/<str:key>/", devmail.mail, name="dev_mail_one"),
    path("dev/mail/<str:key>/html/", devmail.html, name="dev_mail_html"),
    path("account/", include("allauth.urls")),
    # of a method, but with what only sessions know
    path("werkvormen/<slug:slug>/probeer/", views.try_method, name="try_method"),
    path("", include("groups.urls")),
    path("", include("methods.urls")),
    path("", include("sessions.urls")),
    path("", include("feedback.urls")),
]

handler400 = "intervisie.errors.bad_request"
handler403 = "intervisie.errors.permission_denied"
handler404 = "intervisie.errors.page_not_found"
handler429 = "intervisie.errors.too_many"  # asked for by allauth's rate limits
handler500 = "intervisie.errors.server_error"
