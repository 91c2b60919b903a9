"""The second step: its secrets are sealed, a code opens once, and without its key nobody gets in."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intervisie.common.encryption import CannotOpen
from intervisie.common.models import DataKey

PASSWORD = "een lange zin om te onthouden"
NEWER = "2:" + "B" * 43 + "="


@pytest.fixture
def secret(bas, time_machine):
    """Bas has an app that makes codes. The clock stands: a code counts for half a minute, and asking takes time."""
    time_machine.move_to(timezone.now(), tick=False)
    bas.set_password(PASSWORD)
    bas.save(update_fields=["password"])
    secret = generate_totp_secret()
    TOTP.activate(bas, secret)
    return secret


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_password(client):
    return client.post(reverse("account_login"), {"login": "bas@example.org", "password": PASSWORD})


def is_in(client):
    return client.get(reverse("home")).status_code == 200


def test_a_password_alone_does_not_let_in(client, secret):
    assert with_password(client).url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)


def test_a_code_of_an_app_opens_once(client, secret):
    now = code(secret)
    with_password(client)
    client.post(reverse("mfa_authenticate"), {"code": now})
    other = type(client)()
    with_password(other)
    other.post(reverse("mfa_authenticate"), {"code": now})
    assert (is_in(client), is_in(other)) == (True, False)


def test_a_recovery_code_opens_once(client, secret, bas):
    codes = RecoveryCodes.activate(bas).get_unused_codes()
    with_password(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    other = type(client)()
    with_password(other)
    other.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert (is_in(client), is_in(other)) == (True, False)


def test_the_database_holds_no_secret(secret, bas):
    codes = RecoveryCodes.activate(bas).get_unused_codes()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not [one for one in codes if one in stored]
    assert not re.search(r"\b[0-9a-f]{80}\b", stored)  # the seed


def test_it_rotates_with_all_other_keys(client, secret, settings):
    settings.FIELD_KEYS = [NEWER, *settings.FIELD_KEYS]
    call_command("rotate_keys", verbosity=0)
    settings.FIELD_KEYS = [NEWER]
    with_password(client)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)


def test_without_its_key_nobody_gets_in(client, secret):
    DataKey.objects.all().delete()
    with_password(client)
    with pytest.raises(CannotOpen):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)


def test_a_secret_moved_to_another_row_opens_nothing(secret, chris):
    TOTP.activate(chris, generate_totp_secret())
    mine, other = Authenticator.objects.order_by("pk")
    key_id = other.data["secret"].partition(":")[0]
    mine.data["secret"] = f"{key_id}:{mine.data['secret'].partition(':')[2]}"
    with pytest.raises(CannotOpen):
        TOTP(mine).validate_code("000000")


def test_a_lost_app_is_replaced_only_from_inside(client, secret):
    with_password(client)
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_index"):
        assert client.get(reverse(name)).url.startswith(reverse(settings.LOGIN_URL))
