from django.urls import path

from sessions.views import commitments

urlpatterns = [path("voornemen/<uuid:pk>/terugblik/", commitments.look_back, name="look_back")]
