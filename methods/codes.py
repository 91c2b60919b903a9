"""The closed lists of the method format: every word a method file may use, and nothing else.

Pure. What the words mean to somebody who writes a method: docs/method-format.md.
"""

from enum import StrEnum


class Rule(StrEnum):
    """What holds in a phase. The server enforces what a server can; the rest is said aloud and shown."""

    NO_INTERRUPT = "no_interrupt"  # only the case-giver speaks
    FACTS = "facts"  # facts only: who, what, when
    CLARIFY_ONLY = "clarify_only"  # short questions to understand, no interpretation
    OPEN_Q = "open_q"  # open questions, no advice in disguise
    NO_ADVICE = "no_advice"  # advice is not offered here; it can be parked
    ADVICE_OK = "advice_ok"  # advice as an offer: "I would …"
    SILENT_WRITE = "silent_write"  # each alone, hidden from everyone until the reveal
    ROUND = "round"  # one contribution each, in turn, passing allowed
    NO_DISCUSS = "no_discuss"  # contributions are not answered
    C_SILENT = "c_silent"  # the case-giver listens
    C_AWAY = "c_away"  # the case-giver listens, turned away: no faces, no cards
    THIRD_PERSON = "third_person"  # speak about the case-giver, not to them
    HYPO = "hypo"  # "could it be that …"
    ASSOC = "assoc"  # image, feeling, body, metaphor
    IDENT = "ident"  # speak as somebody in the case
    APPRECIATE = "appreciate"  # strengths only
    I_MSG = "i_msg"  # own experience
    Q_ONLY = "q_only"  # statements only in answer to a question
    DIALOGUE = "dialogue"  # suspend, build on each other, no decision
    SILENCE = "silence"  # nothing happens on screen
    SCORE = "score"  # a private number, shown only by choice
    C_DECIDES = "c_decides"  # the case-giver chooses and needs no reason
    OUTCOME_WITHHELD = "outcome_withheld"  # the case-giver keeps the ending back
    DEROLE = "derole"  # step out of the roles aloud; cannot be skipped


class Kind(StrEnum):
    """What a contribution is. A phase offers only its own kinds."""

    QUESTION = "question"
    ANSWER = "answer"
    ADVICE = "advice"
    HYPOTHESIS = "hypothesis"
    ASSOCIATION = "association"
    POSITION = "position"  # what I would do, and why
    FORMULATION = "formulation"  # the problem or question in somebody's words
    THOUGHT = "thought"
    HELPING_THOUGHT = "helping_thought"
    IMAGE = "image"  # a line of the case-giver's wanted picture
    WISH = "wish"  # what a peer wishes to see for the case-giver
    SIGN = "sign"  # what is there already, or what one step higher looks like
    APPRECIATION = "appreciation"
    EXPERIENCE = "experience"
    OUTCOME = "outcome"  # how it ended
    LESSON = "lesson"
    TAKEAWAY = "takeaway"
    STEP = "step"
    OBSERVATION = "observation"
    FEEDBACK = "feedback"  # one observation on how we helped
    WORD = "word"  # a word or a line in an opening or closing round
    PITCH = "pitch"  # a case in three sentences
    SCORE = "score"  # a private mark; for its owner alone until shared
    NOTE = "note"


class Form(StrEnum):
    """What a file holds."""

    METHOD = "method"  # a way of working from beginning to end
    SHELL = "shell"  # the same with one empty place, its slot
    MODULE = "module"  # what fills such a slot; chosen when the question is there


class Role(StrEnum):
    """Who somebody is in this case. A leader who joins in (three people) is passed as PEER."""

    LEADER = "leader"
    CASE_GIVER = "case_giver"
    PEER = "peer"
    OBSERVER = "observer"


class Who(StrEnum):
    """Who speaks in a phase."""

    LEADER = "leader"
    CASE_GIVER = "case_giver"
    PEERS = "peers"
    ALL = "all"
    PEERS_ASK = "peers_ask"  # peers ask, the case-giver answers
    LEADER_AND_CASE_GIVER = "leader_and_case_giver"


class Writers(StrEnum):
    """Who may write contributions on screen in a phase."""

    NONE = "none"
    CASE_GIVER = "case_giver"
    PEERS = "peers"
    ALL = "all"


