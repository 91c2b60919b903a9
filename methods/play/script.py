"""A dry play as lines to read: what somebody who writes a method wants to hear before a group does. Pure.

In the active language; the words of the phases in the language asked for, and "de inbrenger" where a name would stand.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from methods.codes import Reveal, Role
from methods.explained import KIND_WORDS
from methods.format import PhaseText
from methods.play import Play, Scene
from methods.rules import limit_for, rule_lines

INDENT = "   "


def script(play: Play, lang: str, *, paper: bool = False) -> Iterator[str]:
    """The whole play: the plan first, then phase by phase. `paper`: as it goes without screens."""
    yield from _plan(play, lang)
    for number, scene in enumerate(play.scenes, start=1):
        yield ""
        yield _("%(number)s. %(title)s · minuut %(begin)s tot %(end)s (%(minutes)s)") % {
            "number": number,
            "title": _words(scene, lang).title,
            "begin": scene.begins,
            "end": scene.begins + scene.minutes,
            "minutes": _minutes(scene.minutes),
        }
        yield from (f"{INDENT}{line}" for line in _scene(scene, lang, paper))


def _plan(play: Play, lang: str) -> Iterator[str]:
    doc, made = play.doc, play.plan
    yield _("%(name)s, met %(people)s mensen in %(time)s") % {
        "name": doc.text(lang).name,
        "people": made.people,
        "time": _minutes(made.time),
    }
    yield _("Ideaal %(ideal)s, minstens %(least)s.") % {
        "ideal": _minutes(doc.minutes_for(made.people)),
        "least": _minutes(doc.least),
    }
    for phase in made.left_out:
        yield _("Weggelaten om de tijd: ‘%(title)s’.") % {"title": phase.text(lang).title}
    if made.over:
        yield _("Er blijft over: %(minutes)s.") % {"minutes": _minutes(made.over)}


def _scene(scene: Scene, lang: str, paper: bool) -> Iterator[str]:
    text = _words(scene, lang)
    yield _("Zegt wie leidt: ‘%(say)s’") % {"say": text.say}
    yield _speaking(scene)
    yield from _holding(scene, lang)
    if paper and text.paper:
        yield _("Op papier: %(paper)s") % {"paper": text.paper}
    elif not paper:
        yield from _writing(scene, lang)
        yield from _showing(scene, lang)
    yield from _choosing(scene)
    yield _("Iedereen leest: %(line)s") % {"line": text.line}
    if text.own_line:
        yield _("De inbrenger leest: %(line)s") % {"line": text.own_line}
    if text.artefact:
        yield _("Aan het eind is er: %(artefact)s") % {"artefact": text.artefact}


def _speaking(scene: Scene) -> str:
    if not scene.speaks:
        return _("Niemand spreekt.")
    said = _("Spreekt: %(who)s.") % {"who": _listing(scene.speaks)}
    if not scene.turns:
        return said
    turns = ngettext("Om de beurt, %(turns)s beurt.", "Om de beurt, %(turns)s beurten.", scene.turns)
    return f"{said} {turns % {'turns': scene.turns}}"


def _holding(scene: Scene, lang: str) -> Iterator[str]:
    found = [line.text for line in rule_lines(scene.phase, lang, _("de inbrenger"))]
    if found:
        yield _("Wat geldt: %(rules)s") % {"rules": "; ".join(found)}


def _writing(scene: Scene, lang: str) -> Iterator[str]:
    for role, kinds in scene.writes:
        most = limit_for(scene.phase, role)
        limit = _("hooguit %(most)s") % {"most": most} if most else _("zoveel als het er worden")
        yield _("Schrijft: %(who)s (%(kinds)s), %(limit)s.") % {
            "who": _who(role),
            "kinds": ", ".join(str(KIND_WORDS.get(kind, kind.value)) for kind in kinds),
            "limit": limit,
        }
    if scene.writes:
        yield _("Wie ziet het: %(sees)s") % {"sees": _sees(scene, lang)}


def _sees(scene: Scene, lang: str) -> str:
    if not scene.hidden:
        return _("de groep, meteen.")
    if scene.opener is None:
        return _("alleen wie het schreef.")
    said = {"title": scene.opener.text(lang).title}
    return {
        Reveal.AT_ENTER: _("alleen wie het schreef, tot ‘%(title)s’; dan ligt alles tegelijk open."),
        Reveal.IN_ROUNDS: _("alleen wie het schreef, tot ‘%(title)s’; dan opent ieder op de eigen beurt."),
        Reveal.WHEN_OPENED: _("alleen wie het schreef, tot de inbrenger het opent bij ‘%(title)s’."),
    }[scene.opener.reveal] % said


def _showing(scene: Scene, lang: str) -> Iterator[str]:
    for laid in scene.shown:
        said = {"title": laid.phase.text(lang).title}
        if laid.closed:
            yield _("Op tafel: van ‘%(title)s’ ziet ieder nog alleen de eigen kaarten.") % said
        else:
            yield _("Op tafel: wat geschreven is bij ‘%(title)s’.") % said


def _choosing(scene: Scene) -> Iterator[str]:
    if scene.rates:
        yield _("De inbrenger kiest wat blijft of past; niemand anders.")
    if scene.scores:
        yield _("De inbrenger geeft een cijfer, alleen te zien als die het laat zien.")


def _words(scene: Scene, lang: str) -> PhaseText:
    return scene.phase.text(lang).unnamed(_("de inbrenger"), _("inbrenger"))


def _who(role: Role) -> str:
    return {Role.LEADER: _("wie leidt"), Role.CASE_GIVER: _("de inbrenger"), Role.PEER: _("de groep")}[role]


def _listing(roles: tuple[Role, ...]) -> str:
    return ", ".join(_who(role) for role in roles)


def _minutes(count: int) -> str:
    return ngettext("%(count)s minuut", "%(count)s minuten", count) % {"count": count}
