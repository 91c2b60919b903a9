"""What of a method cannot work, in words: told from how it would pass for so many people in so many minutes. Pure.

Only what is truly contradictory. What could be better is a matter of taste, and for whoever writes the method.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from methods import rules
from methods.codes import Reveal, Role, Rule, Writers
from methods.format import LANGUAGES, MethodDoc, Problem
from methods.plan import Plan
from methods.play.scenes import Laid, Scene, in_turn

PEOPLE = {Role.CASE_GIVER: "the case-giver", Role.PEER: "the group", Role.LEADER: "the leader"}


def refusals(doc: MethodDoc, made: Plan, scenes: Sequence[Scene]) -> Iterator[Problem]:
    """Everything that stands in the way of playing it like this."""
    for message in _whole(doc, made):
        yield Problem(doc.id, message)
    for scene in scenes:
        for rule in _RULES:
            for message in rule(scene, made):
                yield Problem(f'{doc.id}, phase "{scene.phase.id}"', message)
    for earlier, scene in pairwise(scenes):
        for message in _idle(earlier, scene):
            yield Problem(f'{doc.id}, phase "{scene.phase.id}"', message)


def _whole(doc: MethodDoc, made: Plan) -> Iterator[str]:
    low, high = doc.size
    if not low <= made.people <= high:
        yield f"this works with {low} to {high} people, not with {made.people}"
    if made.short:
        yield f"this takes {made.total} minutes at the least; {made.time} is too short"


def _turns(scene: Scene, made: Plan) -> Iterator[str]:
    if rules.in_rounds(scene.phase) and scene.turns < 2:
        yield f"with {made.people} people {'only one' if scene.turns else 'nobody'} has a turn here: a round needs two"


def _acting(scene: Scene, made: Plan) -> Iterator[str]:
    """For everybody it would be silence; that is said with the rule silence."""
    somebody = any(scene.acts(role) for role in Role)
    if not somebody and Rule.SILENCE not in scene.phase.rules:
        yield f"with {made.people} people nobody says, writes or chooses anything here"


def _writing(scene: Scene, made: Plan) -> Iterator[str]:
    if scene.phase.writers != Writers.NONE and not scene.writes:
        yield '"writers" names somebody, but the rules let nobody write here'


def _opening(scene: Scene, made: Plan) -> Iterator[str]:
    """Silent writing opens while there is somebody to see it, and each writer's where that writer has a turn."""
    phase = scene.phase
    if scene.writes and phase.silent and scene.opener is None and (late := _left_out(made, phase.id)):
        yield f'what is written here in silence opens in "{late}", which may be left out: not "optional" then'
    if phase.reveal == Reveal.IN_ROUNDS:
        if not rules.in_rounds(phase):
            yield 'reveal = "in_rounds" opens at each one\'s turn: add the rule round'
        for laid in scene.shown:
            for role in _writers(laid):
                if rules.in_rounds(phase) and role not in in_turn(phase):
                    yield f'{PEOPLE[role]} wrote in "{laid.phase.id}" and has no turn here in which it opens'


def _left_out(made: Plan, name: str) -> str:
    return next((phase.id for phase in made.left_out if name in phase.shows and phase.reveal), "")


def _using(scene: Scene, made: Plan) -> Iterator[str]:
    """What somebody has to use is there, and open."""
    for laid in scene.shown:
        if laid.closed and scene.rates:
            yield f'what was written in "{laid.phase.id}" is rated here and opens only later'
        elif laid.closed and not set(_writers(laid)) & {*scene.speaks, *scene.writers}:
            yield f'"shows" names "{laid.phase.id}", which opens only later: nobody who acts here can see it'
    gone = [phase.id for phase in made.left_out if phase.id in scene.phase.shows]
    if gone and not scene.shown and (scene.rates or scene.phase.reveal):
        yield f'without "{gone[0]}" nothing is there to open or to rate: make both optional, or neither'


def _rating(scene: Scene, made: Plan) -> Iterator[str]:
    """The case-giver rates what others offered; their own cards only where the rating takes those in."""
    own = rules.rates_own_cards(scene.phase.marks)
    writers = {role for laid in scene.shown for role in _writers(laid)}
    if scene.rates and writers and not own and writers <= {Role.CASE_GIVER}:
        yield f'"marks" rates what others wrote, and only the case-giver wrote in "{scene.shown[0].phase.id}"'


def _idle(earlier: Scene, scene: Scene) -> Iterator[str]:
    """Who only sits there in two phases in a row is told in words of their own what is theirs to do."""
    for role in (Role.CASE_GIVER, Role.PEER):
        if earlier.acts(role) or scene.acts(role) or Rule.SILENCE in earlier.phase.rules | scene.phase.rules:
            continue
        field = "own_line" if role == Role.CASE_GIVER else "line"
        for lang in LANGUAGES:
            before, now = (getattr(each.phase.text(lang), field) for each in (earlier, scene))
            if before == now:
                yield f'{lang}: "{field}" gives {PEOPLE[role]} nothing new: nothing to do here nor in the phase before'


def _writers(laid: Laid) -> tuple[Role, ...]:
    return tuple(role for role in PEOPLE if rules.may_write(laid.phase, role))


_Rule = Callable[[Scene, Plan], Iterator[str]]
_RULES: tuple[_Rule, ...] = (_acting, _turns, _writing, _opening, _using, _rating)
