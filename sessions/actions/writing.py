"""What people write and mark in the room. The server holds the rule of the phase, also against an old tab."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intervisie.common.live import poke, poke_count
from intervisie.common.refusals import NotNow, NotYours, Refusal
from methods import rules
from methods.codes import Kind, Reveal
from methods.pictures import shows_pictures
from methods.rules import Role
from sessions import flow, permissions, visibility
from sessions.actions import placing
from sessions.actions.at_table import not_turned, one_by_one, sitting
from sessions.keys import person_key
from sessions.models import CaseSession, Contribution, Mark, PrivateNote, ScaleMark, Step, Turn
from sessions.speech import Spot, spot

LONGEST = rules.LONGEST
MOST_NOTES = 200
PICTURE = "picture"  # what is said of a card: which picture lies beside its words
NOTHING_AGREED = placing.Agreed()


class Held(Exception):
    """Not laid down yet: the writer is shown what it looks like, and lays the same text down by pressing again."""

    def __init__(self, spot: Spot, *, step: Step) -> None:
        self.spot, self.step = spot, step


@transaction.atomic
def contribute(
    session: CaseSession,
    *,
    by: Any,
    step_id: UUID,
    kind: str,
    text: str,
    card_id: UUID,
    parked: bool = False,
    hints_in: str = "",
    line: int | None = None,
    agreed: placing.Agreed = NOTHING_AGREED,
    picture: str = "",
) -> Contribution:
    """Put a card on the table, or park early advice. `line`, `agreed`: see `placing`; `picture`: `methods.pictures`.

    `card_id` comes from the form, so that the same form sent twice makes one card. `hints_in`: the language in which
    the writer may be shown what the text looks like; "" for who saw it.
    Raises NotNow when the step is over or the limit reached, NotYours when the rule of the phase says no, Held.
    """
    step = _open_step(session, by, step_id)
    role = _role(session, by)
    author = placing.author_of(session, step, by, kind, parked)
    if author == by:
        _may_contribute(step, role, kind, parked)
    text = _clean(text, LONGEST if parked else rules.longest(step.doc))
    placing.short_enough(step, kind, text)
    if not parked:
        _within_limit(session, step, role, by, card_id)
    if hints_in and not parked and role != Role.CASE_GIVER:
        _look_once_more(step, Kind(kind), text, hints_in)
    card = Contribution(pk=card_id, step=step, author=author, kind=kind, text=text, parked=parked)
    card.key, card.line = _key_of(session, step), line if role == Role.CASE_GIVER else None
    card.said = {PICTURE: picture} if picture and shows_pictures(step.doc) else {}
    if not _laid(card):
        return _the_same(card_id, author)
    if role == Role.CASE_GIVER:
        placing.commit_to(session, card, by, agreed)
    _tell(session, step, by, parked)
    return card


def _laid(card: Contribution) -> bool:
    """Written down, unless one with its id was."""
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _may_contribute(step: Step, role: Role, kind: str, parked: bool) -> None:
    if parked:
        if role != Role.PEER or kind != Kind.ADVICE or not rules.advice_parked(step.doc):
            raise NotYours(_("Advies bewaren kan in deze stap niet."))
    elif kind not in rules.kinds_for(step.doc, role):
        raise NotYours(_why_not(step, role))


def _look_once_more(step: Step, kind: Kind, text: str, lang: str) -> None:
    pointed = rules.hinted(step.doc, kind)
    found = spot(text, lang) if pointed else None
    if found in pointed:
        raise Held(found, step=step)


def _why_not(step: Step, role: Role) -> str:
    if role == Role.CASE_GIVER and step.doc.turned:
        return _("Je luistert nu. Wat je wilt onthouden, kun je voor jezelf opschrijven.")
    return _("Dit past niet bij deze stap. Je tekst is niet geplaatst.")


def _within_limit(session: CaseSession, step: Step, role: Role, by: Any, card_id: UUID) -> None:
    """The card itself does not count: whoever got no answer sends the same form again."""
    limit = rules.limit_for(step.doc, role)
    if not limit:
        return
    one_by_one(session, by)
    others = Contribution.objects.filter(step=step, author=by, parked=False).exclude(pk=card_id)
    if others.count() >= limit:
        raise NotNow(_("Je hebt er hier al zoveel geschreven als past. Je kunt er een weghalen of veranderen."))


def _the_same(card_id: UUID, by: Any) -> Contribution:
    """The form was sent before: give back that card, if it was this person's."""
    card = Contribution.objects.filter(pk=card_id, author=by).first()
    if card is None:
        raise Refusal()
    return card


