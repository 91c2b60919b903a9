"""Addresses of groups and people. Words in them are Dutch, as in the menu."""

from django.urls import path

from . import coordinator
from .views import (
    agreement,
    changing,
    founding,
    handover,
    invitation,
    mail,
    me,
    people,
    requests,
    role_invitation,
    staff,
)

GROUP = "groep/<uuid:pk>"
ORGANISATION = "coordinatie/<uuid:pk>"

urlpatterns = [
    path("ik/", me.me, name="me"),
    path("ik/mail/", mail.mail_choices, name="mail_choices"),
    path("ik/uitloggen/", me.log_out_elsewhere, name="log_out_elsewhere"),
    path("mail/uit/<str:token>/", mail.unsubscribe, name="unsubscribe"),
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
    path("coordinatie/uitnodiging/", role_invitation.role_invitation_open, name="role_invitation_open"),
    path("coordinatie/uitnodiging/aannemen/", role_invitation.accept_role, name="accept_role"),
    path("coordinatie/uitnodiging/<str:token>/", role_invitation.role_invitation, name="role_invitation"),
    path(f"{ORGANISATION}/", staff.organisation, name="organisation"),
    path(f"{ORGANISATION}/mensen/", staff.staff, name="staff"),
    path(f"{ORGANISATION}/mensen/vragen/", staff.ask_role, name="ask_role"),
    path(f"{ORGANISATION}/mensen/<int:role_pk>/beeindigen/", staff.end_role, name="end_role"),
    path(f"{ORGANISATION}/vragen/<uuid:invitation_pk>/opnieuw/", staff.resend_role, name="resend_role"),
    path(f"{ORGANISATION}/vragen/<uuid:invitation_pk>/intrekken/", staff.revoke_role, name="revoke_role"),
    path(f"{ORGANISATION}/groepen/<uuid:group_pk>/begeleider/", staff.appoint_coach, name="appoint_coach"),
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
    path(f"{GROUP}/aanpassen/", changing.change_group, name="change_group"),
    # what we agreed
    path(f"{GROUP}/afspraken/", agreement.agreement, name="agreement"),
    path(f"{GROUP}/afspraken/schrijven/", agreement.write_agreement, name="write_agreement"),
    path(f"{GROUP}/afspraken/bevestigen/", agreement.sign_agreement, name="sign_agreement"),
    path(f"{GROUP}/afspraken/vragen/", agreement.ask_signatures, name="ask_signatures"),
    # the way to leading by oneself
    path(f"{GROUP}/overdracht/", handover.handover, name="handover"),
    path(f"{GROUP}/overdracht/stap/", handover.change_stage, name="change_stage"),
    path(f"{GROUP}/overdracht/samen/", handover.change_maturity, name="change_maturity"),
    path(f"{GROUP}/spiegel/", coordinator.group_mirror, name="group_mirror"),
]
