"""Lighthouse, as on a telephone: slow processor, slow network, small screen."""

import json
import statistics
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench.outside import place, tools
from bench.outside.place import Site
from bench.outside.verdict import Verdict
from intervisie.dev import chromium

LEAST = 98
RUNS = 3  # at most; the median counts, because one run on a busy machine says little
CATEGORIES = ("performance", "accessibility", "best-practices")
FIRST_VISIT = {"bytes": 150_000, "requests": 12}  # of the front door


def lighthouse(
    site: Site, pages: Iterable[tuple[str, str]], cookies: dict[str, str], folder: Path, *, runs: int = RUNS
) -> Verdict:
    """`pages` are pairs of role and path."""
    verdict = Verdict("Lighthouse", f"pages as a telephone, {LEAST} or more")
    folder.mkdir(exist_ok=True)
    lowest = dict.fromkeys(CATEGORIES, 100.0)
    for role, path in pages:
        verdict.looked += 1
        for category, score in _scores(
            site, path, cookies[role], folder, runs=runs, first_visit=path == "/", to=verdict
        ).items():
            lowest[category] = min(lowest[category], score)
            if score < LEAST:
                verdict.found.append(f"{role} {path}: {category} {score:.0f}")
    verdict.figure = "lowest " + ", ".join(f"{score:.0f}" for score in lowest.values())
    return verdict


def _scores(
    site: Site, path: str, cookie: str, folder: Path, *, runs: int, first_visit: bool, to: Verdict
) -> dict[str, float]:
    seen: list[dict[str, float]] = []
    while len(seen) < runs and not (len(seen) == 1 and min(seen[0].values()) >= LEAST):
        report = _run(site, path, cookie, folder)
        seen.append({name: 100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES})
        if first_visit and len(seen) == 1:
            to.found += [f"{path}: {one}" for one in _heavy(report)]
    return {name: statistics.median(run[name] for run in seen) for name in CATEGORIES}


def _heavy(report: dict) -> list[str]:
    requests = report["audits"]["network-requests"]["details"]["items"]
    measured = {"bytes": sum(one.get("transferSize", 0) for one in requests), "requests": len(requests)}
    return [
        f"{measured[name]} {name} on a first visit, {most} at most"
        for name, most in FIRST_VISIT.items()
        if measured[name] > most
    ]


def _run(site: Site, path: str, cookie: str, folder: Path) -> dict:
    out = folder / "report.json"
    out.unlink(missing_ok=True)
    flags = [*chromium.ARGUMENTS, "--headless=new", f"--ignore-certificate-errors-spki-list={site.secrets.spki}"]
    command = [
        tools.node(),
        str(tools.packages() / "lighthouse" / "cli" / "index.js"),
        site.url + path,
        "--quiet",
        "--output=json",
        f"--output-path={out}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(flags)}",
        *([f"--extra-headers={json.dumps({'Cookie': cookie})}"] if cookie else []),
    ]
    env = place.environment_of(site.secrets) | {"CHROME_PATH": chromium.find()}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if not out.exists():
        raise tools.Missing(f"Lighthouse did not run: {done.stderr.strip()[-500:]}")
    return dict(json.loads(out.read_text()))
