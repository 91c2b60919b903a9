"""Who is asking, in one query: the person and whether they coach or coordinate somewhere."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from .models import OrganisationRole, User


class Backend(AuthenticationBackend):
    """Signs in as allauth does. `request.user` carries `.coordinates` and `.coaches`, for menus and for nothing more:
    what somebody may do is asked anew where it is done.
    """

    def get_user(self, user_id):
        """The person of a browser session; None when gone or switched off."""
        roles = OrganisationRole.objects.filter(user=OuterRef("pk"))
        people = User.objects.annotate(
            coordinates=Exists(roles.filter(role=OrganisationRole.Role.COORDINATOR)),
            coaches=Exists(roles.filter(role=OrganisationRole.Role.COACH)),
        )
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
