"""All addresses of sessions, one module per noun."""

from . import cases, planning, room

urlpatterns = planning.urlpatterns + cases.urlpatterns + room.urlpatterns
