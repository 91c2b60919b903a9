"""The questions a group added to those everybody arrives with."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from groups.models import Group


class OwnQuestion(models.Model):
    """A check-in question in a group's own words. Nobody's in particular: who thought of it is not kept."""

    LONGEST = 200

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="own_questions")
    text = models.CharField(max_length=LONGEST)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "text"], name="own_question_once")]

    def __str__(self):
        return f"own question {self.pk}"
