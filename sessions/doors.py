"""The doors: fetching is the permission check. A stranger and a coordinator get 404 and learn nothing."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from groups.models import User
from intervisie.common.prepared import prepared
from sessions.models import Case, CaseSession


def find_session(user, pk) -> CaseSession:
    """A session of a group this person belongs to today, with its group, organisation and the people it names."""
    session = next(iter(_visible_session(user, pk)), None)
    if session is None:
        raise Http404
    return session


@prepared
def _visible_session(user: User, pk: UUID) -> QuerySet[CaseSession]:
    sessions = CaseSession.objects.visible_to(user).filter(pk=pk)
    return sessions.select_related("group__organisation", "host", "leads")


def find_case(user, pk) -> Case:
    """One's own case, or one that was shared with a group one belongs to today; with its key."""
    cases = Case.objects.visible_to(user).select_related("key", "owner", "group__organisation", "meant_for")
    case = cases.filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def find_own_case(user, pk) -> Case:
    """A case of this person's own that still exists as text; anybody else's is not there, shared or not."""
    case = find_case(user, pk)
    if case.owner_id != user.pk:
        raise Http404
    return case
