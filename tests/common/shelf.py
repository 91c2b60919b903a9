"""Two models of their own for the tests of encryption, outside the registry: no migration, no other app."""

import uuid

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from intervisie.common.encryption import DataKeyField, EncryptedJSONField, EncryptedTextField
from intervisie.common.models import DataKey

registry = Apps()
registry.register_model("common", DataKey)


class Story(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = DataKeyField()
    title = models.CharField(max_length=40, blank=True)
    text = EncryptedTextField(key="key", max_length=400, blank=True)
    second = EncryptedTextField(key="key", blank=True)
    answers = EncryptedJSONField(key="key", blank=True)

    class Meta:
        app_label = "shelf"
        apps = registry


class Page(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    text = EncryptedTextField(key="story.key")

    class Meta:
        app_label = "shelf"
        apps = registry


@pytest.fixture
def shelf(db):
    with connection.schema_editor() as editor:
        editor.create_model(Story)
        editor.create_model(Page)


@pytest.fixture
def key(shelf):
    return DataKey.objects.new("case")