@transaction.atomic
def change(session: CaseSession, *, by: Any, card_id: UUID, text: str) -> None:
    """Write one's own card anew, as long as its step lasts."""
    _current_step(session, by)
    card = _own_card(session, by, card_id)
    card.text = _clean(text, LONGEST if card.parked else rules.longest(card.step.doc))
    placing.short_enough(card.step, card.kind, card.text)
    card.save(update_fields=["text"])
    placing.commit_anew(card, by)
    _tell(session, card.step, by, card.parked)


@transaction.atomic
def take_away(session: CaseSession, *, by: Any, card_id: UUID) -> None:
    """Take one's own card off the table, as long as its step lasts. Already gone: fine."""
    _current_step(session, by)
    card = _own_card(session, by, card_id, missing_ok=True)
    if card:
        pk = card.pk
        card.delete()
        placing.commit_not(card, pk, by)
        _tell(session, card.step, by, card.parked)


def _own_card(session: CaseSession, by: Any, card_id: UUID, *, missing_ok: bool = False) -> Any:
    card = (
        Contribution.objects.select_related("step", "key").filter(pk=card_id, author=by, step__session=session).first()
    )
    if card is None or (card.key is None and not missing_ok):
        if missing_ok:
            return None
        raise NotNow(_("Deze kaart is er niet meer."))
    if not card.parked and card.step_id != session.step_id:
        raise NotNow(_("De stap waarin je dit schreef, is voorbij."))
    return card


@transaction.atomic
def mark(session: CaseSession, *, by: Any, card_id: UUID, scale: str, value: str, step_id: UUID | None = None) -> None:
    """Rate a card on the table. The case-giver alone, in a step that asks for it; an empty value takes it back."""
    step = _shown_step(session, by, step_id)
    if not rules.rates(step.doc, _role(session, by)):
        raise NotYours(_("Kiezen doet hier alleen de inbrenger."))
    choices = {choice.code: choice for choice in rules.mark_choices(step.doc.marks, "nl")}
    if scale != step.doc.marks or (value and value not in choices):
        raise Refusal()
    card = _card_on_table(session, step, by, card_id)
    one_by_one(session, by)
    _write_mark(step, card, scale, value, exclusive=bool(value and choices[value].exclusive))
    public = not value or visibility.mark_opens(scale, board=step.doc.board) == visibility.Opens.AT_ONCE
    poke(session.topic, "cards" if public else "tally")


def _write_mark(step: Step, card: Contribution, scale: str, value: str, *, exclusive: bool) -> None:
    if exclusive:
        Mark.objects.filter(step=step, scale=scale).delete()
    if value:
        mark = Mark(contribution=card, scale=scale, value=value, step=step)
        Mark.objects.bulk_create(
            [mark], update_conflicts=True, unique_fields=["contribution", "scale"], update_fields=["value", "step"]
        )
    else:
        Mark.objects.filter(contribution=card, scale=scale).delete()


def _card_on_table(session: CaseSession, step: Step, by: Any, card_id: UUID) -> Contribution:
    """A card this step asks the case-giver to rate, seen by them now; anything else is not there to rate."""
    steps = list(session.steps.all())
    here = next(s for s in steps if s.pk == step.pk)
    shown = [s.pk for s in steps if s.treatment_id == here.treatment_id and rules.asks_to_rate(here.doc, s.doc)]
    moment = visibility.Moment(steps, here, timezone.now(), *turns_of(here))
    viewer = visibility.Viewer(by.pk, is_case_giver=True)
    rated = Contribution.objects.filter(visibility.query(viewer, moment, shown), pk=card_id, step__in=shown)
    card = (rated if rules.rates_own_cards(here.doc.marks) else rated.exclude(author=by)).first()
    if card is None:
        raise NotNow(_("Deze kaart ligt niet meer op tafel."))
    return card


