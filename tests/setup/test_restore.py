"""The whole demo, a year of four groups, into a backup and out of it: everything is there, and what expired is not."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from intervisie.common import backups
from intervisie.common.management.commands import keep_backups
from intervisie.common.models import DataKey, DestroyedKey
from sessions.actions.cases import expire_cases
from sessions.models import Case
from tests.setup.test_serve import database_url

ROOT = Path(__file__).resolve().parents[2]
KEYS = {DataKey._meta.db_table, DestroyedKey._meta.db_table}
READ = """
from sessions.models import Case
import json
print("READ", json.dumps({str(case.pk): [case.question, case.story] for case in Case.objects.select_related("key")}))
"""


def rows(name):
    """Each table of this database with the number of its rows and a fingerprint of what is in them."""
    known = connection.settings_dict
    with psycopg.connect(
        dbname=name, user=known["USER"], password=known["PASSWORD"], host=known["HOST"], port=known["PORT"] or None
    ) as there:
        names = there.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        asked = "SELECT count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM \"{}\" t"
        return {table: there.execute(asked.format(table)).fetchone() for (table,) in names}


def manage(name, *arguments):
    environment = {**os.environ, "DATABASE_URL": f"{database_url().rpartition('/')[0]}/{name}"}
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def restored(transactional_db):
    """An empty database beside that of the test; its address."""
    name = f"{connection.settings_dict['NAME']}_back"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def read(name):
    """Every case in this database as the application reads it: question and story."""
    said = manage(name, "shell", "--no-imports", "-c", READ)
    return json.loads(said.partition("READ ")[2])


def test_an_expired_case_stays_unreadable_and_everything_else_is_there(restored, tmp_path, settings, capsys):
    settings.DEVELOPMENT = True
    call_command("seed_demo")
    ours = connection.settings_dict["NAME"]
    before = {str(case.pk): [case.question, case.story] for case in Case.objects.select_related("key")}
    monday = backups.keep(tmp_path / "main", keys=tmp_path / "keys", days=35)
    told = rows(ours)

    # On Tuesday the time of one case has come.
    case = Case.objects.on_shelf().first()
    assert before[str(case.pk)][0]
    Case.objects.filter(pk=case.pk).update(text_until=timezone.now() - timedelta(days=1))
    assert expire_cases() == 1
    tuesday = backups.keep(tmp_path / "main", keys=tmp_path / "keys", days=35, now=timezone.now() + timedelta(days=1))

    # On Wednesday the machine burns down, and Monday's backup is all there is; of Tuesday's, the tombstones.
    manage(
        restored,
        "restore",
        monday,
        "--keys",
        tmp_path / "keys" / monday.name,
        "--tombstones",
        tuesday / "tombstones.json",
    )
    after = read(restored)
    assert after.pop(str(case.pk)) == ["", ""]
    before.pop(str(case.pk))
    assert after == before
    assert sum(bool(text) for texts in after.values() for text in texts) >= 3
    back = rows(restored)
    assert {table: found for table, found in back.items() if table not in KEYS} == {
        table: found for table, found in told.items() if table not in KEYS
    }
    assert back[DataKey._meta.db_table][0] == told[DataKey._meta.db_table][0] - 1
    assert sum(count for count, _print in back.values()) > 500
    assert manage(restored, "migrate", "--check") == ""


def test_text_and_keys_are_kept_apart_and_old_ones_go(transactional_db, tmp_path):
    DataKey.objects.new("case")
    main, apart, now = tmp_path / "main", tmp_path / "keys", timezone.now()
    for folder in (main, apart):
        folder.mkdir()
        (folder / "somebody-elses").mkdir()
    for days in (40, 36, 34, 1):
        backups.keep(main, keys=apart, days=35, now=now - timedelta(days=days))
    newest = backups.keep(main, keys=apart, days=35, now=now)
    for folder in (main, apart):
        assert len([path for path in folder.iterdir() if backups.NAME.match(path.name)]) == 3
        assert (folder / "somebody-elses").exists()
    assert {path.name for path in newest.iterdir()} == {"main.dump", "tombstones.json", "about.json"}
    assert {path.name for path in (apart / newest.name).iterdir()} == {"keys.sealed"}


def test_one_that_could_not_be_made_leaves_nothing(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "find", lambda *_: "false")
    with pytest.raises(backups.BackupTrouble):
        backups.keep(tmp_path / "main", keys=tmp_path / "keys", days=35)
    assert not [path for folder in tmp_path.iterdir() for path in folder.iterdir()]


def test_the_command_that_goes_on_for_ever_survives_a_database_that_is_away(transactional_db, tmp_path, monkeypatch):
    waited, outcomes = [], iter([backups.BackupTrouble("pg_dump failed"), tmp_path / "made"])

    def keep(*_arguments, **_more):
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def sleep(seconds):
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(backups, "keep", keep)
    monkeypatch.setattr(keep_backups.time, "sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        call_command("keep_backups", tmp_path / "main", "--every", "24")
    assert waited == [keep_backups.TRY_AGAIN, 24 * 3600]
