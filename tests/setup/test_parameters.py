"""The gate that keeps every lane collecting the same tests sees what would break them, and lets be what would not."""

import pytest

from intervisie.dev.parameters import problems

BREAKS = {
    "made in place": '@pytest.mark.parametrize("pk", ["x", str(uuid4())])',
    "made above": 'IDS = [str(uuid.uuid4())]\n@pytest.mark.parametrize("pk", IDS)',
    "made two steps above": 'ONE = token_hex(8)\nALL = [ONE, "x"]\n@pytest.mark.parametrize("pk", ALL)',
    "by name": '@pytest.mark.parametrize(argnames="n", argvalues=[random.randint(1, 9)])',
    "in a param": '@pytest.mark.parametrize("pk", [pytest.param(secrets.choice("ab"))])',
    "of a fixture": "@pytest.fixture(params=[uuid4().hex])",
    "a set": '@pytest.mark.parametrize("way", {"a", "b"})',
    "a set above": 'WAYS = set(range(3))\n@pytest.mark.parametrize("way", WAYS)',
}
HOLDS = {
    "fixed": '@pytest.mark.parametrize("pk", ["x", "5da93bce-d0fa-475b-aeff-c3e147dd2233"])',
    "with names of its own": '@pytest.mark.parametrize("pk", [uuid4()], ids=["some"])',
    "sorted": '@pytest.mark.parametrize("way", sorted({"a", "b"}))',
    "elsewhere": 'PK = uuid4()\n@pytest.mark.parametrize("way", ["a"])',
}


def told(tmp_path, text):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(f"{text}\ndef test_x(): ...\n")
    return problems(tmp_path / "tests")


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
def test_what_differs_from_process_to_process_is_refused(tmp_path, text):
    [one] = told(tmp_path, text)
    assert one.startswith("tests/test_x.py:")


@pytest.mark.parametrize("text", HOLDS.values(), ids=HOLDS)
def test_the_rest_is_let_be(tmp_path, text):
    assert told(tmp_path, text) == []


def test_our_own_tests_hold():
    assert problems() == []