class Writes(StrEnum):
    """How contributions of a phase are made."""

    ALOUD = "aloud"  # said aloud; typing is an option, visible at once
    OPEN = "open"  # typed, visible at once
    SILENT = "silent"  # typed, hidden from everyone, leader included, until the reveal


class Reveal(StrEnum):
    """When the silent material that a phase `shows` becomes visible."""

    NONE = ""  # nothing hidden is shown here
    AT_ENTER = "at_enter"  # all together when this phase begins, after the leader's countdown
    IN_ROUNDS = "in_rounds"  # each author's cards when it is that author's turn
    WHEN_OPENED = "when_opened"  # by one press of the case-giver, after their own contribution, and only if wanted


class Marks(StrEnum):
    """How the case-giver alone rates the cards that a phase `shows`. The choices: `rules.mark_choices`."""

    NONE = ""
    TEMPERATURE = "temperature"  # warm, neutral, cold
    MINE = "mine"  # mine, maybe, not mine
    KEEP = "keep"  # keep, let go
    STANCE = "stance"  # helps, hinders, both, don't know
    ONE = "one"  # one card is put in the middle


class Attribution(StrEnum):
    """Whose name stands at a card once it is visible."""

    NAME = "name"
    ALIAS = "alias"
    NONE = "none"


class Board(StrEnum):
    """What a phase is drawn on, where cards lie beside each other instead of below. What each is: docs/boards.md."""

    NONE = ""
    THOUGHT_CLOUD = "thought_cloud"
    TARGET_IMAGE = "target_image"
    CORE_QUADRANT = "core_quadrant"


class Fit(StrEnum):
    """What the case-giver wants at the end."""

    PS = "PS"  # problem-solving: usable tips
    SR = "SR"  # self-reflection: my own part
    REL = "REL"  # relational: understand the other
    STUCK = "STUCK"  # get moving again
    PAT = "PAT"  # a recurring pattern
    DEC = "DEC"  # a decision
    VAL = "VAL"  # what is right
    FUT = "FUT"  # a picture of where I want to go
    TEAM = "TEAM"  # something for the team
    SUC = "SUC"  # understand a success
    FB = "FB"  # feedback on me


class Focus(StrEnum):
    """Where it mainly sits."""

    FACTS = "facts"
    BEHAVIOUR = "behaviour"
    THOUGHTS = "thoughts"
    FEELING = "feeling"
    RELATION = "relation"
    SYSTEM = "system"
    VALUES = "values"
    FUTURE = "future"
    MIRROR = "mirror"  # how others see me


class Current(StrEnum):
    """Surface (more effective acting) or undercurrent (own obstacles and sources)."""

    UPPER = "upper"
    UNDER = "under"
    EITHER = "either"


class Advice(StrEnum):
    """Whether and when a method gives advice."""

    YES = "yes"
    LATE = "late"
    MODULE = "module"  # decided by the module in the slot
    ON_REQUEST = "on_request"
    NONE = "none"


class Veto(StrEnum):
    """What a case-giver may rather not have."""

    ROLE_PLAY = "role_play"
    DISCUSSED = "discussed"  # being talked about
    CONSTELLATION = "constellation"
    DRAWING = "drawing"


class Family(StrEnum):
    """Methods that feel alike; a suggestion shows at most one of each."""

    INCIDENT = "incident"
    STEPS = "steps"
    CONSULTATION = "consultation"
    JUDGEMENT = "judgement"
    MIRROR = "mirror"
    INNER = "inner"
    PATTERN = "pattern"
    DEPTH = "depth"
    CYCLE = "cycle"
    QUESTIONS = "questions"
    VALUES = "values"
    IMAGE = "image"
    CREATIVE = "creative"
    ENACT = "enact"
    FUTURE = "future"
    STRENGTHS = "strengths"
    SYSTEM = "system"
    QUICK = "quick"
    FEEDBACK = "feedback"
    QUALITIES = "qualities"
    RESONANCE = "resonance"
    DIALOGUE = "dialogue"


class Medium(StrEnum):
    """Where the group meets."""

    ROOM = "room"
    ONLINE = "online"
    HYBRID = "hybrid"


class Online(StrEnum):
    """How well a method works at a distance."""

    GOOD = "good"
    OK = "ok"
    NO = "no"
