"""Who is asking, in one query: the person and whether they coach or coordinate somewhere."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet

from intervisie.common.prepared import prepared

from .models import OrganisationRole, User


@prepared
def _who(user_id: UUID) -> QuerySet[User]:
    roles = OrganisationRole.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(pk=user_id).annotate(
        coordinates=Exists(roles.filter(role=OrganisationRole.Role.COORDINATOR)),
        coaches=Exists(roles.filter(role=OrganisationRole.Role.COACH)),
    )


class Backend(AuthenticationBackend):
    """Signs in as allauth does. `request.user` carries `.coordinates` and `.coaches`, for menus and for nothing more:
    what somebody may do is asked anew where it is done.
    """

    def get_user(self, user_id):
        """The person of a browser session; None when gone or switched off."""
        user = next(iter(_who(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None
