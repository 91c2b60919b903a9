"""Is the input well-formed; one module per noun."""

from .accounts import ProfileForm, SignupForm
from .agreement import AgreementPart, AgreementWhole
from .change import ChangeGroupForm
from .founding import FoundingForm
from .invitations import InvitationsForm, JoinForm
from .maturity import MaturityForm
from .organisations import AppointForm, OrganisationForm, RoleForm
from .requests import ReplyForm, RequestForm
from .stage import StageForm

__all__ = [
    "AgreementPart",
    "AgreementWhole",
    "AppointForm",
    "ChangeGroupForm",
    "FoundingForm",
    "InvitationsForm",
    "JoinForm",
    "MaturityForm",
    "OrganisationForm",
    "ProfileForm",
    "ReplyForm",
    "RequestForm",
    "RoleForm",
    "SignupForm",
    "StageForm",
]
