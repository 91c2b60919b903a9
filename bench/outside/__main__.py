"""`make outside`: see the package. `--only axe,Nu` runs some of them, `--allow-missing` forgives what cannot run."""

import argparse
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import django
import httpx

from bench import _machine
from bench.outside import code, crawl, headers, markup, place, speed, tools, verdict
from bench.outside.browser import eyes
from bench.outside.crawl import Visit
from bench.outside.verdict import Verdict
from intervisie.dev.environment import ROOT

WAYS = {
    "axe": ("axe", "HTML_CodeSniffer"),
    "keyboard": ("keyboard",),
    "shape": ("320 px", "text spacing"),
    "calm": ("reduced motion",),
}
PAGES = ("browser", "pages", *(tool for names in WAYS.values() for tool in names))
STATES = ("browser", "states", "axe", "HTML_CodeSniffer")
MAIN = re.compile(r"<main.*</main>", re.S)
OF_A_KIND = 8  # of one route, in the browser
UNPROVEN = ("states", "routes")  # no tool of a stranger: nothing to see on the broken page
EVER_NEW = re.compile(r'nonce="[^"]+"|value="\w{60,}"|content="\w{60,}"|token=[\w:.-]+|\d\d[.:]\d\d')
FAST = ("nobody", "/"), ("nobody", "/account/login/"), ("nobody", "/werkvormen/"), ("member", "/vandaag/")
ALSO_FAST = {"member": ("/groep/*/", "/bijeenkomst/*/kamer/", "/bijeenkomst/*/"), "coordinator": ("/coordinatie/",)}


def main() -> int:
    options = parse()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    django.setup()
    data = Path(os.environ["INTERVISIE_DATA"])
    print(f"From outside\n{_machine.describe()}", flush=True)
    secrets = place.Certificates(data / "tls")
    proofs = {one.tool: one for one in Broken(secrets, data, options).verdicts()}
    verdicts = [proven(one, proofs.get(one.tool)) for one in Ours(secrets, data, options).verdicts()]
    for one in verdicts:
        one.tell(10_000 if options.all else verdict.SHOWN)
    print()
    verdict.table(verdicts)
    failed = [one for one in verdicts if not one.holds and not (one.missing and options.allow_missing)]
    print(f"\n{len(verdicts) - len(failed)} of {len(verdicts)} hold.", flush=True)
    return 1 if failed else 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make outside", description="What strangers' tools say about us.")
    parser.add_argument("--only", default="", help="parts of names of tools, or pages or states; separated by commas")
    parser.add_argument("--allow-missing", action="store_true", help="a tool that cannot run here is no failure")
    parser.add_argument("--all", action="store_true", help="every finding, not the first dozen of each tool")
    return parser.parse_args()


def proven(one: Verdict, proof: Verdict | None) -> Verdict:
    """A tool is believed when it saw what is wrong with the broken page."""
    if one.missing or one.tool in UNPROVEN:
        return one
    one.proof = f"{len(proof.found)} found" if proof and proof.found else "NOT SEEN"
    if one.proof == "NOT SEEN":
        one.found.append("self-test: it did not see what is wrong with the broken page")
    return one


class Run:
    """All tools, one after the other, on one site. What is not asked for is not run."""

    def __init__(self, secrets: place.Certificates, data: Path, options: argparse.Namespace) -> None:
        self.secrets, self.data = secrets, data
        self.only = [part.strip().lower() for part in options.only.split(",") if part.strip()]

    def wants(self, *names: str) -> bool:
        return not self.only or any(part in name.lower() for part in self.only for name in names)

    def tried(self, name: str, do: Callable[[], Verdict | Sequence[Verdict]]) -> Iterable[Verdict]:
        began = time.monotonic()
        print(f"  {name} …", flush=True)
        try:
            told = do()
        except tools.Missing as missing:
            told = Verdict(name, "", missing=str(missing))
        print(f"  {name}: {time.monotonic() - began:.0f} s", flush=True)
        return [told] if isinstance(told, Verdict) else told


class Broken(Run):
    """The self-test."""

    def verdicts(self) -> Iterable[Verdict]:
        print("\nThe broken page", flush=True)
        with place.broken(self.secrets, self.data / "broken.log") as site:
            page = (place.HERE / "broken" / "index.html").read_text()
            visit = Visit("nobody", "/", 200, "text/html", page, "script-src 'unsafe-inline' https:")
            for name, do in {
                "Observatory": lambda: headers.observatory(site, [visit], {"nobody": ""}),
                "CSP Evaluator": lambda: headers.policies(site, [visit]),
                "Nu HTML checker": lambda: markup.nu([("broken", page)], self.data / "broken"),
                "Lighthouse": lambda: speed.lighthouse(
                    site, [("nobody", "/")], {"nobody": ""}, self.data / "broken", runs=1
                ),
                "bandit": lambda: code.bandit(["bench/outside/broken"]),
                "ruff, security": lambda: code.ruff(["--isolated", "--select", "S", "bench/outside/broken"]),
            }.items():
                if self.wants(name):
                    yield from self.tried(name, do)
            if self.wants(*PAGES, "states"):
                yield from self.tried("browser", lambda: self.looked_at(site))

    @staticmethod
    def looked_at(site: place.Site) -> Sequence[Verdict]:
        with eyes(site) as looking, looking.window() as page:
            looking.all_of(page, "/", "broken")
            return list(looking.verdicts.values())


