"""Logging people out from the outside: one by address, or everybody."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intervisie.common.models import AuditEvent


def end(*arguments):
    said = StringIO()
    call_command("end_sessions", *arguments, stdout=said)
    return said.getvalue().strip()


def is_in(browser):
    return browser.get("/vandaag/").status_code == 200


def test_one_person_is_out_everywhere_and_nobody_else(client_of, bas, chris):
    phone, laptop, other = client_of(bas), client_of(bas), client_of(chris)
    assert end("BAS@example.org") == "2 browsers logged out."
    assert [is_in(browser) for browser in (phone, laptop, other)] == [False, False, True]
    assert AuditEvent.objects.get(verb="account.end_sessions").about_id == str(bas.pk)


def test_everybody(client_of, bas, chris):
    browsers = [client_of(bas), client_of(chris)]
    assert end("--everybody") == "2 browsers logged out."
    assert not any(is_in(browser) for browser in browsers)


@pytest.mark.parametrize("arguments", [(), ("bas@example.org", "--everybody"), ("niemand@example.org",)])
def test_what_it_cannot_do_is_said_and_nobody_is_out(client_of, bas, arguments):
    browser = client_of(bas)
    with pytest.raises(CommandError):
        end(*arguments)
    assert is_in(browser)
