"""Addresses of the library, and of methods of one's own."""

from django.urls import path

from methods import views
from methods.views import drafts, own, steps, versions

OWN = "eigen-werkvormen/<uuid:pk>/"
STEP = f"{OWN}stap/<slug:step>/"

urlpatterns = [
    path("werkvormen/", views.methods, name="methods"),
    path("werkvormen/<slug:slug>/", views.method, name="method"),
    path("werkvormen/<slug:slug>/versie/<str:version>/", views.method_version, name="method_version"),
    path("werkvormen/<slug:slug>/naast/", views.compare, name="compare_methods"),
    path("werkvormen/<slug:slug>/papier/<slug:kind>.pdf", views.paper, name="method_paper"),
    path("werkvormen/<slug:slug>/eigen-versie/", own.fork_method, name="fork_method"),
    path("werkvormen/<slug:slug>/werkvorm.toml", own.export_method, name="export_method"),
    path("eigen-werkvormen/bestand/", own.import_method, name="import_method"),
    path(OWN, drafts.own_method, name="own_method"),
    path(f"{OWN}woorden/", drafts.own_words, name="own_words"),
    path(f"{OWN}voor-wie/", drafts.own_facts, name="own_facts"),
    path(f"{OWN}mist/", drafts.own_lacks, name="own_lacks"),
    path(f"{OWN}stap/", steps.add_step, name="add_step"),
    path(STEP, drafts.own_phase, name="own_phase"),
    path(f"{STEP}verplaats/", steps.move_step, name="move_step"),
    path(f"{STEP}haal-weg/", steps.remove_step, name="remove_step"),
    path(f"{STEP}zet-terug/", steps.restore_step, name="restore_step"),
    path(f"{STEP}zichtbaar/", drafts.open_step_in, name="open_step_in"),
    path(f"{OWN}uitbrengen/", versions.publish_method, name="own_publish"),
    path(f"{OWN}intrekken/", versions.withdraw_method, name="own_withdraw"),
    path(f"{OWN}gooi-weg/", own.throw_away_method, name="own_throw_away"),
    path(f"{OWN}bestand.toml", own.export_draft, name="export_draft"),
    path(f"{OWN}versies/", versions.own_versions, name="own_versions"),
    path(f"{OWN}versies/<int:number>/", versions.own_version, name="own_version"),
    path(f"{OWN}versies/<int:number>/haal-terug/", versions.bring_back_version, name="bring_back_version"),
    path(f"{OWN}zet-terug/", versions.put_back_draft, name="put_back_draft"),
]
