"""Addresses of feedback. A session's feedback hangs on the session, so that every app can link to it by name."""

from django.urls import path

from feedback import views

urlpatterns = [
    path("bijeenkomst/<uuid:pk>/peiling/", views.pulse, name="pulse"),
    path("bijeenkomst/<uuid:pk>/peiling/uitkomst/", views.pulse_result, name="pulse_result"),
    path("bijeenkomst/<uuid:pk>/peiling/stand/", views.pulse_state, name="pulse_state"),
    path("bijeenkomst/<uuid:pk>/vorige-keer/", views.last_pulse, name="last_pulse"),
    path("terugkijken/", views.open_feedback, name="open_feedback"),
    path("terugkijken/<uuid:pk>/", views.follow_up, name="follow_up"),
]
