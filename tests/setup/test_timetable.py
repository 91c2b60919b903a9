"""Celery rings bells: what is in the timetable exists, needs nothing to be told, and comes once after an absence."""

import inspect

import pytest
from celery.schedules import crontab

from intervisie.celery import app

ENTRIES = app.conf.beat_schedule


def setup_module():
    app.loader.import_default_modules()


@pytest.mark.parametrize("name", ENTRIES)
def test_the_task_exists_and_is_told_nothing(name):
    task = app.tasks[ENTRIES[name]["task"]]
    assert not inspect.signature(task.run).parameters
    assert not ENTRIES[name].get("args")
    assert not ENTRIES[name].get("kwargs")


@pytest.mark.parametrize("name", ENTRIES)
def test_a_worker_that_comes_back_finds_one_not_a_thousand(name):
    entry = ENTRIES[name]
    assert entry["options"]["expires"] <= (86_400 if isinstance(entry["schedule"], crontab) else entry["schedule"])


def ours():
    """The tasks of our apps: name → task. Tests may bring some of their own."""
    return {name: task for name, task in app.tasks.items() if not name.startswith(("celery.", "tests."))}


def test_every_task_takes_ids_and_nothing_else():
    assert len(ours()) >= len({entry["task"] for entry in ENTRIES.values()})
    for task in ours().values():
        names = inspect.signature(task.run).parameters
        assert all(name.endswith(("_id", "_ids", "pk")) for name in names), f"{task.name}({', '.join(names)})"


def test_every_sweep_of_ours_is_in_the_timetable():
    sweeps = {name for name, task in ours().items() if not inspect.signature(task.run).parameters}
    assert sweeps == {entry["task"] for entry in ENTRIES.values()}


def test_text_of_a_task_cannot_be_anything_but_json():
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_ignore_result
