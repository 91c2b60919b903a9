"""What each rule means for the server and for the screen. Pure; every function answers about one phase and one role.

The room asks here and nowhere else: may this role write, what, is it hidden, whose chair is turned, who rates.
"""

from dataclasses import dataclass
from typing import Literal

from methods.codes import Kind, Marks, Role, Rule, Who, Writers, Writes
from methods.format.document import PhaseDoc, PhaseText
from methods.rule_texts import LOOKS_ON, MARK_CHOICES, RULE_ORDER, RULE_TEXTS, STEMS

__all__ = [
    "Kind",
    "MarkChoice",
    "Role",
    "Rule",
    "RuleLine",
    "advice_parked",
    "asks_in_turn",
    "asks_to_rate",
    "away",
    "goes_round",
    "hidden_until_reveal",
    "hinted",
    "in_rounds",
    "kinds_for",
    "limit_for",
    "longest",
    "looks_on",
    "mark_choices",
    "may_reply",
    "may_write",
    "my_line",
    "parked_advice_returns",
    "rates",
    "rates_own_cards",
    "rule_lines",
    "scores",
    "speaks",
    "stem_for",
    "stem_kinds",
    "steps_out",
    "steps_out_line",
    "still",
    "takes_turn",
    "turned",
]

# What somebody says about their own learning: in a phase for all, the leader and an observer join in with these only.
OWN_LEARNING = frozenset(
    {Kind.TAKEAWAY, Kind.LESSON, Kind.EXPERIENCE, Kind.APPRECIATION, Kind.OBSERVATION, Kind.FEEDBACK, Kind.WORD}
)
LONGEST = 2000
ONE_LINE = 200  # an image, a feeling: one line
MOST_LINES = 3
JOINS_IN = 3  # with three people at the table the leader joins in as a peer


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the screen says it, with a Lucide icon name."""

    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkChoice:
    """One way in which the case-giver can rate a card."""

    code: str
    label: str
    icon: str
    removes: bool  # the card is deleted for everyone when the phase ends
    exclusive: bool  # choosing this card unchooses the others
    public: bool  # visible to all at once; otherwise private until the phase ends


def kinds_for(phase: PhaseDoc, role: Role) -> tuple[Kind, ...]:
    """The kinds this role may write in this phase; empty when it may not write."""
    if still(phase):
        return ()
    match role:
        case Role.CASE_GIVER:
            named = _own_kinds(phase)
        case Role.PEER:
            named = _peer_kinds(phase)
        case _:
            named = _guest_kinds(phase)
    closed = _closed_kinds(phase, role)
    return tuple(kind for kind in named if kind not in closed)


def _closed_kinds(phase: PhaseDoc, role: Role) -> frozenset[Kind]:
    """What the rules keep closed here, whatever the phase names: a rule is never bent by a list."""
    closed = set()
    if advice_parked(phase) or (Rule.APPRECIATE in phase.rules and Rule.ADVICE_OK not in phase.rules):
        closed.add(Kind.ADVICE)
    if Rule.OUTCOME_WITHHELD in phase.rules:
        closed.add(Kind.OUTCOME)
    if role != Role.CASE_GIVER and not may_reply(phase):
        closed.add(Kind.ANSWER)
    if role != Role.CASE_GIVER and Rule.Q_ONLY in phase.rules:
        closed |= set(Kind) - {Kind.QUESTION}
    return frozenset(closed)


def _own_kinds(phase: PhaseDoc) -> tuple[Kind, ...]:
    writes = phase.writers in {Writers.CASE_GIVER, Writers.ALL} and not phase.turned
    return tuple(dict.fromkeys(phase.own_kinds)) if writes else ()


def _peer_kinds(phase: PhaseDoc) -> tuple[Kind, ...]:
    writes = phase.writers in {Writers.PEERS, Writers.ALL} and not _only_listens(phase)
    return phase.kinds if writes else ()


def _only_listens(phase: PhaseDoc) -> bool:
    """Whoever does not tell writes nothing that lies on the table: it would interrupt."""
    return Rule.NO_INTERRUPT in phase.rules and phase.writes != Writes.SILENT


def _guest_kinds(phase: PhaseDoc) -> tuple[Kind, ...]:
    """The leader and an observer stay out of the content; in a closing round for all they say what they take."""
    if phase.writers != Writers.ALL or phase.turned or _only_listens(phase):
        return ()
    return tuple(kind for kind in phase.kinds if kind in OWN_LEARNING)


def may_write(phase: PhaseDoc, role: Role) -> bool:
    """May this role write contributions on screen in this phase?"""
    return bool(kinds_for(phase, role))


def limit_for(phase: PhaseDoc, role: Role) -> int:
    """How many contributions this role may make; 0 is no limit."""
    return phase.own_limit if role == Role.CASE_GIVER else phase.limit


def hidden_until_reveal(phase: PhaseDoc) -> bool:
    """Is what is written here hidden from everyone, leader and coach included, until it is revealed?"""
    return phase.silent


def speaks(phase: PhaseDoc, role: Role) -> bool:
    """Does this role speak in this phase?"""
    speakers = {
        Who.LEADER: {Role.LEADER},
        Who.CASE_GIVER: {Role.CASE_GIVER},
        Who.PEERS: {Role.PEER},
        Who.ALL: {Role.LEADER, Role.CASE_GIVER, Role.PEER, Role.OBSERVER},
        Who.PEERS_ASK: {Role.PEER, Role.CASE_GIVER},
        Who.LEADER_AND_CASE_GIVER: {Role.LEADER, Role.CASE_GIVER},
    }
    silenced = phase.turned and role == Role.CASE_GIVER
    return role in speakers[phase.who] and not silenced and Rule.SILENCE not in phase.rules


def looks_on(phase: PhaseDoc, role: Role) -> bool:
    """Is there nothing to do here but watch? So for an observer where others write, or where others speak."""
    apart = phase.writers != Writers.NONE or not speaks(phase, role)
    return role == Role.OBSERVER and apart and not may_write(phase, role)


def my_line(phase: PhaseDoc, text: PhaseText, role: Role, lang: str) -> str:
    """What is this role's to do, in one sentence. `text`: of the phase, with the name filled in."""
    if looks_on(phase, role):
        return LOOKS_ON["en" if lang.startswith("en") else "nl"]
    return (role == Role.CASE_GIVER and text.own_line) or text.line


