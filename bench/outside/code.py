"""bandit, and ruff's security rules, on what runs. What they are told to overlook says why, where it stands."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from bench.outside import tools
from bench.outside.verdict import Verdict
from intervisie.dev.environment import ROOT

APPS = ["intervisie", "groups", "methods", "sessions", "feedback"]


def bandit(folders: list[str] = APPS) -> Verdict:
    if not find_spec("bandit"):
        raise tools.Missing("bandit is not installed")
    verdict = Verdict("bandit", "folders, clean or reasoned")
    configured = ["-c", "pyproject.toml"] if "[tool.bandit" in (ROOT / "pyproject.toml").read_text() else []
    told = _json([sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", *configured, *folders])
    verdict.looked = len(folders)
    verdict.found = [
        f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}" for one in told["results"]
    ]
    return verdict


def ruff(folders: list[str] = APPS) -> Verdict:
    verdict = Verdict("ruff, security", "folders, clean or reasoned")
    program = str(Path(sys.executable).with_name("ruff"))
    verdict.looked = len(folders)
    told = _json([program, "check", "--output-format", "json", *folders])
    verdict.found = [
        f"{one['filename']}:{one['location']['row']}: {one['code']} {one['message']}"
        for one in told
        if str(one["code"]).startswith("S")
    ]
    return verdict


def _json(command: list[str]):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise tools.Missing(f"{command[-1]}: {done.stderr.strip()[-500:]}") from None
