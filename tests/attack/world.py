"""A group in which everything that could leak exists, in every state at once.

Anna coaches and leads; Bas brings the cases; Chris and Dana take part; Gijs came in later and was sent away. Three
sessions are or were on the table (`old`, with its pulse released; `asked`, with its pulse open; `live`, running), three
are to come (`lobby`, with its door open; `planned`, moved once; `off`, cancelled).
"""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from feedback.models import FollowUp
from groups import actions as groups
from groups.agreements import PARTS
from groups.models import GroupRequest, Membership, RequestReply
from groups.tokens import invitation_token, request_token, role_token, unsubscribe_token
from intervisie.common.delivery import TOPICS, plan
from intervisie.common.models import Delivery
from methods import actions as methods
from methods.actions import load_methods
from methods.draft import stamp
from methods.models import Method, MethodVersion
from sessions.actions import boards, cases, choosing, harvest, lead, planning, pointer, shelf, writing
from sessions.keys import person_key
from sessions.links import feed_token, rsvp_token
from sessions.models import Case, CaseSession, Step, Treatment, Whisper
from tests.attack.words import content, inside
from tests.cast import everybody, person
from tests.feedback import evening
from tests.methods.facts import first_six
from tests.sessions.table import a_session, begin, fresh, go_to, reveal_now, write


def a_world():
    world = SimpleNamespace(cast=everybody(), cards=[], notes=[], commitments=[])
    world.__dict__.update(vars(world.cast))
    world.group = world.noord
    load_methods(first_six())
    _agree(world)
    _the_old_evening(world)
    _the_evening_that_is_asked_about(world)
    _who_came_and_went(world)
    _what_is_to_come(world)
    _the_shelf(world)
    _the_live_evening(world)
    _what_else_is_written_to_people(world)
    _a_method_of_their_own(world)
    return _complete(world)


# ── the group ──────────────────────────────────────────────────────────────────────────────────────
def _agree(world):
    parts = {part: f"{inside(part)}, dat spreken we af." for part in PARTS}
    groups.write_agreement(world.group, by=world.anna, seen_version=0, spoken=False, **parts)
    for member in (world.anna, world.bas, world.chris, world.dana):
        groups.sign_agreement(world.group, by=member, seen_version=1)


def _who_came_and_went(world):
    world.gijs = person("gijs", "Gijs Mulder")
    world.gijs.save()
    EmailAddress.objects.create(user=world.gijs, email=world.gijs.email, verified=True, primary=True)
    invitation = groups.invite(world.group, [world.gijs.email], by=world.anna)[0]
    membership = groups.join(invitation, by=world.gijs)
    groups.leave(membership, by=world.anna)
    world.invitation = groups.invite(world.group, [f"{inside('nieuw')}@example.org"], by=world.anna)[0]


# ── evenings ───────────────────────────────────────────────────────────────────────────────────────
def _a_case(owner, group, of, **fields):
    """Everything the intake asks, shared unless said otherwise. `of`: which case, in its words."""
    case = cases.begin(group, by=owner)
    texts = {name: content(f"{of}{name}") for name in ("question", "pitch", "story")}
    intake = {"want": "PAT", "load": 9, "rather_not": ["role_play"], "own": content(f"{of}intake")}
    case = cases.write(case.pk, by=owner, texts=texts, intake=((), intake))
    return cases.share(case.pk, by=owner) if fields.get("shared", True) else case


def _to_the_filling(world, session, of):
    """Begun, Bas's case taken, his question worded, a method chosen, and cards written in silence."""
    case = _a_case(world.bas, world.group, of)
    session = go_to(begin(session, world.anna, world.bas, world.chris, world.dana), world.anna, kind="case_choice")
    choosing.choose_case(session, by=world.anna, case_id=case.pk)
    session = go_to(session, world.anna, kind="question")
    choosing.word_question(session, by=world.bas, text=content(f"{of}kernvraag"))
    session = go_to(session, world.anna, kind="method_choice")
    choosing.choose_method(session, by=world.bas, slug="gedachtenwolk")
    session = go_to(session, world.anna, phase="fill")
    world.cards.append(write(session, world.bas, content(f"{of}eigen"), kind="thought"))
    world.cards.append(write(session, world.chris, content(f"{of}gedachte"), kind="thought"))
    return session, write(session, world.dana, content(f"{of}losgelaten"), kind="thought")


