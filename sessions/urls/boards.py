from django.urls import path

from sessions.views import boards

urlpatterns = [
    path("bord/<uuid:pk>/", boards.board, name="board"),
    path("bord/<uuid:pk>/plaatje.<slug:form>", boards.picture, name="board_picture"),
    path("bord/<uuid:pk>/tekst.txt", boards.words, name="board_text"),
    path("bord/<uuid:pk>/deel/", boards.share, name="board_share"),
    path("bord/<uuid:pk>/nu/", boards.look_again, name="board_look"),
    path("bord/<uuid:pk>/<uuid:card>/nu/", boards.say_now, name="board_say"),
]
