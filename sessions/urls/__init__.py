"""All addresses of sessions, one module per noun."""

from . import boards, cases, commitments, planning, preview, room, used, wall

urlpatterns = planning.urlpatterns + cases.urlpatterns + commitments.urlpatterns + room.urlpatterns
urlpatterns += preview.urlpatterns + used.urlpatterns + boards.urlpatterns + wall.urlpatterns
