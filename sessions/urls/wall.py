"""The screen on the wall: without login, with a code of the room."""

from django.urls import path

from sessions.views import wall

urlpatterns = [
    path("muur/", wall.wall, name="wall"),
    path("muur/wacht/", wall.wall_wait, name="wall_wait"),
    path("muur/deel/", wall.wall_part, name="wall_part"),
    path("muur/verbinding/", wall.wall_token, name="wall_token"),
]