def turned(phase: PhaseDoc) -> bool:
    """Does the case-giver only listen?"""
    return phase.turned


def away(phase: PhaseDoc) -> bool:
    """Does the case-giver listen turned away: own notes only, no faces and no cards until a later phase?"""
    return Rule.C_AWAY in phase.rules


def in_rounds(phase: PhaseDoc) -> bool:
    """Do people speak in turn, with passing allowed? Stepping out of a role each does as well, one after the other."""
    return bool(phase.rules & {Rule.ROUND, Rule.DEROLE})


def goes_round(phase: PhaseDoc) -> bool:
    """A round that may go around once more, and be begun by somebody else: not where each steps out of a role."""
    return Rule.ROUND in phase.rules and not steps_out(phase)


def asks_in_turn(phase: PhaseDoc) -> bool:
    """A round in which each turn is a question to the case-giver."""
    return goes_round(phase) and phase.who == Who.PEERS_ASK and Kind.QUESTION in phase.kinds


def takes_turn(phase: PhaseDoc, role: Role) -> bool:
    """Has this role a turn of its own? Where peers ask and the case-giver answers, only those who ask."""
    answers = phase.who == Who.PEERS_ASK and role == Role.CASE_GIVER
    return in_rounds(phase) and speaks(phase, role) and not answers


def steps_out(phase: PhaseDoc) -> bool:
    """Does everybody step out of a role here? Then the next step waits until each has."""
    return Rule.DEROLE in phase.rules


def steps_out_line(lang: str) -> RuleLine:
    """The rule of stepping out of a role, where it has to be said beside those of the step."""
    return RuleLine(RULE_TEXTS[Rule.DEROLE].icon, RULE_TEXTS[Rule.DEROLE].all["en" if lang.startswith("en") else "nl"])


def still(phase: PhaseDoc) -> bool:
    """Does nothing happen on screen? Writing in silence is something."""
    return Rule.SILENCE in phase.rules and not phase.silent


def longest(phase: PhaseDoc) -> int:
    """How many signs a card may have: one line where an image or a feeling is asked."""
    return ONE_LINE if Rule.ASSOC in phase.rules else LONGEST


