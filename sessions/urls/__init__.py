"""All addresses of sessions, one module per noun."""

from . import cases, commitments, planning, room, used

urlpatterns = planning.urlpatterns + cases.urlpatterns + commitments.urlpatterns + room.urlpatterns + used.urlpatterns
