"""The words of the mails about a session: one function per message. When, where, who; never anything of a case.

Called inside the person's language and the group's zone. Whether somebody has a case ready, that person alone hears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intervisie.common import words
from sessions.attendance import Attendance
from sessions.links import rsvp_path
from sessions.models import Case, CaseSession, PlanChange, Rsvp


@dataclass
class Letter:
    """One mail, before it is laid out by emails/sessions/letter.*"""

    subject: str
    label: str
    title: str
    preview: str
    paragraphs: list[str]
    choices: list[tuple[str, str]] = field(default_factory=list)  # words and address; the first is the usual one
    asks: str = ""  # above the choices
    small: str = ""  # under them
    dates: list[tuple[str, str]] = field(default_factory=list)  # words and address of each
    thought: str = ""
    greeting: str = ""


# ── the messages ───────────────────────────────────────────────────────────────────────────────────
def invitation(session: CaseSession, user: Any) -> Letter:
    return Letter(
        subject=_("Kom je? %(day)s, %(group)s") % names(session),
        label=f"{session.group.name}, {words.from_now(here(session.starts_at))}",
        title=moment(session),
        preview=_("%(place)s Kom je?") % {"place": where(session)},
        greeting=hello(user),
        paragraphs=[f"{where(session)} {carried(session, user)}".strip()],
        **ask(session, user),
    )


def dates(sessions: Sequence[CaseSession], user: Any) -> Letter:
    group = sessions[0].group
    return Letter(
        subject=_("De data van %(group)s") % {"group": group.name},
        label=group.name,
        title=_("Wanneer we samenkomen"),
        preview=_("De eerste keer is %(day)s.") % {"day": moment_in_text(sessions[0])},
        greeting=hello(user),
        paragraphs=[
            _("Hieronder staan onze data, en in de bijlage voor je agenda. Wat verandert, melden we je per mail."),
            _("Weet je van een dag al of je komt? Klik erop en zeg het. Later mag ook: we herinneren je eraan."),
        ],
        dates=[(moment(session), absolute(rsvp_path(session, user.pk))) for session in sessions],
    )


def changed(session: CaseSession, user: Any, was: PlanChange) -> Letter:
    moved = was.starts_at != session.starts_at or was.minutes != session.minutes
    subject = _("Verplaatst naar %(day)s: %(group)s") if moved else _("Andere plek op %(day)s: %(group)s")
    told = {"day": words.day(here(session.starts_at)), "group": session.group.name}
    return Letter(
        subject=subject % told,
        label=_("%(group)s, verandering") % names(session),
        title=moment(session),
        preview=_("Dit was: %(was)s.") % {"was": old(was, session, moved)},
        greeting=hello(user),
        paragraphs=_difference(session, user, was, moved),
        **ask(session, user),
    )


def cancelled(session: CaseSession, user: Any) -> Letter:
    closed = [closes(session.group)] if session.group.archived_at else []
    waits = [] if closed else [_("Had je een casus klaarliggen? Hij wacht op een andere keer.")]
    return Letter(
        subject=_("Gaat niet door: %(day)s, %(group)s") % {**names(session), "day": words.day(here(session.starts_at))},
        label=session.group.name,
        title=_("%(when)s gaat niet door") % {"when": day(session)},
        preview=_("Je hoeft niets te doen; de afspraak verdwijnt uit je agenda."),
        greeting=hello(user),
        paragraphs=[
            *closed,
            _("De bijeenkomst van %(when)s, gaat niet door.") % {"when": moment_in_text(session)},
            *waits,
            _("De bijlage haalt de afspraak uit je agenda."),
        ],
    )


def dates_off(sessions: Sequence[CaseSession], user: Any) -> Letter:
    """The group closed; `sessions` are what was still to come."""
    group = sessions[0].group
    return Letter(
        subject=_("De data van %(group)s vervallen") % {"group": group.name},
        label=group.name,
        title=_("Deze data vervallen"),
        preview=closes(group),
        greeting=hello(user),
        paragraphs=[
            _("%(group)s is afgesloten. Wat hieronder staat, gaat niet door.") % {"group": group.name},
            _(
                "Bij deze mail zit voor elke datum een bestandje. Open het, dan gaat die afspraak uit je agenda. "
                "Volg je onze agenda al, dan gaat het vanzelf."
            ),
        ],
        dates=[(moment(session), absolute(reverse("session", args=[session.pk]))) for session in sessions],
    )


def closes(group: Any) -> str:
    return _("%(group)s is afgesloten.") % {"group": group.name}


def reminder(
    session: CaseSession, user: Any, *, days: int, said: str, case: str, member: bool, waiting: int, question: str
) -> Letter:
    """`said`: whether this person comes. `case`: the state of what they offered for this session, or "".

    `member`: may bring a case; a coach brings none. `waiting`: how many cases lie on the shelf. `question`: the one
    everybody arrives with.
    """
    near = days == 1
    before = prepare(session, user, case, waiting, asked=member and not near)
    return Letter(
        subject=(_("Morgen: %(group)s") if near else "%(day)s: %(group)s") % names(session),
        label=f"{session.group.name}, {words.from_now(here(session.starts_at))}",
        title=moment(session),
        preview=_("%(place)s Kom je?") % {"place": where(session)},
        greeting=hello(user),
        paragraphs=[f"{where(session)} {carried(session, user)}".strip(), *before],
        thought=_("Om vast over na te denken: %(question)s") % {"question": _lower(question)} if question else "",
        **(said_yes(session, user) if said == Rsvp.Answer.YES else ask(session, user)),
    )


def quorum(session: CaseSession, user: Any, attendance: Attendance) -> Letter:
    """To who leads or hosts. Says how it stands and what can be done; decides nothing."""
    page = absolute(reverse("session", args=[session.pk]))
    return Letter(
        subject=_("Komen er genoeg? %(day)s, %(group)s") % names(session),
        label=f"{session.group.name}, {words.from_now(here(session.starts_at))}",
        title=_("Komen er genoeg?"),
        preview=attendance.coming_sentence,
        greeting=hello(user),
        paragraphs=[
            f"{attendance.coming_sentence} {attendance.quorum_sentence}",
            _("Jij beslist: nog eens rondvragen, doorgaan met wie er is, een andere dag kiezen of afzeggen."),
        ],
        choices=[(_("Bekijk de bijeenkomst"), page)],
    )


# ── what they are made of ──────────────────────────────────────────────────────────────────────────
def here(instant):
    """In the group's zone, which is the current one while a letter is written."""
    return timezone.localtime(instant)


