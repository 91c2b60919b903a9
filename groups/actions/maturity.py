"""The group says how far it is in looking together, or leaves that to what was held."""

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Group, Maturity, MaturityWord
from intervisie.common.audit import record
from intervisie.common.refusals import NotNow


@transaction.atomic
def change_maturity(group, maturity: Maturity | None, *, by, seen_word: int) -> MaturityWord | None:
    """Write down what the group says of itself; None takes its word back. None comes back when it was written already.

    `seen_word` is the id of the last word on the page that was pressed (0: there was none); when somebody wrote another
    meanwhile, raises NotNow. Saying again what stands is a word too: it still holds.
    """
    held = Group.objects.select_for_update().get(pk=group.pk)
    if held.archived_at:
        raise NotNow(_("Deze groep is afgesloten."))
    last = held.maturity_words.order_by("-at").first()
    if (last.pk if last else 0) != seen_word:
        _written_already(last, maturity)
        return None
    Group.objects.filter(pk=group.pk).update(maturity=maturity)
    record("group.maturity", by=by, about=group, organisation=group.organisation_id, was=held.maturity, now=maturity)
    return MaturityWord.objects.create(group=group, maturity=maturity, by=by)


def _written_already(last, maturity) -> None:
    if last is None or last.maturity != maturity:
        raise NotNow(_("Iemand heeft intussen iets anders genoteerd. Kijk even wat er nu staat."))
