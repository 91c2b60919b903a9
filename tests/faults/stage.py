"""Run in a process of its own, inside the house: `python -m tests.faults.stage <what>`. The last line is JSON.

people        the cast of a group, logged in, and rooms in which they have just begun
invitations   so many sessions more, each announced to four people by mail
table         ten people who write in silence; their names and cookies
cards         what they wrote, by id
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intervisie.settings")
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402 (Django must be set up first)
from django.utils import timezone  # noqa: E402

from groups.models import Agreement, AgreementSignature, Group, Membership, Organisation, User  # noqa: E402
from sessions.actions import planning  # noqa: E402
from sessions.actions.planning import Where, Who  # noqa: E402
from sessions.models import Contribution  # noqa: E402
from tests.cast import belongs, person  # noqa: E402
from tests.sessions.table import a_session, begin, in_method  # noqa: E402
from tests.technical import login_cookie  # noqa: E402

PASSWORD = "samen-kijken-2026"
ROOMS = 12  # one for each test that presses something
NAMES = {"anna": "Anna Verbeek", "bas": "Bas Hoekstra", "chris": "Chris de Wit", "dana": "Dana Yılmaz"}


def people() -> dict:
    cast = {short: person(short, name) for short, name in NAMES.items()}
    for user in cast.values():
        user.set_password(PASSWORD)
    User.objects.bulk_create(cast.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in cast.values()
    )
    organisation = Organisation.objects.create(name="Stichting Noorderzorg")
    group = a_group(organisation, cast, "Noord")
    rooms = [a_room(a_group(organisation, cast, f"Kamer {number}"), cast) for number in range(ROOMS)]
    cookies = {short: login_cookie(user)["value"] for short, user in cast.items()}
    return {"group": str(group.pk), "rooms": rooms, "password": PASSWORD, **cookies}


def a_group(organisation, cast, name):
    group = Group.objects.create(organisation=organisation, name=name, purpose="change")
    Membership.objects.bulk_create(
        belongs(group, user, "coach" if short == "anna" else "member") for short, user in cast.items()
    )
    words = dict.fromkeys(("goal", "rhythm", "attendance", "confidentiality", "limits", "review"), "Zo doen we het.")
    agreement = Agreement.objects.create(group=group, version=1, by=cast["anna"], **words)
    AgreementSignature.objects.bulk_create(AgreementSignature(agreement=agreement, user=user) for user in cast.values())
    return group


def a_room(group, cast) -> str:
    """A session that has begun: everybody sits."""
    return str(begin(a_session(group), *cast.values()).pk)


def invitations(sessions: str) -> dict:
    """Four mails each, due now."""
    group = Group.objects.get(name="Noord")
    anna = User.objects.get(email="anna@example.org")
    first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    last = group.case_sessions.order_by("-starts_at").values_list("starts_at", flat=True).first()
    first = max(first, last + timedelta(days=1)) if last else first
    where, who = Where(minutes=120, medium="room", place="Tuinkamer"), Who(host_id=None, leads_id=None, quorum=2)
    for number in range(int(sessions)):  # each by itself: a series would be one mail
        planning.schedule(group, by=anna, starts=[first + timedelta(days=number)], where=where, who=who)
    return {"mails": 4 * int(sessions)}


def table() -> dict:
    """Ten people in one room, where thoughts are written in silence; the first leads, the second brings the case."""
    users = [person(f"p{number}", f"Persoon{number} de Boer") for number in range(10)]
    User.objects.bulk_create(users)
    organisation = Organisation.objects.create(name="Stichting Tien")
    group = Group.objects.create(organisation=organisation, name="Tien", purpose="change")
    Membership.objects.bulk_create(belongs(group, user, "member" if nr else "coach") for nr, user in enumerate(users))
    session = in_method(a_session(group, leads=users[0]), users[0], users[1], "gedachtenwolk", *users[2:], phase="fill")
    return {
        "session": str(session.pk),
        "step": str(session.step_id),
        "cookies": [login_cookie(u)["value"] for u in users],
    }


def cards(session: str) -> dict:
    written = Contribution.objects.filter(step__session=session).select_related("key", "author")
    return {str(card.pk): [card.author.email.split("@")[0], card.text] for card in written}


WHAT = {"people": people, "invitations": invitations, "table": table, "cards": cards}

if __name__ == "__main__":
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))
