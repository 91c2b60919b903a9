"""Of a method, but with what only sessions know."""

from django.urls import path

from sessions.views import used

urlpatterns = [
    path("werkvormen/<slug:slug>/in-onze-groep/", used.method_used_by_group, name="method_used_by_group"),
]
