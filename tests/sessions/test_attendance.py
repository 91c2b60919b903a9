"""Who comes: counted the same everywhere, and said in a sentence."""

import pytest
from django.urls import reverse

from groups.models import Membership
from sessions.actions.planning import answer
from sessions.attendance import coming_sentence
from sessions.models import CaseSession

from .conftest import in_days


@pytest.mark.parametrize(
    ("coming", "of_all", "said"),
    [
        (0, 6, "Nog niemand heeft gezegd te komen."),
        (1, 6, "Eén van de zes heeft gezegd te komen."),
        (5, 6, "Vijf van de zes hebben gezegd dat ze komen."),
        (6, 6, "Alle zes hebben gezegd dat ze komen."),
        (13, 14, "13 van de 14 hebben gezegd dat ze komen."),
    ],
)
def test_in_a_sentence(coming, of_all, said):
    assert coming_sentence(coming, of_all) == said


def test_the_pages_count_the_same(client_of, cast, planned):
    for member in (cast.anna, cast.bas, cast.chris, cast.dana):
        answer(planned.pk, by=member, says="yes")
    Membership.objects.filter(user=cast.dana).update(until=in_days(0))
    found = CaseSession.objects.with_coming().get()
    assert (found.come, found.asked) == (2, 2)
    said = "Alle twee hebben gezegd dat ze komen."
    for address in (reverse("home"), reverse("session", args=[planned.pk])):
        assert said in client_of(cast.bas).get(address).content.decode()
