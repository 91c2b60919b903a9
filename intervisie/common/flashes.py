"""The short messages after a deed travel in a cookie, which carries the same promise as the others in its name."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    cookie_name = settings.MESSAGES_COOKIE_NAME


class Storage(FallbackStorage):
    """The cookie first; what does not fit goes into the browser session."""

    storage_classes = (Cookie, SessionStorage)
