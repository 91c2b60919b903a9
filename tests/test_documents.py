"""What the documents name exists: evidence that is gone is no evidence."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])
ASVS = ROOT / "docs" / "asvs.md"

# Levels 1 and 2 of ASVS 5.0: how many requirements each section has; those of level 3 alone come last in each.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
NUMBERS = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
VERDICTS = {"met", "partly", "not met"}


def rows():
    """Of every table: number, what, verdict, evidence."""
    for line in ASVS.read_text().splitlines():
        if re.match(r"\| \d", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def named(text):
    """What stands between backticks and is a file of ours, with the test it names."""
    for word in re.findall(r"`([^`\s]+)`", text):
        path, _colons, test = word.partition("::")
        if re.fullmatch(r"(?:[\w.-]+/)*[\w.-]+\.(?:py|md|txt|toml|html|js|json|yml)|\.\w+(?:\.\w+)?", path):
            yield path, test


# Named without a folder, and not ours to keep: people make it, a backup makes it, an ending.
ELSEWHERE = {".env", ".git", ".txt", "about.json", "tombstones.json"}
ANYWHERE = ("intervisie", "groups", "methods", "sessions", "feedback")


def exists(path):
    """At the root, in `intervisie`, in `docs`; what is named without a folder in any app."""
    places = [ROOT / path, ROOT / "intervisie" / path, ROOT / "docs" / path]
    if any(place.exists() for place in places):
        return True
    return "/" not in path and (path in ELSEWHERE or any(True for app in ANYWHERE for _ in (ROOT / app).rglob(path)))


@lru_cache
def functions_of(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_253_requirements_of_level_one_and_two():
    assert len(NUMBERS) == 253


def test_each_requirement_is_mentioned_exactly_once():
    mentioned = re.findall(r"\b\d{1,2}\.\d\.\d{1,2}\b", ASVS.read_text())
    assert sorted(mentioned) == sorted(NUMBERS)


def tried_or_said(evidence):
    """By a test, in a document, or in a file that comes with its reason."""
    found = list(named(evidence))
    reason = re.sub(r"`[^`]+`", "", evidence).split()
    return any(test or path.endswith(".md") for path, test in found) or len(reason) >= 4


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row[0])
def test_what_is_met_has_its_evidence(row):
    _number, what, verdict, evidence = row
    assert what
    assert verdict in VERDICTS
    if verdict == "met":
        assert list(named(evidence)), "met, by what?"
        assert tried_or_said(evidence), "met, by which test, or why is the file enough?"
    else:
        assert len(re.sub(r"`[^`]+`", "", evidence)) > 20, "not met, because?"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_tests_that_are_named_exist(document):
    missing = []
    for path, test in named(document.read_text()):
        if not exists(path):
            missing.append(path)
        elif test and test not in functions_of(path):
            missing.append(f"{path}::{test}")
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("tests/nowhere.py", False),
        ("nowhere.py", False),
        ("docker-compose.yaml", False),
        ("docker-compose.yml", True),
        ("flow.py", True),
        ("health.py", True),
        ("about.json", True),
    ],
)
def test_what_vanished_is_noticed(path, there):
    assert exists(path) is there


def test_the_reader_of_this_test_sees_what_is_wrong():
    assert list(named("`tests/nowhere.py::test_nothing` and `no file` and `settings.DEBUG`")) == [
        ("tests/nowhere.py", "test_nothing")
    ]
