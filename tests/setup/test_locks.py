"""What is pinned: no host names, no loose versions."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["app", "dev", "node"])
def test_requirements_have_hashes_and_name_no_host(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==\S+.*\\$", text, re.M)
    assert pinned
    assert len(pinned) == len(re.findall(r"^[a-zA-Z]", text, re.M))


def test_what_develops_runs_the_versions_that_run():
    versions = {}
    for name in ("app", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        versions[name] = dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.M))
    assert versions["app"].items() <= versions["dev"].items()


@pytest.mark.parametrize("folder", [".", "bench/outside"])
def test_the_lock_of_npm_names_no_registry(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    assert len(packages) > 3
    for name, package in packages.items():
        assert "resolved" not in package
        assert name == "" or package["integrity"].startswith("sha512-")
