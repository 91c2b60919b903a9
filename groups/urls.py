"""Addresses of groups and people. Words in them are Dutch, as in the menu."""

from django.urls import path

from . import coordinator
from .views import agreement, founding, handover, invitation, me, people, requests

GROUP = "groep/<uuid:pk>"

urlpatterns = [
    path("ik/", me.me, name="me"),
    # a visitor asks
    path("aanvragen/", requests.request_group, name="request_group"),
    path("aanvragen/onderweg/", requests.request_sent, name="request_sent"),
    path("aanvragen/bevestigd/", requests.request_confirmed, name="request_confirmed"),
    path("aanvragen/bevestigen/<str:token>/", requests.confirm_request, name="confirm_request"),
    path("coordinatie/aanvragen/", requests.requests, name="requests"),
    path("coordinatie/aanvragen/<uuid:pk>/", requests.group_request, name="group_request"),
    path("coordinatie/aanvragen/<uuid:pk>/antwoord/", requests.reply_request, name="reply_request"),
    # coordination
    path("coordinatie/", coordinator.coordinator, name="coordinator"),
    path("groepen/nieuw/", founding.found_group, name="found_group"),
    # coming in
    path("uitnodiging/", invitation.invitation_open, name="invitation_open"),
    path("uitnodiging/meedoen/", invitation.accept_invitation, name="accept_invitation"),
    path("uitnodiging/<str:token>/", invitation.invitation, name="invitation"),
    # people of a group
    path(f"{GROUP}/mensen/", people.group_people, name="group_people"),
    path(f"{GROUP}/uitnodigen/", people.invite, name="invite"),
    path(f"{GROUP}/uitnodigingen/<uuid:invitation_pk>/opnieuw/", people.resend_invitation, name="resend_invitation"),
    path(f"{GROUP}/uitnodigingen/<uuid:invitation_pk>/intrekken/", people.revoke_invitation, name="revoke_invitation"),
    path(f"{GROUP}/mensen/<int:membership_pk>/welkom/", people.welcome, name="welcome"),
    path(f"{GROUP}/mensen/<int:membership_pk>/beeindigen/", people.end_membership, name="end_membership"),
    path(f"{GROUP}/verlaten/", people.leave_group, name="leave_group"),
    path(f"{GROUP}/afsluiten/", people.archive_group, name="archive_group"),
    path(f"{GROUP}/heropenen/", people.reopen_group, name="reopen_group"),
    # what we agreed
    path(f"{GROUP}/afspraken/", agreement.agreement, name="agreement"),
    path(f"{GROUP}/afspraken/schrijven/", agreement.write_agreement, name="write_agreement"),
    path(f"{GROUP}/afspraken/bevestigen/", agreement.sign_agreement, name="sign_agreement"),
    path(f"{GROUP}/afspraken/vragen/", agreement.ask_signatures, name="ask_signatures"),
    # the way to leading by oneself
    path(f"{GROUP}/overdracht/", handover.handover, name="handover"),
    path(f"{GROUP}/overdracht/stap/", handover.change_stage, name="change_stage"),
    path(f"{GROUP}/spiegel/", coordinator.group_mirror, name="group_mirror"),
]
