"""What people do in and to a group, one module per noun. One transaction each; named errors; messages inside."""

from .agreements import ask_signatures, sign_agreement, write_agreement
from .changing import GROUP_FIELDS, change_group
from .founding import found_group
from .handover import change_stage
from .invitations import forget_invitations, invite, join, resend_invitation, revoke_invitation, welcome
from .leaving import Also, also_on, archive, leave, leave_all, reopen
from .ledger import forget_member_facts, write_fact, write_member_fact, write_member_facts
from .maturity import change_maturity
from .organisations import (
    accept_role,
    appoint_coach,
    coached_by,
    end_role,
    found_organisation,
    invite_role,
    resend_role,
    revoke_role,
)
from .requests import confirm_request, forget_requests, reply, request_group

__all__ = [
    "GROUP_FIELDS",
    "Also",
    "accept_role",
    "also_on",
    "appoint_coach",
    "archive",
    "ask_signatures",
    "change_group",
    "change_maturity",
    "change_stage",
    "coached_by",
    "confirm_request",
    "end_role",
    "forget_invitations",
    "forget_member_facts",
    "forget_requests",
    "found_group",
    "found_organisation",
    "invite",
    "invite_role",
    "join",
    "leave",
    "leave_all",
    "reopen",
    "reply",
    "request_group",
    "resend_invitation",
    "resend_role",
    "revoke_invitation",
    "revoke_role",
    "sign_agreement",
    "welcome",
    "write_agreement",
    "write_fact",
    "write_member_fact",
    "write_member_facts",
]
