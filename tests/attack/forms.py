"""Every place where somebody types: who, where, and a form as they would send it."""

from dataclasses import dataclass, field
from uuid import uuid4

from django.utils import timezone

from groups.agreements import PARTS
from sessions.models import CaseSession, Commitment, Step


@dataclass(frozen=True)
class Typing:
    """`text` is the field to type in; `fields` what else the form carries."""

    name: str
    who: str
    path: str
    text: str
    fields: dict = field(default_factory=dict)
    step: str = ""  # in the room: the step of the spine it belongs to

    def __str__(self):
        return self.name


NAMES = [
    *("card", "note", "key_question", "told_aloud", "commitment", "if", "then", "look_back", "review"),
    *("story", "pitch", "question", "search", "pulse", "follow_up", "agreement", "my_name", "request", "request_name"),
    *("group_name", "group_about", "reply", "place", "addresses"),
]  # fmt: skip


def forms(world):
    """name → how it is sent. Ids are those of the world."""
    found = [*_room(world), *_cases(world), *_groups(world), *_feedback(world)]
    assert [one.name for one in found if one.name not in NAMES] == []
    return {one.name: one for one in found}


def _room(world):
    room = f"/bijeenkomst/{world.live.pk}/kamer/"
    step, review = world.live.step_id, world.live.steps.get(kind="review").pk
    own = Commitment.objects.get(session=world.old, owner=world.bas, kind="step").pk
    card = {"step": step, "card_id": uuid4()}
    yield Typing("card", "dana", f"{room}kaart/", "text", card | {"kind": "helping_thought"})
    yield Typing("review", "chris", f"{room}kaart/", "text", card | {"kind": "feedback", "step": review}, "review")
    yield Typing("note", "chris", f"{room}aantekening/", "text")
    yield Typing("key_question", "bas", f"{room}vraag/", "text", step="question")
    yield Typing("told_aloud", "anna", f"{room}casus/hardop/", "question", {"owner": world.dana.pk}, "case_choice")
    commitment = {"commitment_id": uuid4(), "kind": "step"}
    yield Typing("commitment", "chris", f"{room}voornemen/", "text", commitment)
    yield Typing("if", "chris", f"{room}voornemen/", "when", commitment | {"then": "bel ik"})
    yield Typing("then", "chris", f"{room}voornemen/", "then", commitment | {"when": "het stil valt"})
    yield Typing("look_back", "bas", f"{room}voornemen/{own}/terugblik/", "note", {"outcome": "done"})


def _cases(world):
    case = f"/casus/{world.draft.pk}/"
    yield Typing("story", "bas", f"{case}stap/speelt/", "story", {"pitch": "Kort."})
    yield Typing("pitch", "bas", f"{case}stap/speelt/", "pitch", {"story": "Lang."})
    yield Typing("question", "bas", f"{case}stap/vraag/", "question")
    yield Typing("search", "bas", f"{case}zoeken/", "rub")


def _feedback(world):
    follow_up = next(one for one in world.follow_ups if not one.answer)
    yield Typing("pulse", "anna", f"/bijeenkomst/{world.asked.pk}/peiling/", "next_time", {"useful": "4"})
    yield Typing("follow_up", "bas", f"/terugkijken/{follow_up.pk}/", "effect", {"answer": "done"})


def _groups(world):
    group = f"/groep/{world.group.pk}/"
    asked = {"name": "Ria", "email": "ria@example.org", "purpose": "change", "once": uuid4(), "workplace": "Thuis"}
    founded = {
        "once": uuid4(), "organisation": world.organisation.pk, "coach": world.anna.pk, "name": "Nieuwe groep",
        "purpose": "change", "language": "nl", "zone": "Europe/Amsterdam", "rhythm_weeks": 5, "quorum": 4,
        "independent": "no",
    }  # fmt: skip
    day = timezone.localdate() + timezone.timedelta(days=20)
    date = {
        "stage": "dates", "date": day.isoformat(), "time": "10:00", "repeat": "once", "minutes": 120, "medium": "room",
        "quorum": 3,
    }  # fmt: skip
    yield Typing("agreement", "dana", f"{group}afspraken/schrijven/?deel={PARTS[0]}", "text")
    yield Typing("my_name", "dana", "/ik/", "name", {"language": "nl", "theme": ""})
    yield Typing("request", "nobody", "/aanvragen/", "wishes", asked)
    yield Typing("request_name", "nobody", "/aanvragen/", "name", asked)
    yield Typing("group_name", "anna", "/groepen/nieuw/", "name", founded)
    yield Typing("group_about", "anna", "/groepen/nieuw/", "about", founded)
    reply = f"/coordinatie/aanvragen/{world.request.pk}/antwoord/"
    yield Typing("reply", "coen", reply, "text", {"kind": "answer"})
    yield Typing("place", "anna", f"{group}plannen/", "place", date)
    yield Typing("addresses", "anna", f"{group}uitnodigen/", "addresses")


def lay_open(world, form):
    """The room stands at the step this form belongs to."""
    if form.step:
        step = world.live.steps.filter(kind=form.step).first()
        Step.objects.filter(pk=step.pk).update(left_at=None, entered_at=timezone.now())
        CaseSession.objects.filter(pk=world.live.pk).update(step=step)