def day(session) -> str:
    return capfirst(words.day(here(session.starts_at)))


def names(session: CaseSession) -> dict[str, str]:
    return {"day": day(session), "group": session.group.name}


def moment_in_text(session: Any) -> str:
    """donderdag 3 december, half twee tot half vier"""
    starts, ends = here(session.starts_at), here(ends_at(session))
    return _("%(day)s, %(from)s tot %(to)s") % {
        "day": words.day(starts),
        "from": words.spoken(starts),
        "to": words.spoken(ends),
    }


def moment(session: Any) -> str:
    return capfirst(moment_in_text(session))


def ends_at(plan: Any):
    """Of a session, or of what it was before a change."""
    return plan.starts_at + timedelta(minutes=plan.minutes)


def where(plan: Any) -> str:
    """One sentence; of a session or of what it was before a change."""
    if plan.medium == CaseSession.Medium.ONLINE:
        return _("We zien elkaar online: %(link)s") % {"link": plan.link} if plan.link else _("We zien elkaar online.")
    place = _("We zien elkaar hier: %(place)s.") % {"place": plan.place} if plan.place else _("De plek volgt nog.")
    if plan.medium == CaseSession.Medium.HYBRID and plan.link:
        afar = _("Op afstand meedoen: %(link)s") % {"link": plan.link}
        return f"{place} {afar}"
    return place


def carried(session: CaseSession, user: Any) -> str:
    """Sietske ontvangt. Jij begeleidt."""
    return " ".join(filter(None, [_hosts(session, user), _leads(session, user)]))


