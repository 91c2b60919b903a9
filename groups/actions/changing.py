"""A group changes: what was asked at its founding, answered anew."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groups.models import Group
from intervisie.common.audit import record
from intervisie.common.refusals import NotNow

from .leaving import DEEDS

GROUP_FIELDS = ("name", "about", "purpose", "language", "zone", "rhythm_weeks", "quorum", "oral_only")


@transaction.atomic
def change_group(group: Group, *, by: Any, seen: Mapping[str, Any], **fields: Any) -> list[str]:
    """Write what differs from what the page showed (`seen`), and say what changed; nothing: an empty list.

    What somebody else changed meanwhile stays, unless it is the very same thing: then raises NotNow. So do a closed
    group and a name that is taken. Instants are stored as such: another zone moves no meeting.
    """
    held = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if held.archived_at:
        raise NotNow(_("Deze groep is afgesloten."))
    wanted = {name: value for name, value in fields.items() if name in GROUP_FIELDS and value != seen.get(name)}
    changed = {name: value for name, value in wanted.items() if value != getattr(held, name)}
    if any(getattr(held, name) != seen.get(name) for name in changed):
        raise NotNow(_("Iemand anders veranderde dit intussen ook. Wat jij invulde staat er nog; kijk wat het wordt."))
    if changed:
        _write(held, changed, by)
    return list(changed)


def _write(group: Group, changed: Mapping[str, Any], by: Any) -> None:
    for name, value in changed.items():
        setattr(group, name, value)
    try:
        with transaction.atomic():
            group.save(update_fields=list(changed))
    except IntegrityError:
        raise NotNow(_("Er is al een groep met deze naam. Kies een andere.")) from None
    record("group.change", by=by, about=group, organisation=group.organisation_id, changed=sorted(changed))
    if "zone" in changed:
        for also in DEEDS["rezone"]:
            also(group, by=by)
