"""Browser sessions as Django keeps them in the database, found by SQL that is made once: all requests begin with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from intervisie.common.prepared import prepared


@prepared
def _alive(key: str, now: datetime) -> QuerySet[Any]:
    sessions = SessionStore.get_model_class().objects
    return sessions.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        """The row that is still good, or None; the key is no key any more then."""
        row = next(iter(_alive(self.session_key, timezone.now())), None)
        if row is None:
            self._session_key = None
        return row
