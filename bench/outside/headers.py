"""What answers carry with them: Mozilla's Observatory and Google's CSP Evaluator, on every address."""

import json
import re
import subprocess
from collections.abc import Iterable

from bench.outside import place, tools
from bench.outside.crawl import Visit
from bench.outside.place import HERE, Site
from bench.outside.verdict import Verdict

LEAST = 130
NONCE = re.compile(r"'nonce-[^']+'")


def forgot(visit: Visit) -> bool:
    """Asked before the letter came that this browser remembers by now."""
    return visit.status == 404 and visit.route in ("uitnodiging/", "coordinatie/uitnodiging/")


def observatory(site: Site, visits: Iterable[Visit], cookies: dict[str, str]) -> Verdict:
    """130 points or more on each address. What redirects is judged where it leads to; what a letter leads to when it
    remembers the letter, only as everybody finds it."""
    verdict = Verdict("Observatory", f"addresses, {LEAST} points or more on each")
    judged = [visit for visit in visits if not (300 <= visit.status < 400 or visit.letter or forgot(visit))]
    asked = [{"path": visit.path, "cookie": cookies[visit.role]} for visit in judged]
    lowest = 1000
    for visit, said in zip(judged, _node(site, "observatory.mjs", asked), strict=True):
        verdict.looked += 1
        lowest = min(lowest, said["score"])
        if said["status"] != visit.status:
            verdict.found.append(f"{visit}: {said['status']} for the Observatory, {visit.status} for us")
        if said["score"] < LEAST:
            verdict.found.append(f"{visit}: {said['score']} points: {', '.join(said['lost']) or 'no extra points'}")
    verdict.figure = f"lowest {lowest}"
    return verdict


def policies(site: Site, visits: Iterable[Visit]) -> Verdict:
    """Every answer has a policy, and the evaluator has nothing to say about any of them."""
    verdict = Verdict("CSP Evaluator", "answers, no finding in their policies")
    first: dict[str, Visit] = {}
    for visit in visits:
        verdict.looked += 1
        if visit.policy:
            first.setdefault(NONCE.sub("'nonce-always-another-one'", visit.policy), visit)
        else:
            verdict.found.append(f"{visit}: no policy at all")
    for visit, said in zip(first.values(), _node(site, "policy.mjs", list(first)), strict=True):
        verdict.found += [f"{visit}: {one}" for one in said]
    verdict.figure = f"{len(first)} different"
    return verdict


def _node(site: Site, script: str, asked: list) -> list:
    told = {"packages": str(tools.packages()), "http": str(site.plain), "https": str(site.port)}
    done = subprocess.run(
        [tools.node(), str(HERE / script), json.dumps(told)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        env=place.environment_of(site.secrets),
    )
    if done.returncode:
        raise tools.Missing(f"{script} did not run: {done.stderr.strip()[-500:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]
