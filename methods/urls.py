"""Addresses of the library."""

from django.urls import path

from methods import views

urlpatterns = [
    path("werkvormen/", views.methods, name="methods"),
    path("werkvormen/<slug:slug>/", views.method, name="method"),
]
