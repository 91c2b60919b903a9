"""Who sits where, and whose turn it is."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common.words import capital, listing, nth, number
from methods import rules
from sessions import flow, visibility
from sessions.models import CaseSession, Seat, Step
from sessions.room import Person
from sessions.screen.base import Base
from sessions.screen.words import MOST_SEATS


class Seats(Base):
    """The people at the table, as this viewer sees them."""

    @cached_property
    def seats(self) -> list[dict[str, str]]:
        """For the ring: in seating order, as `{% ring %}` wants them."""
        return [self._seat(person) for person in self.room.people]

    def _seat(self, person: Person) -> dict[str, str]:
        room, turned = self.room, bool(self.room.step and self.room.doc.turned)
        states = {
            "case": person.brings,
            "turned": person.brings and turned,
            "lead": person.leads,
            "now": person is room.turn and not self.writes_first,
            "next": bool(room.after_turn) and person is room.after_turn[0],
            "ready": person.ready,
        }
        name = _("jij") if person.me else person.first_name
        return {"name": name, "initials": person.initials, "state": " ".join(k for k, on in states.items() if on)}

    @property
    def empty_seats(self) -> list[dict[str, str]]:
        """The ring on the page of who listens turned away: chairs without names, one's own below, turned."""
        people = self.room.people
        mine = next((nr for nr, person in enumerate(people) if person.me), 0)
        turned_last = people[mine:] + people[:mine]
        return [{"name": "", "initials": " ", "state": "case turned" if p.me else ""} for p in turned_last]

    @property
    def ring_sentence(self) -> str:
        room = self.room
        said = [_("De kring.")]
        if room.turn:
            said.append(self.turn_sentence)
        if giver := room.case_giver:
            listens = _("%(name)s brengt in en luistert met de stoel gedraaid.")
            brings = listens if room.doc.turned else _("%(name)s brengt in.")
            said.append(_("Jij brengt in.") if giver.me else brings % {"name": giver.first_name})
        if leader := room.leader:
            said.append(_("Jij leidt.") if leader.me else _("%(name)s leidt.") % {"name": leader.first_name})
        if any(person.me and person.ready for person in room.people):
            said.append(_("Jij bent klaar."))
        ready = [person.first_name for person in room.people if person.ready and not person.me]
        if ready:
            said.append(
                ngettext("%(names)s is klaar.", "%(names)s zijn klaar.", len(ready)) % {"names": listing(ready)}
            )
        return " ".join(said)

    @property
    def writes_first(self) -> bool:
        """A round of reading out that waits until the silent writing is over and the case-giver opened it."""
        room = self.room
        waits = room.step is not None and room.doc.silent and not room.step.facts.get("opened")
        return waits and bool(room.round)

    @property
    def turn_sentence(self) -> str:
        room = self.room
        if self.writes_first and room.turn:
            first = _("Eerst schrijven. Straks leest %(name)s als eerste voor.") % {"name": room.turn.first_name}
            return _("Eerst schrijven. Straks lees jij als eerste voor.") if room.turn.me else first
        if room.turn is None:
            return _("Iedereen is aan de beurt geweest.")
        if room.turn.me:
            return _("Jij bent aan de beurt.")
        return _("%(name)s is aan de beurt.") % {"name": room.turn.first_name}

    @property
    def round_words(self) -> str:
        """Tweede ronde; nothing in the first."""
        place = 1 + max((person.earlier for person in self.room.round), default=0)
        return _("%(nth)s ronde") % {"nth": capital(nth(place))} if place > 1 else ""

    @property
    def may_go_round_again(self) -> bool:
        room = self.room
        return room.is_leader and bool(room.round) and room.turn is None and self._goes_round

    @property
    def may_begin_with_least(self) -> bool:
        """In a phase, before anybody had a turn in this round; of two people it makes no matter."""
        room, phase = self.room, self._goes_round and self.room.step and self.room.step.kind == Step.Kind.PHASE
        return bool(phase and room.is_leader and len(room.round) > 2 and flow.round_fresh(room.round))

    @property
    def _goes_round(self) -> bool:
        step = self.room.step
        return step is not None and rules.goes_round(step.doc) and step.kind in (Step.Kind.PHASE, Step.Kind.REVIEW)

    @property
    def after_names(self) -> str:
        return listing([self.name_of(p) for p in self.room.after_turn])

    def name_of(self, person: Person) -> str:
        return _("jij") if person.me else person.first_name

    @property
    def draws_ring(self) -> bool:
        return 0 < len(self.room.people) <= MOST_SEATS

    @property
    def others(self) -> list[Person]:
        return [person for person in self.room.people if not person.me]

    @property
    def may_be_asked(self) -> list[Person]:
        """To whom the lead can be passed on: not to who brings the case now."""
        return [person for person in self.others if not person.brings]

    def is_away(self, person: Person) -> bool:
        """Nobody counts as gone because a phone is locked; it is only said."""
        return bool(self.present) and person.id not in self.present

    @property
    def people_rows(self) -> list[tuple[Person, str]]:
        return [(person, self._notes_on(person)) for person in self.room.people]

    def _notes_on(self, person: Person) -> str:
        words = {"observer": _("observator"), "timekeeper": _("tijdbewaker"), "scribe": _("notulist")}
        said = [_("leidt")] if person.leads else []
        said += [_("brengt in")] if person.brings else []
        said += [words[person.seat_role]] if person.seat_role in words else []
        said += [_("op afstand")] if person.at_distance else []
        said += [self._asked_by(person)] if self._counts_questions and person.turn else []
        said += [_("klaar")] if person.ready else []
        closed = self.room.session.is_running and self.is_away(person)
        said += [_("zonder scherm")] if person.no_screen else [_("scherm dicht")] if closed else []
        return ", ".join(said)

    @property
    def _counts_questions(self) -> bool:
        """A round of questions: who asked how many, so that nobody is passed over."""
        step = self.room.step
        return step is not None and rules.asks_in_turn(step.doc)

    def _asked_by(self, person: Person) -> str:
        if not person.times:
            return _("nog geen vraag")
        return ngettext("%(n)s vraag", "%(n)s vragen", person.times) % {"n": number(person.times)}

    @property
    def my_questions(self) -> str:
        """Jij stelde twee vragen: to oneself, in a round of questions."""
        me = next((person for person in self.room.round if person.me), None)
        if me is None or not self._counts_questions or not me.times:
            return ""
        return ngettext("Jij stelde %(n)s vraag.", "Jij stelde %(n)s vragen.", me.times) % {"n": number(me.times)}

    @property
    def hybrid(self) -> bool:
        """Some sit together and some do not: then each may say that they take part from elsewhere."""
        return self.room.session.medium == CaseSession.Medium.HYBRID

    @property
    def far_ones(self) -> list[Person]:
        return [person for person in self.room.people if person.at_distance]

    @property
    def far_sentence(self) -> str:
        """For who leads: who is not in the room is soon forgotten."""
        far = [self.name_of(person) for person in self.far_ones]
        if not (self.hybrid and far):
            return ""
        said = ngettext(
            "Op afstand: %(names)s. Die komt in een ronde eerst. Valt het geluid weg, druk dan op Pauze.",
            "Op afstand: %(names)s. Zij komen in een ronde eerst. Valt het geluid weg, druk dan op Pauze.",
            len(far),
        )
        return said % {"names": listing(far)}

    @property
    def chair_sentence(self) -> str:
        return _("Een kring van stoelen. Jouw stoel staat met de rug naar de groep.")

    @property
    def wish_chip(self) -> visibility.Chip:
        return visibility.wish_chip()

    @property
    def roles(self) -> list[tuple[str, Any]]:
        return [(code, word) for code, word in Seat.Role.choices]

    @property
    def may_bring(self) -> list[Person]:
        """Who may tell a case: everyone but who leads."""
        return [person for person in self.room.people if not person.leads]

    @property
    def can_stop_case(self) -> bool:
        step = self.room.step
        return step is not None and step.kind not in (Step.Kind.REVIEW, Step.Kind.CLOSING)

    @property
    def help_lines(self) -> list[str]:
        """Whom to call, as the organisation wrote it down."""
        return [line for line in self.room.session.group.organisation.help_lines.splitlines() if line.strip()]
