"""The cast: the same eight people in every test, and the groups they belong to.

Anna coaches group Noord and is a coach of the organisation. Bas brings the case, Chris takes part, Dana leads a part
for the first time. Coen coordinates the organisation. Eva belongs to another group of the same organisation, Femke to
a group of another organisation. Who is not logged in is `client` itself.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from groups.models import Agreement, AgreementSignature, Group, Membership, Organisation, OrganisationRole, Stage, User

NAMES = {
    "anna": "Anna Verbeek",
    "bas": "Bas Hoekstra",
    "chris": "Chris de Wit",
    "dana": "Dana Yılmaz",
    "coen": "Coen Smit",
    "eva": "Eva Jansen",
    "femke": "Femke Postma",
}


def person(short, name):
    user = User(email=f"{short}@example.org", name=name)
    user.set_unusable_password()
    return user


def belongs(group, user, role="member", *, days=200):
    return Membership(group=group, user=user, role=role, since=timezone.now() - timedelta(days=days))


def everybody():
    """The cast in the database, and the groups they belong to."""
    people = {short: person(short, name) for short, name in NAMES.items()}
    User.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people.values()
    )
    care = Organisation(name="Stichting Noorderzorg", is_intake=True)
    school = Organisation(name="Hogeschool Linde")
    Organisation.objects.bulk_create([care, school])
    OrganisationRole.objects.bulk_create(
        [
            OrganisationRole(organisation=care, user=people["anna"], role="coach"),
            OrganisationRole(organisation=care, user=people["coen"], role="coordinator"),
        ]
    )
    noord = Group(organisation=care, name="Jeugdzorg Noord", purpose="change", stage=Stage.GUIDED)
    zuid = Group(organisation=care, name="Wijkteam Zuid", purpose="culture")
    linde = Group(organisation=school, name="Docenten Linde", purpose="education")
    Group.objects.bulk_create([noord, zuid, linde])
    Membership.objects.bulk_create(
        [
            belongs(noord, people["anna"], "coach"),
            *(belongs(noord, people[short]) for short in ["bas", "chris", "dana"]),
            belongs(zuid, people["eva"]),
            belongs(linde, people["femke"]),
        ]
    )
    return SimpleNamespace(**people, organisation=care, school=school, noord=noord, zuid=zuid, linde=linde)


@pytest.fixture
def cast(db):
    """Everybody and everything at once; the fixtures below are its names."""
    return everybody()


@pytest.fixture
def anna(cast):
    return cast.anna


@pytest.fixture
def bas(cast):
    return cast.bas


@pytest.fixture
def chris(cast):
    return cast.chris


@pytest.fixture
def dana(cast):
    return cast.dana


@pytest.fixture
def coen(cast):
    return cast.coen


@pytest.fixture
def eva(cast):
    return cast.eva


@pytest.fixture
def femke(cast):
    return cast.femke


@pytest.fixture
def organisation(cast):
    return cast.organisation


@pytest.fixture
def group(cast):
    """Jeugdzorg Noord: Anna coaches; Bas, Chris and Dana are members."""
    return cast.noord


@pytest.fixture
def other_group(cast):
    """Of the same organisation, with Eva."""
    return cast.zuid


@pytest.fixture
def foreign_group(cast):
    """Of another organisation, with Femke."""
    return cast.linde


@pytest.fixture
def agreement(cast):
    """The first agreement of the group, confirmed by all four."""
    agreement = Agreement.objects.create(
        group=cast.noord,
        version=1,
        goal="We leren van elkaars werk.",
        rhythm="Om de vijf weken, twee uur, op kantoor.",
        attendance="We zijn er. Lukt het niet, dan melden we ons twee dagen eerder af.",
        confidentiality="Wat hier gezegd wordt, blijft hier.",
        limits="Bij acuut gevaar gaat veiligheid voor.",
        review="Na vier bijeenkomsten.",
        by=cast.anna,
    )
    AgreementSignature.objects.bulk_create(
        AgreementSignature(agreement=agreement, user=user) for user in [cast.anna, cast.bas, cast.chris, cast.dana]
    )
    return agreement


@pytest.fixture
def client_of():
    """`client_of(bas)` is a browser in which Bas is logged in."""

    def login(user):
        client = Client()
        client.force_login(user, backend="groups.backends.Backend")
        return client

    return login