def _hosts(session: CaseSession, user: Any) -> str:
    if session.host is None:
        return ""
    if session.host_id == user.pk:
        return _("Jij ontvangt.")
    return _("%(name)s ontvangt.") % {"name": session.host.first_name}


def _leads(session: CaseSession, user: Any) -> str:
    if session.leads is None:
        return ""
    if session.leads_id == user.pk:
        return _("Jij begeleidt.")
    return _("%(name)s begeleidt.") % {"name": session.leads.first_name}


def hello(user: Any) -> str:
    return _("Dag %(name)s,") % {"name": user.first_name}


def ask(session: CaseSession, user: Any) -> dict[str, Any]:
    """The three answers, and what happens when one is clicked."""
    path = absolute(rsvp_path(session, user.pk))
    said = _("Je komt op een pagina waar je het nog één keer bevestigt. Met %(quorum)s mensen gaat het door.")
    return {
        "asks": _("Kom je?"),
        "choices": [
            (_("Ik kom"), f"{path}?antwoord=yes"),
            (_("Ik kan niet"), f"{path}?antwoord=no"),
            (_("Weet ik nog niet"), f"{path}?antwoord=maybe"),
        ],
        "small": said % {"quorum": words.number(session.quorum)},
    }


def said_yes(session: CaseSession, user: Any) -> dict[str, Any]:
    """Somebody who comes is not asked again; only how to say it no longer works."""
    path = absolute(rsvp_path(session, user.pk))
    return {
        "asks": _("Je hebt gezegd dat je komt."),
        "choices": [
            (_("Bekijk de bijeenkomst"), absolute(reverse("session", args=[session.pk]))),
            (_("Ik kan toch niet"), f"{path}?antwoord=no"),
        ],
    }


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def old(was: PlanChange, session: CaseSession, moved: bool) -> str:
    if moved:
        return moment_in_text(was)
    return where(was).rstrip(".")


def _difference(session: CaseSession, user: Any, was: PlanChange, moved: bool) -> list[str]:
    lines = []
    if moved:
        lines.append(_("De bijeenkomst is verplaatst. Het was: %(was)s.") % {"was": moment_in_text(was)})
    if (was.medium, was.place, was.link) != (session.medium, session.place, session.link):
        lines.append(_("De plek is anders. Dit was: %(was)s.") % {"was": where(was).rstrip(".")})
    lines.append(f"{where(session)} {carried(session, user)}".strip())
    if was.starts_at != session.starts_at:
        lines.append(_("Wat je eerder antwoordde, ging over het oude moment. Daarom vragen we het opnieuw."))
    return lines


def prepare(session: CaseSession, user: Any, case: str, waiting: int, *, asked: bool) -> list[str]:
    """What this person can do beforehand, by role: case-giver, leader, host; else, if `asked`, to bring a case."""
    lines = []
    if case == Case.State.SHARED:
        lines.append(_("Jij hebt gezegd dat je een casus inbrengt; je vraag staat klaar in Intervisie."))
    elif case == Case.State.DRAFT:
        lines.append(_("Je bereidt een casus voor. Alleen jij ziet hem nog; delen kan tot het begin."))
    if session.leads_id == user.pk:
        lines.append(_("De kamer gaat een kwartier van tevoren open; daar staat wat je kunt zeggen en doen."))
        lines.append(_on_shelf(waiting))
    if session.host_id == user.pk:
        lines.append(_host_line(session))
    if not lines and asked:
        lines.append(_("Schuurt er iets in je werk? Een casus voorbereiden kost vijf minuten, en hij hoeft niet af."))
    return lines


def _on_shelf(waiting: int) -> str:
    if not waiting:
        return _("Er ligt nog geen casus op de plank. Vraag gerust eens rond.")
    return ngettext("Er ligt %(count)s casus op de plank.", "Er liggen %(count)s casussen op de plank.", waiting) % {
        "count": words.number(waiting)
    }


def _host_line(session: CaseSession) -> str:
    if session.medium == CaseSession.Medium.ONLINE:
        return _("Zet de verbinding een kwartier van tevoren open.")
    return _("Zorg dat de deur open is, de stoelen in een kring staan en er iets te drinken is.")


def absolute(path: str) -> str:
    return settings.BASE_URL + path