def _to_the_gifts(world, session, of, let_go):
    """One card let go of, a question asked, advice kept, a number given, a note made, a gift waiting."""
    session = go_to(session, world.anna, phase="reveal")
    reveal_now(session)
    writing.mark(fresh(session), by=world.bas, card_id=let_go.pk, scale="mine", value="not_mine")
    session = go_to(session, world.anna, phase="one_thought")
    world.cards.append(write(session, world.dana, content(f"{of}vraag"), kind="question"))
    write(session, world.chris, content(f"{of}advies"), kind="advice", parked=True)
    writing.score(fresh(session), by=world.bas, value=7)
    world.notes.append(writing.note(fresh(session), by=world.chris, text=content(f"{of}notitie"), mark="touched"))
    session = go_to(session, world.anna, phase="space")
    world.cards.append(write(session, world.chris, content(f"{of}cadeau"), kind="helping_thought"))
    return session


def _taken_along(world, session, of):
    """Bas keeps a step to himself and shares a thing learned; Chris keeps an observation."""

    def kept(by, kind, place, **more):
        text = content(f"{of}{place}")
        return harvest.commit(fresh(session), by=by, kind=kind, text=text, commitment_id=uuid4(), **more)

    step = kept(world.bas, "step", "stap", confidence=3, buddy_id=world.chris.pk)
    world.commitments += [step, kept(world.bas, "takeaway", "les", share=True)]
    world.commitments.append(kept(world.chris, "observation", "opletten"))
    harvest.look_back(world.commitments[-1].pk, by=world.chris, outcome="partly", note=content(f"{of}kwamervan"))
    return step


def _the_old_evening(world):
    session = a_session(world.group, number=1, leads=world.anna)
    session, let_go = _to_the_filling(world, session, "oude")
    session = _to_the_gifts(world, session, "oude", let_go)
    session = go_to(session, world.anna, kind=Step.Kind.HARVEST)
    step = _taken_along(world, session, "oude")
    session = go_to(session, world.anna, kind=Step.Kind.REVIEW)
    world.cards.append(write(session, world.dana, content("oudeterugblik"), kind="feedback"))
    session = go_to(session, world.anna, kind=Step.Kind.CLOSING)
    pointer.close(session, by=world.anna, seen_version=session.version)
    world.old = _as_if_earlier(session, timedelta(hours=6))
    boards.look_again(world.old.treatments.get(), by=world.bas, value=6, note=content("oudebordregel"))
    pulse = evening.actions.open_pulse(world.old.pk)
    for member in (world.anna, world.bas, world.chris, world.dana):
        evening.says(pulse, member, line=content("zin"), direction="yes" if member == world.bas else None)
    evening.over(pulse)
    world.follow_ups = [_followed_up(step, 7), _followed_up(step, 21, answer="not_yet", effect=content("merkte"))]


def _followed_up(step, day, **answered):
    given = {"answered_at": timezone.now(), **answered} if answered else {}
    return FollowUp.objects.create(commitment=step, day=day, key=person_key(step.owner), **given)


def _as_if_earlier(session, ago):
    earlier = timezone.now() - ago
    CaseSession.objects.filter(pk=session.pk).update(starts_at=earlier, started_at=earlier)
    return fresh(session)


def _the_evening_that_is_asked_about(world):
    """Its pulse is open; two have answered, the case-giver by name as well."""
    four = (world.anna, world.bas, world.chris, world.dana)
    world.asked = evening.an_evening(world.group, *four, number=2, ago=timedelta(hours=3))
    world.asked_case = evening.treats(world.asked, world.dana, question=content("avond")).case
    pulse = evening.actions.open_pulse(world.asked.pk)
    evening.says(pulse, world.chris, line=content("antwoord"))
    evening.says(pulse, world.dana, line=content("antwoordd"), direction="partly")


def _the_live_evening(world):
    """Running: Bas listens or chooses, gifts wait, Dana has been offered the lead."""
    session = a_session(world.group, number=20, starts_in=timedelta(minutes=-40), leads=world.anna)
    session, let_go = _to_the_filling(world, session, "nieuwe")
    session = _to_the_gifts(world, session, "nieuwe", let_go)
    _taken_along(world, session, "nieuwe")
    lead.offer_lead(fresh(session), by=world.anna, to_id=world.dana.pk)
    world.live = fresh(session)
    said = {"by": world.dana, "to": world.anna, "key": world.live.key, "text": content("fluister")}
    world.whispers = [Whisper.objects.create(session=world.live, **said)]


