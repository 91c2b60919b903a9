"""People and how they belong together, one module per noun."""

from .agreement import Agreement, AgreementSignature
from .group import Group, GroupRequest, Invitation, Membership, RequestReply
from .ledger import GroupFact, Maturity, MaturityWord, MemberFact, Stage, StageChange
from .people import Organisation, OrganisationRole, RoleInvitation, User

__all__ = [
    "Agreement",
    "AgreementSignature",
    "Group",
    "GroupFact",
    "GroupRequest",
    "Invitation",
    "Maturity",
    "MaturityWord",
    "MemberFact",
    "Membership",
    "Organisation",
    "OrganisationRole",
    "RequestReply",
    "RoleInvitation",
    "Stage",
    "StageChange",
    "User",
]
