"""Addresses of the library."""

from django.urls import path

from methods import views

urlpatterns = [
    path("werkvormen/", views.methods, name="methods"),
    path("werkvormen/<slug:slug>/", views.method, name="method"),
    path("werkvormen/<slug:slug>/naast/", views.compare, name="compare_methods"),
    path("werkvormen/<slug:slug>/papier/<slug:kind>.pdf", views.paper, name="method_paper"),
]