class Ours(Run):
    """The application."""

    def verdicts(self) -> Iterable[Verdict]:
        print("\nIntervisie", flush=True)
        with place.ours(self.data, self.secrets) as site:
            self.site = site
            browsers = {role: crawl.client(site, email) for role, email in crawl.ROLES.items()}
            self.cookies = {role: crawl.cookies(one) for role, one in browsers.items()}
            self.visits = list(self.doors(site))  # first: it changes what the demonstration shows
            self.visits += [visit for role, one in browsers.items() for visit in crawl.crawl(site, role, one)]
            self.visits += self.letters(site, browsers)
            pages = [visit for visit in self.visits if visit.is_page]
            told = f"{len(self.visits)} addresses, {len(self.cookies)} roles, {len(pages)} pages"
            print(f"  {told}, {len(list(different(pages)))} of them different", flush=True)
            yield from self.told(site, pages)

    def letters(self, site: place.Site, browsers: dict[str, httpx.Client]) -> list[Visit]:
        from bench.outside.letters import opened  # noqa: PLC0415 (knows models, so Django comes first)

        return list(opened(site, browsers))

    def doors(self, site: place.Site) -> Iterable[Visit]:
        from bench.outside.doors import guests  # noqa: PLC0415 (knows models, so Django comes first)

        for guest in guests(site):
            yield from guest.visits(site)
            self.cookies[guest.role] = crawl.cookies(guest.asking)

    def told(self, site: place.Site, pages: list[Visit]) -> Iterable[Verdict]:
        from bench.outside.routes import visited  # noqa: PLC0415 (knows routes, so Django comes first)

        if self.wants("routes"):
            yield visited(self.visits)
        if self.wants("Observatory"):
            yield from self.tried("Observatory", lambda: headers.observatory(site, self.visits, self.cookies))
        if self.wants("CSP Evaluator"):
            yield from self.tried("CSP Evaluator", lambda: headers.policies(site, self.visits))
        saved = [(str(visit), visit.text) for visit in pages]
        saved += [(f"proxy {path.stem}", path.read_text()) for path in (ROOT / "proxy").glob("*.html")]
        if self.wants(*PAGES, "states"):
            yield from self.tried("browser", lambda: self.looked_at(site, pages, saved))
        if self.wants("Nu HTML checker"):
            yield from self.tried("Nu HTML checker", lambda: markup.nu(saved, self.data / "pages"))
        if self.wants("Lighthouse"):
            yield from self.tried(
                "Lighthouse", lambda: speed.lighthouse(site, fast(self.visits), self.cookies, self.data / "light")
            )
        for name, do in {"bandit": code.bandit, "ruff, security": code.ruff}.items():
            if self.wants(name):
                yield from self.tried(name, do)

    def looked_at(self, site: place.Site, pages: list[Visit], saved: list[tuple[str, str]]) -> Sequence[Verdict]:
        from bench.outside.states import States  # noqa: PLC0415 (knows models, so Django comes first)

        cookies = self.cookies | {"third": crawl.cookies(crawl.client(site, "chris@demo.example"))}
        with eyes(site, lambda way: self.wants("browser", "pages", *WAYS[way])) as looking:
            for number, visit in enumerate(different(pages) if self.wants(*PAGES) else (), start=1):
                print(f"  {number} {visit}", flush=True)
                with looking.window(cookies[visit.role]) as page:
                    looking.all_of(page, visit.path, str(visit))
            states = States(looking, cookies)
            if self.wants(*STATES):
                states.all()
            saved += states.pages
            told = [*looking.verdicts.values(), states.verdict]
            return [one for one in told if one.looked or not self.only]


def different(pages: list[Visit]) -> Iterable[Visit]:
    """Each page once: not again for somebody to whom it says the same. Of one route so many, by turns of who sees it;
    all of them were asked by the tools that need no browser.
    """
    seen, kinds = set(), Counter[str]()
    for visit in by_turns(pages):
        found = MAIN.search(visit.text)
        says = crawl.ID.sub("*", EVER_NEW.sub("", found[0] if found else visit.text))
        if says not in seen and kinds[visit.route] < OF_A_KIND:
            kinds[visit.route] += 1
            yield visit
        seen.add(says)


def by_turns(pages: list[Visit]) -> list[Visit]:
    """The first that each finds of a route, then what each finds next."""
    met = Counter[tuple[str, str]]()
    turns = []
    for visit in pages:
        mine = visit.role, visit.route
        turns.append(met[mine])
        met[mine] += 1
    return [visit for _turn, visit in sorted(zip(turns, pages, strict=True), key=lambda pair: pair[0])]


def fast(visits: list[Visit]) -> list[tuple[str, str]]:
    """What is opened most: the front door, the first page of the day, the group, the room."""
    found = list(FAST)
    for role, shapes in ALSO_FAST.items():
        for shape in shapes:
            found += [(role, one.path) for one in visits if one.role == role and crawl.ID.sub("*", one.path) == shape][
                :1
            ]
    return found


if __name__ == "__main__":
    sys.exit(main())