def turns_of(step: Step) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Those whose turn has come in this round (done, or at it now), and those whose has not, or who passed."""
    turns = list(step.turns.all())
    at_it = flow.whose_turn(turns)
    spoken = {turn.user_id for turn in turns if turn is at_it or turn.earlier or turn.state == Turn.State.DONE}
    return frozenset(spoken), frozenset({turn.user_id for turn in turns} - spoken)


@transaction.atomic
def open_gifts(session: CaseSession, *, by: Any, step_id: UUID) -> None:
    """The case-giver opens what the others wrote for them: after their own, and only if wanted."""
    step = _open_step(session, by, step_id)
    if not permissions.brings(by.pk, step.treatment):
        raise NotYours(_("Openen doet alleen de inbrenger."))
    not_turned(session, by)
    if step.doc.reveal != Reveal.WHEN_OPENED:
        raise NotNow()
    own = rules.kinds_for(step.doc, Role.CASE_GIVER)
    if own and not Contribution.objects.filter(step__session=session, step=step, author=by).exists():
        raise NotNow(_("Schrijf eerst zelf iets. Daarna kun je zien wat de anderen voor je schreven."))
    facts = {**step.facts, "opened": True}
    Step.objects.filter(pk=step.pk).update(facts=facts)
    poke(session.topic, "cards", "step")


@transaction.atomic
def open_parked(session: CaseSession, *, by: Any, wanted: bool) -> None:
    """Whether the case-giver wants to see the advice that was kept. No is a good answer: then it disappears."""
    treatment = _current_step(session, by).treatment
    if treatment is None or not permissions.brings(by.pk, treatment):
        raise NotYours(_("Hierom vragen kan alleen de inbrenger."))
    not_turned(session, by)
    if wanted and not flow.own_harvest_first(session.step.kind, _own_turn(session, by)):
        raise NotNow(_("Eerst wat jij zelf meeneemt, hardop is genoeg. Daarna kun je dit openen."))
    treatment.advice_opened = wanted
    treatment.save(update_fields=["advice_opened"])
    if not wanted:
        Contribution.objects.filter(step__treatment=treatment, parked=True).delete()
    poke(session.topic, "cards", "harvest")


def _own_turn(session: CaseSession, by: Any) -> str:
    turn = Turn.objects.filter(step=session.step_id, user=by).values_list("state", flat=True).first()
    return turn or ""


@transaction.atomic
def release_parked(session: CaseSession, *, by: Any, card_id: UUID) -> None:
    """In the phase for advice, its writer puts parked advice on the table."""
    step = _current_step(session, by)
    if not rules.parked_advice_returns(step.doc):
        raise NotNow(_("Je advies blijft bewaard tot de adviesronde."))
    own = Contribution.objects.filter(pk=card_id, author=by, parked=True, step__session=session)
    moved = own.filter(step__treatment=step.treatment_id).update(parked=False, step=step)  # never to another case
    if moved:
        poke(session.topic, "cards")


@transaction.atomic
def score(session: CaseSession, *, by: Any, value: int, step_id: UUID | None = None) -> None:
    """A private number from 0 to 10 in this step; again replaces it."""
    step = _shown_step(session, by, step_id)
    if not rules.scores(step.doc, _role(session, by)):
        raise NotYours(_("Een cijfer geeft hier alleen de inbrenger."))
    if not 0 <= value <= 10:
        raise Refusal(_("Kies een getal van 0 tot en met 10."))
    one_by_one(session, by)
    ScaleMark.objects.filter(step=step, owner=by).delete()
    ScaleMark.objects.create(step=step, owner=by, key=person_key(by), value=str(value))
    poke(session.topic, "tally")


@transaction.atomic
def share_score(session: CaseSession, *, by: Any, step_id: UUID | None = None) -> None:
    """Show one's number to the group."""
    step = _shown_step(session, by, step_id)
    not_turned(session, by)
    if not ScaleMark.objects.filter(step=step, owner=by).update(shared_at=timezone.now()):
        raise NotNow(_("Er staat hier geen cijfer van jou. Kies het eerst."))
    poke(session.topic, "cards")


