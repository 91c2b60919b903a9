from django.urls import path

from sessions.views import preview

urlpatterns = [path("eigen-werkvormen/<uuid:pk>/voorbeeld/", preview.own_preview, name="own_preview")]
