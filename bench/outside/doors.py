"""What no link of the demonstration leads to: the group of the attack tests, in which everything exists that has an
address, as each of its people finds it; and whoever is half-way in, was invited, has a second step, or is a screen.

Everybody comes in through the front door, by the forms of the application itself.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from types import SimpleNamespace

import httpx
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import resolve, reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from bench.outside import crawl, place
from bench.outside.crawl import Visit, look
from groups.models import Organisation, User
from intervisie.demo.story import PASSWORD
from sessions.actions import wall
from tests.attack.addresses import Address, addresses, browser_of, each_door
from tests.attack.world import a_world
from tests.sessions.table import fresh

MEMBERS = {"leads": "anna", "brings": "bas", "takes part": "chris"}  # role → of the cast
OF_EACH = 6  # things a route could be about: there are six sessions and five cases, each in another state
SESSION = "__Host-sessionid"  # of a browser, in production


@dataclass
class Guest:
    """Somebody with a browser, and where they go."""

    role: str
    asking: httpx.Client
    paths: list[str]

    def visits(self, site: place.Site) -> Iterator[Visit]:
        """What takes no GET says so once, whatever it could be about."""
        closed = set[str]()
        for path in self.paths:
            if resolve(path, crawl.URLS).route not in closed:
                visit, _ = look(site, self.role, self.asking, path)
                closed |= {visit.route} if visit.status == 405 else set()
                yield visit


def guests(site: place.Site) -> Iterator[Guest]:
    world = everything()
    places = addresses(world)
    for role, name in MEMBERS.items():
        yield Guest(role, crawl.client(site, of(name)), paths(places))
    yield Guest("oversees", crawl.client(site, of("coen")), paths(one for one in places if not one.private))
    account = [one.path for one in places if one.route.startswith("account/")]
    yield without_password(site, account, world.eva)
    yield changing_address(site, account)
    yield at_the_code(site)
    yield from at_the_second_step(site, account, world.dana)
    yield invited(site, world)
    yield forgotten(site, world.bas)
    yield on_the_wall(site, world)


def everything() -> SimpleNamespace:
    """The world, beside the demonstration; its people have the password of the demonstration."""
    with transaction.atomic():
        # The world brings its own: one that takes requests, and with names that are there once.
        Organisation.objects.update(is_intake=False, name=Concat("name", Value(" (demonstratie)")))
        world = a_world()
        User.objects.filter(email__endswith=of("")).update(password=make_password(PASSWORD))
    return world


def of(name: str) -> str:
    return f"{name}@example.org"


def paths(places: Iterable[Address]) -> list[str]:
    return [one.path for one in each_door(places, most=OF_EACH)]


# ── half-way ───────────────────────────────────────────────────────────────────────────────────────
def changing_address(site: place.Site, account: list[str]) -> Guest:
    """Typed a new one, and is asked for the code that went there."""
    asking = crawl.client(site, of("chris"))
    sent(asking, reverse("account_email"), email=of("chris.nieuw"), action_add="")
    return Guest("changes address", asking, account)


def without_password(site: place.Site, account: list[str], who: User) -> Guest:
    """Came in by a code, and may choose a password now."""
    who.set_unusable_password()
    who.save(update_fields=["password"])
    asking = crawl.client(site, "")
    asking.cookies.set(SESSION, browser_of(who).cookies[settings.SESSION_COOKIE_NAME].value)
    return Guest("without a password", asking, account)


def at_the_code(site: place.Site) -> Guest:
    asking = crawl.client(site, "")
    sent(asking, reverse("account_request_login_code"), email=of("bas"))
    return Guest("at the code", asking, [reverse("account_confirm_login_code")])


def at_the_second_step(site: place.Site, account: list[str], who: User) -> Iterator[Guest]:
    """In with a password only, which is half of it; and all the way in, with a code app, recovery codes and a key."""
    inside, half = crawl.client(site, who.email), crawl.client(site, "")
    sent(inside, reverse("account_reauthenticate"), password=PASSWORD)
    TOTP.activate(who, generate_totp_secret())
    RecoveryCodes.activate(who)
    key = WebAuthn.add(who, "Telefoon", a_key()).instance
    sent(half, reverse("account_login"), login=who.email, password=PASSWORD)
    yield Guest("half-way in", half, [reverse("mfa_authenticate")])
    own = [reverse(name, args=[key.pk]) for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")]
    assert Authenticator.objects.filter(user=who).count() == 3
    sure = [reverse("erase_account"), reverse("my_data_file", args=["txt"])]  # only for who just showed who they are
    yield Guest("with a second step", inside, [*account, *own, *sure])


def a_key() -> dict:
    """As a telephone hands it over: a public key, and nothing that says whose make it is."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), os.urandom(16), public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(place.NAME.encode()).digest(), flags, 0, made)
    name = websafe_encode(made.credential_id)
    client = b'{"type":"webauthn.create","challenge":"","origin":"https://localhost"}'
    answer = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
    answer["clientDataJSON"] = websafe_encode(client)
    extensions = {"credProps": {"rk": True}}
    return {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": extensions}


def invited(site: place.Site, world: SimpleNamespace) -> Guest:
    """Came by two letters; each remembers what it was about and leaves the address."""
    asking = crawl.client(site, "")
    asking.follow_redirects = True
    for kind in ("invitation", "role_invitation"):
        asking.get(reverse(kind, args=[world.tokens[kind]]))
    asking.follow_redirects = False
    return Guest(
        "invited", asking, [reverse(name) for name in ("invitation_open", "role_invitation_open", "account_signup")]
    )


def forgotten(site: place.Site, who: User) -> Guest:
    """Follows the link for a new password."""
    asking = crawl.client(site, "")
    asking.follow_redirects = True
    who = User.objects.get(pk=who.pk)  # the link knows the password that it replaces
    key = [user_pk_to_url_str(who), default_token_generator.make_token(who)]
    return Guest("forgot", asking, [reverse("account_reset_password_from_key", args=key)])


def on_the_wall(site: place.Site, world: SimpleNamespace) -> Guest:
    asking = crawl.client(site, "")
    sent(asking, reverse("wall"), code=wall.ask_wall(fresh(world.live), by=world.anna).code)
    return Guest("wall", asking, [reverse(name) for name in ("wall", "wall_part", "wall_token")])


def sent(asking: httpx.Client, path: str, **typed: str) -> None:
    """A form that was filled in and pressed; what it leads to is for later."""
    done = crawl.press(asking, path, typed)
    assert done.status_code == 302, f"{path} came back: {done.status_code}"
