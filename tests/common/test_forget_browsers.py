"""A browser session that is over goes by itself."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from intervisie.common.tasks import forget_browsers


def test_browsers_that_stayed_away_are_forgotten(client_of, bas, chris):
    away, here = client_of(bas), client_of(chris)
    Session.objects.filter(pk=away.session.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_browsers()
    assert [row.pk for row in Session.objects.all()] == [here.session.session_key]
