"""Our addresses, and the bare ones before them."""

from django.urls import path

from bench import bare
from intervisie.urls import *  # noqa: F403
from intervisie.urls import urlpatterns as ours

urlpatterns = [
    path("bench/bare/", bare.page),
    path("bench/bare/post/", bare.post),
    path("bench/plan/", bare.plan_notes),
    *ours,
]
