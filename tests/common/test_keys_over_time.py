"""Rotation, backup and restore: text comes back when it may, and never when its key was destroyed."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intervisie.common import backups
from intervisie.common.encryption import CannotOpen, open_keys
from intervisie.common.management.commands.rotate_keys import rewrap_some
from intervisie.common.models import DataKey, DestroyedKey
from tests.common.shelf import Page, Story

SECRET = "Ik schaamde me tegenover meneer De Vries"
ROOT = Path(__file__).resolve().parents[2]


def another_master(name):
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


# ── rotation ──
def test_rotation_wraps_all_keys_and_the_old_master_can_go(shelf, settings, capsys):
    stories = [Story.objects.create(key=DataKey.objects.new("case"), text=SECRET) for _number in range(3)]
    settings.FIELD_KEYS = [another_master("new"), *settings.FIELD_KEYS]
    call_command("rotate_keys")
    assert "3 data keys wrapped anew with master key new; 0 left." in capsys.readouterr().out
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert [Story.objects.get(pk=story.pk).text for story in stories] == [SECRET] * 3


def test_rotation_twice_changes_nothing(key, settings, capsys):
    settings.FIELD_KEYS = [another_master("new"), *settings.FIELD_KEYS]
    call_command("rotate_keys")
    before = bytes(DataKey.objects.get(pk=key.pk).wrapped)
    call_command("rotate_keys")
    assert bytes(DataKey.objects.get(pk=key.pk).wrapped) == before


def test_rotation_goes_on_where_it_was_stopped(shelf, settings, monkeypatch):
    DataKey.objects.several("case", 5)
    settings.FIELD_KEYS = [another_master("new"), *settings.FIELD_KEYS]
    monkeypatch.setattr("intervisie.common.management.commands.rotate_keys.BATCH", 2)
    assert rewrap_some() == 2  # and here it was stopped
    assert DataKey.objects.under_older_masters().count() == 3
    call_command("rotate_keys")
    assert DataKey.objects.under_older_masters().count() == 0


# ── a master key that is lost ──
def test_what_a_lost_master_opened_can_be_given_up_and_the_rest_stays(shelf, settings, capsys):
    lost = Story.objects.create(title="a", key=DataKey.objects.new("case"), text=SECRET)
    settings.FIELD_KEYS = [another_master("new"), *settings.FIELD_KEYS]
    kept = Story.objects.create(title="b", key=DataKey.objects.new("case"), text=SECRET)
    old = lost.key.master
    with pytest.raises(CommandError, match="nothing is lost"):
        call_command("give_up_keys", old, "--for-good")
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    open_keys.drop(lost.key_id)
    with pytest.raises(CannotOpen):
        Story.objects.get(pk=lost.pk).text  # noqa: B018 (reading is what fails)
    call_command("give_up_keys", old)
    assert "1 data keys need" in capsys.readouterr().out
    assert DataKey.objects.filter(pk=lost.key_id).exists()
    call_command("give_up_keys", old, "--for-good")
    assert [Story.objects.get(pk=one.pk).text for one in (lost, kept)] == ["", SECRET]
    assert DestroyedKey.objects.filter(pk=lost.key_id).exists()


# ── backup and restore, with PostgreSQL's own programs ──
@pytest.fixture
def library(transactional_db):
    """The shelf, in tables that other connections see too."""
    with connection.schema_editor() as editor:
        editor.create_model(Story)
        editor.create_model(Page)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Page)
        editor.delete_model(Story)


@pytest.fixture
def empty_database(library):
    """A second database beside the test database; its DATABASE_URL."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def manage(url, *arguments):
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "intervisie.settings"}
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


LOOK = """
from tests.common.shelf import Story
from intervisie.common.encryption import sealed
for story in Story.objects.order_by("title"):
    print(story.title, "|", story.text, "|", sealed(story))
"""


def look(url):
    done = manage(url, "shell", "--no-imports", "-c", LOOK)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()


@pytest.fixture
def told(library):
    """Two stories: one that stays, one whose key goes."""
    stays = Story.objects.create(title="a", key=DataKey.objects.new("case"), text=SECRET)
    goes = Story.objects.create(title="b", key=DataKey.objects.new("case"), text=SECRET)
    return stays, goes


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_a_key_destroyed_after_the_backup_stays_destroyed(told, empty_database, tmp_path):
    _stays, goes = told
    backups.make(tmp_path / "monday")
    goes.key.destroy()
    backups.make(tmp_path / "tuesday")
    newest = tmp_path / "tuesday" / "tombstones.json"
    done = manage(empty_database, "restore", tmp_path / "monday", "--tombstones", newest)
    assert done.returncode == 0, done.stderr
    assert "1 kept destroyed" in done.stdout
    assert look(empty_database) == [f"a | {SECRET} | False", "b |  | True"]


@pytest.mark.django_db(transaction=True)
def test_a_key_destroyed_before_the_backup_is_not_in_it(told, empty_database, tmp_path):
    _stays, goes = told
    goes.key.destroy()
    assert backups.make(tmp_path / "b")["keys"] == 1
    done = manage(empty_database, "restore", tmp_path / "b")
    assert done.returncode == 0, done.stderr
    assert look(empty_database) == [f"a | {SECRET} | False", "b |  | True"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_no_text_and_no_key_in_the_open(told, tmp_path):
    stays, _goes = told
    about = backups.make(tmp_path / "b")
    assert about["keys"] == 2
    whole = b"".join(file.read_bytes() for file in (tmp_path / "b").iterdir())
    wrapped = bytes(stays.key.wrapped)
    assert b"schaamde" not in whole
    assert wrapped not in whole
    assert wrapped.hex().encode() not in whole
    assert {oct(file.stat().st_mode & 0o777) for file in (tmp_path / "b").iterdir() if file.suffix != ".dump"} == {
        "0o600"
    }
    assert oct((tmp_path / "b").stat().st_mode & 0o777) == "0o700"
    program = backups.find("pg_restore", connection.pg_version // 10000)
    command = [program, "--file=-", "--data-only", tmp_path / "b" / "main.dump"]
    listed = subprocess.run(command, capture_output=True, text=True).stdout
    assert "shelf_story" in listed
    assert "COPY public.common_datakey " not in listed


@pytest.mark.django_db(transaction=True)
def test_without_the_master_key_a_backup_gives_no_text_and_touches_nothing(told, tmp_path, settings):
    backups.make(tmp_path / "b")
    settings.FIELD_KEYS = [another_master("other")]
    with pytest.raises(CommandError, match="needs master key"):
        call_command("restore", tmp_path / "b")


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_noticed(told, tmp_path):
    backups.make(tmp_path / "b")
    sealed = tmp_path / "b" / "keys.sealed"
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", tmp_path / "b")


@pytest.mark.django_db(transaction=True)
def test_a_database_in_use_is_not_overwritten(told, tmp_path):
    backups.make(tmp_path / "b")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", tmp_path / "b")
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", tmp_path / "b")
    assert Story.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_tombstones_of_a_backup_are_all_that_ever_were(told, tmp_path):
    stays, goes = told
    goes.key.destroy()
    stays.key.destroy()
    backups.make(tmp_path / "b")
    gone = json.loads((tmp_path / "b" / "tombstones.json").read_text())
    assert set(gone) == {str(stays.key_id), str(goes.key_id)} == {str(key.pk) for key in DestroyedKey.objects.all()}