def stem_for(phase: PhaseDoc, lang: str) -> str:
    """How a card begins by the rule of the phase, where the method itself does not say."""
    language: Literal["nl", "en"] = "en" if lang.startswith("en") else "nl"
    return next((words[language] for rule, words in STEMS.items() if rule in phase.rules), "")


def hinted(phase: PhaseDoc, kind: Kind) -> frozenset[str]:
    """What a card of this kind may be pointed out to be, before it is laid down (`sessions.speech`): advice where it
    waits; reasons and a closed question only of a question, and the last only where questions are open ones."""
    if not advice_parked(phase) or kind in {Kind.ADVICE, Kind.ANSWER}:
        return frozenset()
    pointed = {"advice"}
    if kind == Kind.QUESTION and phase.rules & _NO_REASONS:
        pointed.add("why")
    if kind == Kind.QUESTION and Rule.OPEN_Q in phase.rules:
        pointed.add("closed")
    return frozenset(pointed)


_NO_REASONS = frozenset({Rule.OPEN_Q, Rule.CLARIFY_ONLY, Rule.FACTS})


def may_reply(phase: PhaseDoc) -> bool:
    """May contributions be answered? Not where the rule is that they stand on their own."""
    return Rule.NO_DISCUSS not in phase.rules


_ADVICE_WAITS = frozenset({Rule.NO_ADVICE, Rule.FACTS, Rule.CLARIFY_ONLY, Rule.OPEN_Q, Rule.Q_ONLY, Rule.HYPO})


def advice_parked(phase: PhaseDoc) -> bool:
    """Does advice have to wait here, so that it can be parked privately?"""
    return bool(phase.rules & _ADVICE_WAITS) and Rule.ADVICE_OK not in phase.rules


def parked_advice_returns(phase: PhaseDoc) -> bool:
    """Does parked advice come back to its writer in this phase?"""
    return Rule.ADVICE_OK in phase.rules and Kind.ADVICE in phase.kinds


def rates(phase: PhaseDoc, role: Role) -> bool:
    """May this role rate the cards on the table? Only the case-giver, and only where a phase says so."""
    return role == Role.CASE_GIVER and phase.marks != Marks.NONE and not phase.turned


def scores(phase: PhaseDoc, role: Role) -> bool:
    """Does this role place a private mark from 0 to 10, unseen by others until shared?"""
    return role == Role.CASE_GIVER and Rule.SCORE in phase.rules and not phase.turned


def mark_choices(marks: Marks, lang: str) -> tuple[MarkChoice, ...]:
    """The choices of a rating, in words."""
    language: Literal["nl", "en"] = "en" if lang.startswith("en") else "nl"
    return tuple(
        MarkChoice(code, words[language], icon, removes, exclusive=marks == Marks.ONE, public=marks == Marks.ONE)
        for code, icon, removes, words in MARK_CHOICES[marks]
    )


def rates_own_cards(marks: Marks) -> bool:
    """Does this rating also take in the case-giver's own cards? Otherwise only what others offered."""
    return marks in {Marks.STANCE, Marks.ONE}


def asks_to_rate(phase: PhaseDoc, written_in: PhaseDoc) -> bool:
    """Are the cards written in that phase the ones this phase has rated? What others lay down here for themselves
    is not."""
    return phase.marks != Marks.NONE and written_in.id in phase.shows


def stem_kinds(phase: PhaseDoc, stems: int) -> tuple[Kind, ...]:
    """Which kind each of the case-giver's several lines has: the n-th line the n-th kind, the last kind repeats."""
    kinds = phase.own_kinds or (Kind.NOTE,)
    return tuple(kinds[min(number, len(kinds) - 1)] for number in range(stems))


def rule_lines(phase: PhaseDoc, lang: str, case_giver_name: str, role: Role = Role.PEER) -> list[RuleLine]:
    """What holds now, for this role, the most telling first and never more than three."""
    language: Literal["nl", "en"] = "en" if lang.startswith("en") else "nl"
    seat = "own" if role == Role.CASE_GIVER else "all"
    lines = []
    for rule in RULE_ORDER:
        entry = RULE_TEXTS[rule]
        if rule in phase.rules and not (entry.covered_by & phase.rules):
            text = (entry.own or entry.all)[language] if seat == "own" else entry.all[language]
            lines.append(RuleLine(entry.icon, text.replace("{name}", case_giver_name)))
    return lines[:MOST_LINES]
