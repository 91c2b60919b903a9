"""The Nu HTML checker, which is what validator.w3.org runs, on every page as it was sent."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench.outside import tools
from bench.outside.verdict import Verdict


def nu(pages: Iterable[tuple[str, str]], folder: Path) -> Verdict:
    """`pages` are pairs of where and what."""
    verdict = Verdict("Nu HTML checker", "pages, no error")
    folder.mkdir(exist_ok=True)
    names = {}
    for number, (where, html) in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(html)
        names[path.name] = where
        verdict.looked += 1
    jar = tools.packages() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [tools.java(), "-jar", str(jar), "--errors-only", "--exit-zero-always", "--format", "json", "--stdout"]
    done = subprocess.run([*command, *(str(folder / name) for name in names)], capture_output=True, text=True)
    if done.returncode:
        raise tools.Missing(f"the Nu checker did not run: {done.stderr.strip()[-500:]}")
    for said in json.loads(done.stdout)["messages"]:
        where = names.get(str(said.get("url", "")).rpartition("/")[2], "?")
        verdict.found.append(f"{where}: {said['message']} ({said.get('extract', '').strip()[:120]})")
    return verdict
