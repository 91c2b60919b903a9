"""A mail server that is slow, refuses or hangs up at any moment. What tests/common/test_delivery.py shows of refused
addresses and of a server that is away is not repeated here."""

import contextlib
import smtplib
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from intervisie.common.delivery import drain, plan
from intervisie.common.delivery.sending import LEASE, WAITS
from intervisie.common.models import Delivery


def planned(user, number=1):
    now = timezone.now()
    return plan("test_note", key=f"n:{number}", user=user, due_at=now, expires_at=now + timedelta(days=9))


def states():
    return sorted(Delivery.objects.values_list("state", "attempts"))


@contextmanager
def server(talk):
    """A socket that says what `talk(connection, number)` does with the number-th that comes."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        number = 0
        while not stop.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):  # who asked may have gone
                talk(connection, number)
            number += 1

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


class Talk:
    """A minimal SMTP server that answers each command with what it is told, and remembers what it was given."""

    def __init__(self, **answers):
        self.answers, self.mails = answers, []

    def __call__(self, connection, number):
        lines = connection.makefile("rwb")
        self.say(lines, "220 here")
        while line := lines.readline():
            word = line.split()[0].upper().decode()
            if word == "DATA":
                self.say(lines, "354 go on")
                self.mails.append(self.message(lines))
            answer = self.answers.get(word, "250 well")
            answer = answer[min(number, len(answer) - 1)] if isinstance(answer, list) else answer
            if answer == "hang up":
                return
            self.say(lines, answer)
            if word == "QUIT":
                return

    @staticmethod
    def say(lines, text):
        lines.write(f"{text}\r\n".encode())
        lines.flush()

    @staticmethod
    def message(lines):
        text = b""
        while (line := lines.readline()) not in (b".\r\n", b""):
            text += line
        return text.decode()

    def ids(self):
        return [line for mail in self.mails for line in mail.splitlines() if line.lower().startswith("message-id:")]


def test_hung_up_after_the_message_was_taken_it_goes_again_as_the_same_message(bas, note, post, settings):
    """Nobody can know whether it arrived: it is sent once more, and whoever gets both sees one."""
    talk = Talk(DATA=["hang up", "250 well"])
    with server(talk) as settings.EMAIL_PORT:
        planned(bas)
        assert drain() == 0
        assert states() == [("due", 1)]
        assert drain(now=timezone.now() + WAITS[0]) == 1
    assert states() == [("sent", 2)]
    assert len(talk.ids()) == 2
    assert len(set(talk.ids())) == 1


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("MAIL", "451 not now"),
        ("MAIL", "550 who are you"),
        ("DATA", "452 no room"),
        ("DATA", "554 looks like spam"),
        ("RCPT", "hang up"),
        ("MAIL", "hang up"),
    ],
)
def test_whatever_it_says_nothing_is_lost_and_the_next_still_goes(bas, chris, note, post, settings, word, answer):
    talk = Talk(**{word: [answer, "250 well"]})
    with server(talk) as settings.EMAIL_PORT:
        planned(bas, 1)
        planned(chris, 2)
        drain()
        settled = dict(Delivery.objects.values_list("key", "state"))
        assert settled["n:1"] == "due"
        settings.EMAIL_PORT = post.port  # and then it is well again
        drain(now=timezone.now() + WAITS[1])
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert all(row.attempts <= 2 for row in Delivery.objects.all())


@pytest.mark.parametrize("greeting", ["554 closed", "421 too busy", ""])
def test_a_server_that_lets_nobody_in_costs_no_try(bas, note, post, settings, greeting):
    def talk(connection, number):
        connection.sendall(f"{greeting}\r\n".encode() if greeting else b"")

    with server(talk) as settings.EMAIL_PORT:
        planned(bas)
        assert drain() == 0
    assert states() == [("due", 0)]


def test_a_server_that_says_nothing_holds_nobody_longer_than_the_lease(bas, note, post, settings):
    """It takes the connection and is silent: the worker lets go in time, long before anybody else may take the row."""
    settings.EMAIL_TIMEOUT = 0.4
    quiet = threading.Event()

    with server(lambda connection, number: quiet.wait(5)) as settings.EMAIL_PORT:
        planned(bas)
        started = timezone.now()
        assert drain() == 0
        took = timezone.now() - started
        quiet.set()
    assert took < timedelta(seconds=3)
    assert states() == [("due", 0)]


def test_the_lease_outlives_the_slowest_sending(settings):
    """Connect, greeting, EHLO, MAIL, RCPT, DATA, end of message: each may take as long as the timeout."""
    assert timedelta(seconds=settings.EMAIL_TIMEOUT) * 7 < LEASE


def test_silence_in_the_middle_of_a_message_is_tried_again(bas, note, post, settings):
    settings.EMAIL_TIMEOUT = 0.4
    quiet = threading.Event()

    class Sleepy(Talk):
        def message(self, lines):
            quiet.wait(5)
            return ""

    with server(Sleepy()) as settings.EMAIL_PORT:
        planned(bas)
        assert drain() == 0
        quiet.set()
    assert states() == [("due", 1)]
    assert Delivery.objects.get().why in (smtplib.SMTPServerDisconnected.__name__, TimeoutError.__name__)
