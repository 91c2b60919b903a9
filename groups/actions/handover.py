"""The group goes on, or back, to a stage of the handover."""

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import Group, Stage, StageChange
from intervisie.common.audit import record
from intervisie.common.prepared import insert
from intervisie.common.refusals import NotNow


@transaction.atomic
def change_stage(group, stage, *, by, seen_stage) -> StageChange | None:
    """Write down what the group decided together. None when it was written down already.

    `seen_stage` is the stage on the page that was pressed; when another moved meanwhile, raises NotNow.
    """
    stage = Stage(stage)
    here = Group.objects.filter(pk=group.pk, stage=seen_stage, archived_at=None)
    if stage == seen_stage or not here.update(stage=stage):
        return _nothing(group, stage)
    group.stage = stage
    record("group.stage", by=by, about=group, organisation=group.organisation_id, was=int(seen_stage), now=int(stage))
    return insert(StageChange(group=group, stage=stage, by=by))


def _nothing(group, stage):
    group.refresh_from_db(fields=["stage", "archived_at"])
    if group.stage == stage and group.archived_at is None:
        return None
    raise NotNow(_("Iemand heeft intussen een andere stap genoteerd. Kijk even waar jullie nu staan."))