@transaction.atomic
def note(session: CaseSession, *, by: Any, text: str, mark: str = "") -> PrivateNote:
    """A note to oneself. Always possible at the table, whatever the phase says."""
    sitting(session, by)
    if mark not in ("", *PrivateNote.Mark.values) or not (text.strip() or mark):
        raise Refusal(_("Schrijf een woord, of kies een teken."))
    if len(text.strip()) > LONGEST:
        raise Refusal(_("Dit is langer dan in één aantekening past. Maak er twee van, of kort het in."))
    if PrivateNote.objects.filter(session=session, owner=by).count() >= MOST_NOTES:
        raise NotNow(_("Je hebt hier al heel veel aantekeningen. Haal er eerst een weg."))
    return PrivateNote.objects.create(
        session=session, step_id=session.step_id, owner=by, key=person_key(by), text=text.strip(), mark=mark
    )


@transaction.atomic
def erase_note(note_id: UUID, *, by: Any) -> None:
    """Erase one's own note for good."""
    PrivateNote.objects.filter(pk=note_id, owner=by).delete()


# ── shared by the deeds above ──────────────────────────────────────────────────────────────────────
def _clean(text: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise Refusal(_("Er staat nog niets. Schrijf eerst iets op."))
    if longest == rules.ONE_LINE:
        text = " ".join(text.split())
        if len(text) > longest:
            raise Refusal(_("Een beeld of een gevoel past op één regel. Wat blijft er over als je het kort zegt?"))
    if len(text) > longest:
        raise Refusal(_("Dit is langer dan op een kaart past. Maak er twee van, of kort het in."))
    return text


def _current_step(session: CaseSession, by: Any) -> Step:
    sitting(session, by)
    if session.calm:
        raise NotNow(_("Het is even stil. Je tekst blijft op je scherm staan."))
    if session.step is None:
        raise NotNow()
    return session.step


def _open_step(session: CaseSession, by: Any, step_id: UUID) -> Step:
    step = _current_step(session, by)
    if step.pk != step_id:
        raise NotNow(_("De groep is al bij de volgende stap. Je tekst blijft op je scherm staan."))
    return step


def _shown_step(session: CaseSession, by: Any, step_id: UUID | None) -> Step:
    """The current step, if it is the one that the page showed (None: a page that did not say)."""
    step = _current_step(session, by)
    if step_id not in (None, step.pk):
        raise NotNow(_("De groep is al bij de volgende stap."))
    return step


def _role(session: CaseSession, by: Any) -> Role:
    seats = session.sitting  # type: ignore[attr-defined]  # every deed has asked who sits before it asks for a role
    seat = seats.get(by.pk)
    return permissions.role_of(
        by.pk,
        session,
        permissions.on_table(session.step),
        seat_role=seat.role if seat else "observer",
        people=len(seats),
    )


def _key_of(session: CaseSession, step: Step) -> Any:
    """The case's key in a treatment, the session's in the spine."""
    if not (step.treatment_id and step.kind == Step.Kind.PHASE):
        return session.key
    if step.treatment.key is None:  # wiped, or its owner left the group
        raise NotNow(_("Deze casus is er niet meer."))
    return step.treatment.key


def _tell(session: CaseSession, step: Step, by: Any, parked: bool) -> None:
    """Visible cards are hinted at once; hidden ones only as a count, at most once a second."""
    opens = visibility.promise(step, session.steps.all(), by=_role(session, by)).opens
    waits = opens == visibility.Opens.AT_TURN and by.pk in turns_of(step)[1]
    if not (parked or waits) and opens in (visibility.Opens.AT_ONCE, visibility.Opens.AT_TURN):
        poke(session.topic, "cards")
    else:
        poke_count(session.topic, "tally")
