"""A mail server for the tests: real SMTP on a port of its own, that can be told to refuse."""

import email
import logging
import socket
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from intervisie.common.delivery import Message, kind
from intervisie.common.delivery.kinds import KINDS


class PostOffice:
    def __init__(self):
        self.mails, self.answers, self.connections = [], {}, 0
        self.port, self.door = free_port(), None

    def open(self):
        self.door = Controller(self, hostname="127.0.0.1", port=self.port)
        self.door.start()

    def close(self):
        if self.door:
            self.door.stop()
        self.door = None

    def refuse(self, address, answer):
        """From now on this recipient is answered so, at RCPT."""
        self.answers[address] = answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos[0], message))
        return "250 OK"

    def to(self, address):
        return [message for recipient, message in self.mails if recipient == address]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def post(settings):
    """The post office, and the settings that lead to it."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    office = PostOffice()
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    settings.DEFAULT_FROM_EMAIL = "Intervisie <no-reply@intervisie.example>"
    yield office
    office.close()


class Note:
    """A kind of message whose truth the test decides."""

    true, broken = True, None

    def still_true(self, row):
        return self.true

    def render(self, row):
        if self.broken:
            raise self.broken
        return Message(subject="Donderdag", text=f"Dag, {row.facts.get('count', 0)}\n", html="<p>Dag</p>")


@pytest.fixture
def note():
    made = Note()
    kind("test_note")(made)
    yield made
    del KINDS["test_note"]