# ── what is to come, and what waits ────────────────────────────────────────────────────────────────
def _what_is_to_come(world):
    where = planning.Where(minutes=120, medium="hybrid", place=inside("plek"), link=f"https://{inside('link')}.nl/")
    who = planning.Who(host_id=world.chris.pk, leads_id=world.anna.pk, quorum=4)

    def planned(**later):
        return planning.schedule(world.group, by=world.anna, starts=_times(**later), where=where, who=who)

    world.planned, world.off = planned(days=4)[0], planned(days=12)[0]
    Delivery.objects.filter(kind="session_invitation").update(state="sent", sent_at=timezone.now())
    moved = world.planned.starts_at + timedelta(hours=1)
    planning.reschedule(world.planned.pk, by=world.anna, seen_sequence=0, starts_at=moved, where=where, who=who)
    planning.cancel(world.off.pk, by=world.anna, seen_sequence=0)
    planning.schedule(world.group, by=world.anna, starts=_times(days=60, times=2), where=where, who=who)
    planning.answer(world.planned.pk, by=world.bas, says="no", reason="ill")
    planning.plan_reminders()
    world.lobby = a_session(world.group, number=10, starts_in=timedelta(minutes=5), place=inside("lobby"))
    pointer.sit(world.lobby, by=world.chris)


def _times(*, days, times=1):
    return [timezone.now() + timedelta(days=days * number) for number in range(1, times + 1)]


def _the_shelf(world):
    world.shelved = _a_case(world.dana, world.group, "plank")
    world.draft = _a_case(world.bas, world.group, "concept", shared=False)
    shelf.give_dot(world.shelved.pk, by=world.chris, on=True)


def _what_else_is_written_to_people(world):
    """So that of every kind of message there is one."""
    asked = {"name": "Ria", "email": "ria@example.org", "workplace": "", "purpose": "change", "people": 5}
    world.request = groups.request_group(once=uuid4(), language="nl", wishes="Graag een groep.", **asked)
    groups.confirm_request(world.request)
    request = GroupRequest.objects.get(pk=world.request.pk)
    groups.reply(request, by=world.coen, kind=RequestReply.Kind.ANSWER, text="We bellen je.")
    founded = {"name": "Jeugdzorg West", "purpose": "culture"}
    groups.found_group(by=world.coen, once=uuid4(), organisation=world.organisation, coach=world.anna, **founded)
    world.role_invitation = groups.invite_role(world.organisation, "ina@example.org", "coach", by=world.coen)
    week = timezone.now() + timedelta(days=7)
    about = {"pulse_talk": world.asked.pulse.pk, "follow_up": world.old.pk, "role_ended": world.organisation.pk}
    about |= {"coaching": world.group.pk, "coach_appointed": world.group.pk}
    coaching = Membership.objects.get(group=world.group, role="coach").pk
    about["session_dates_off"] = world.off.pk
    facts = {"day": 7, "role": "coach", "membership": coaching, "sessions": [world.off.pk]}
    for kind, pk in about.items():
        plan(kind, key=kind, user=world.bas, about=pk, due_at=week, expires_at=week, facts=facts)


def _a_method_of_their_own(world):
    """With words of the group in it, as a draft and as a version that was out once."""
    method = methods.fork(Method.objects.get(slug="gossip"), by=world.bas, once=uuid4(), home={"group": world.group})
    now = method.draft.document
    texts = {"nl": {**now["nl"], "name": f"Vorm van {inside('vorm')}", "promise": inside("belofte")}}
    work = methods.write_words(method.pk, by=world.bas, seen=stamp(now, "words"), texts=texts)
    MethodVersion.objects.create(method=method, number=1, document=work.document, digest=work.digest, by=world.bas)
    world.own_method = method


def _complete(world):
    """What the addresses are about."""
    world.sessions = [world.live, world.old, world.asked, world.lobby, world.planned, world.off]
    world.cases = sorted(Case.objects.select_related("key"), key=lambda case: case.state != Case.State.SHARED)
    world.boards = list(Treatment.objects.filter(session__in=[world.live, world.old]))
    world.steps = [*world.old.steps.all(), *world.live.steps.all()]
    world.memberships = list(Membership.objects.filter(group=world.group))
    feed = planning.open_feed(by=world.bas)
    world.tokens = {
        "rsvp": rsvp_token(world.planned.pk, world.bas.pk, 1),
        "feed_ics": feed_token(world.bas.pk, feed.nonce),
        "invitation": invitation_token(world.invitation.pk, 1),
        "confirm_request": request_token(world.request.pk),
        "unsubscribe": unsubscribe_token(world.bas.pk, next(iter(TOPICS))),
        "role_invitation": role_token(world.role_invitation.pk, 1),
    }
    return world
