"""Text at rest is unreadable without its data key, and a data key is unreadable without a master key.

Master keys come from `settings.FIELD_KEYS` ("id:base64", newest first) and wrap data keys (`models.DataKey`), one per
case, session or person. Destroying a data key makes everything written under it unreadable at once, everywhere.

A stored value is  version (1 byte) · data key id (16) · nonce (12) · ciphertext and tag.  The associated data is
"table:column:pk": a value copied to another row, column or table does not open. So the primary key must be known before
saving (UUID), and renaming a table or column of encrypted text means encrypting it again.

The value from the database knows neither its row nor its key. It travels as an opaque `Sealed`, and the field's
descriptor opens it on the instance. Queries cannot look into it: filters, `.update()` and `.bulk_update()` refuse, and
`.values()` yields the opaque object.
"""

import base64
import json
import os
import threading
import time
from collections import OrderedDict
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured, ObjectDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

VERSION = b"\x01"
NONCE = 12
HEADER = 1 + 16 + NONCE


class CannotOpen(Exception):
    """A value that does not belong to this row, column or key. Names the place, never the text."""


class NoKey(Exception):
    """There is text to write and no data key to write it under."""


class NotSearchable(FieldError):
    """A query tried to look into encrypted text."""


# ── master keys ────────────────────────────────────────────────────────────────────────────────────
def masters() -> dict[str, AESGCM]:
    """The master keys by id, newest first."""
    return _masters(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=8)
def _masters(pairs: tuple[str, ...]) -> dict[str, AESGCM]:
    try:
        named = [pair.split(":", 1) for pair in pairs]
        ring = {name: AESGCM(base64.b64decode(secret, validate=True)) for name, secret in named}
    except ValueError:
        ring = {}  # the message below; never the value itself
    if not ring or len(ring) != len(pairs):
        raise ImproperlyConfigured("FIELD_KEYS must be id:base64,… with 32 bytes each and different ids, newest first.")
    return ring


def newest_master() -> str:
    return next(iter(masters()))


def wrap(secret: bytes, *, key_id: UUID, scope: str) -> tuple[str, bytes]:
    """Encrypt a data key under the newest master: (id of the master, wrapped key)."""
    name = newest_master()
    nonce = os.urandom(NONCE)
    return name, nonce + masters()[name].encrypt(nonce, secret, _key_context(key_id, scope))


def unwrap(wrapped: bytes, *, master: str, key_id: UUID, scope: str) -> bytes:
    wrapped = bytes(wrapped)
    try:
        return masters()[master].decrypt(wrapped[:NONCE], wrapped[NONCE:], _key_context(key_id, scope))
    except KeyError:
        raise CannotOpen(f"data key {key_id} needs master key {master}, which FIELD_KEYS does not hold") from None
    except InvalidTag:
        raise CannotOpen(f"data key {key_id} does not open with master key {master}") from None


def _key_context(key_id: UUID, scope: str) -> bytes:
    return f"datakey:{scope}:{key_id}".encode()


# ── opened data keys, for a short while ────────────────────────────────────────────────────────────
class OpenKeys:
    """Data keys opened in this process: few, not for long, and only reachable through a loaded row.

    Whoever asks holds a `DataKey` read from the database, so a key destroyed elsewhere is never asked for again;
    the age only limits how long it lingers in memory.
    """

    def __init__(self, size: int = 512, seconds: float = 300) -> None:
        self.size, self.seconds = size, seconds
        self._kept: OrderedDict[UUID, tuple[float, bytes, AESGCM]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key) -> AESGCM:
        wrapped = bytes(key.wrapped)
        with self._lock:
            until, seen, cipher = self._kept.get(key.pk, (0.0, b"", None))
            if cipher is not None and until > time.monotonic() and seen == wrapped:
                self._kept.move_to_end(key.pk)
                return cipher
        cipher = AESGCM(unwrap(wrapped, master=key.master, key_id=key.pk, scope=key.scope))
        with self._lock:
            self._kept[key.pk] = (time.monotonic() + self.seconds, wrapped, cipher)
            self._kept.move_to_end(key.pk)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return cipher

    def drop(self, key_id: UUID) -> None:
        with self._lock:
            self._kept.pop(key_id, None)

    def __len__(self) -> int:
        return len(self._kept)


open_keys = OpenKeys()


# ── values ─────────────────────────────────────────────────────────────────────────────────────────
class Sealed:
    """An encrypted value as it came from the database. Says nothing about itself."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    @property
    def key_id(self) -> UUID:
        return UUID(bytes=self.raw[1:17])


class Cipher(bytes):
    """Bytes that an encrypted field made itself: the only thing it lets through to the database."""


class OpeningAttribute(DeferredAttribute):
    """Opens the value when somebody reads it. A data descriptor, so the instance's own dict does not bypass it."""

    field: "EncryptedField"

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = self.stored(instance)
        if isinstance(value, Sealed):
            value = self.field.open(instance, value)
        return value

    def __set__(self, instance, value) -> None:
        instance.__dict__[self.field.attname] = value

    def stored(self, instance):
        held, name = instance.__dict__, self.field.attname
        if name not in held:  # deferred: fetch this one column, still sealed, without opening it on a second instance
            rows = type(instance)._base_manager.db_manager(instance._state.db).filter(pk=instance.pk)
            held[name] = rows.values_list(name, flat=True).get()
        return held[name]


class EncryptedField(models.Field):
    """What both kinds share. `key` is the path from the instance to its `DataKey`, such as "key" or "session.key"."""

    descriptor_class = OpeningAttribute

    def __init__(self, *args, key: str = "key", **kwargs) -> None:
        self.key = key
        kwargs["null"] = True  # an empty value is NULL: nothing to encrypt, nothing to hide but that it is empty
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        if self.key != "key":
            kwargs["key"] = self.key
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    # what the two kinds differ in
    def nothing(self):
        raise NotImplementedError

    def to_bytes(self, value) -> bytes:
        raise NotImplementedError

    def from_bytes(self, raw: bytes):
        raise NotImplementedError

    # opening and sealing
    def key_of(self, instance):
        """The data key of this instance, or None where there is none (any more)."""
        return follow(instance, self.key)

    def open(self, instance, value: Sealed):
        key = self.key_of(instance)
        if key is None:
            return self.nothing()  # destroyed: the text is gone; the sealed bytes stay where they are
        if key.pk != value.key_id or value.raw[:1] != VERSION:
            raise CannotOpen(f"{self._place(instance)} was written under another key")
        try:
            raw = open_keys.of(key).decrypt(value.raw[17:HEADER], value.raw[HEADER:], self._place(instance).encode())
        except InvalidTag:
            raise CannotOpen(f"{self._place(instance)} does not belong here or was tampered with") from None
        instance.__dict__[self.attname] = opened = self.from_bytes(raw)
        return opened

    def seal(self, instance, value) -> Cipher:
        key = self.key_of(instance)
        if key is None:
            raise NoKey(f"{self._place(instance)} has no data key at `{self.key}`")
        nonce = os.urandom(NONCE)
        place = self._place(instance).encode()
        return Cipher(VERSION + key.pk.bytes + nonce + open_keys.of(key).encrypt(nonce, self.to_bytes(value), place))

    def _place(self, instance) -> str:
        if instance.pk is None:
            raise NoKey(f"{self.model._meta.label} needs its primary key before its text can be encrypted (use a UUID)")
        return f"{self.model._meta.db_table}:{self.column}:{instance.pk}"

    # Django's side
    def pre_save(self, instance, add):
        value = getattr(type(instance), self.attname).stored(instance)
        if isinstance(value, Sealed):
            if not add and self._same_key(instance, value):
                return Cipher(value.raw)  # not opened, not changed
            value = self.open(instance, value)  # a copied row: opens only where it belongs
        if value is None or value == self.nothing():
            return None
        return self.seal(instance, value)

    def _same_key(self, instance, value: Sealed) -> bool:
        key = self.key_of(instance)
        if key is not None and key.pk != value.key_id:
            raise CannotOpen(f"{self._place(instance)} is written under another key; use rekey()")
        return True

    def from_db_value(self, value, expression, connection):
        return self.nothing() if value is None else Sealed(bytes(value))

    def get_prep_value(self, value):
        if value is None or isinstance(value, Cipher):
            return value
        raise NotSearchable(f"{self.model._meta.label}.{self.name} is encrypted: assign it and save() the instance")

    def get_db_prep_save(self, value, connection):
        """Empty is NULL, also for a column that is added to rows that are there."""
        return None if value == self.nothing() else super().get_db_prep_save(value, connection)

    def get_db_prep_value(self, value, connection, prepared=False):
        value = value if prepared else self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":  # is anything written at all
            return super().get_lookup(lookup_name)
        raise NotSearchable(f"{self.model._meta.label}.{self.name} is encrypted and cannot be searched")

    def get_transform(self, lookup_name):
        raise NotSearchable(f"{self.model._meta.label}.{self.name} is encrypted and cannot be searched")

    def value_to_string(self, obj):
        raise NotSearchable(f"{self.model._meta.label}.{self.name} is encrypted and is not written into dumps")


class EncryptedTextField(EncryptedField, models.TextField):
    """Text, "" when empty and "" when its key is destroyed."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") == "":
            kwargs.pop("default")
        return name, path, args, kwargs

    @property
    def validators(self):
        limit = [MaxLengthValidator(self.max_length)] if self.max_length else []
        return [*super().validators, *limit]

    def nothing(self) -> str:
        return ""

    def to_bytes(self, value) -> bytes:
        return str(value).encode()

    def from_bytes(self, raw: bytes) -> str:
        return raw.decode()

    def formfield(self, **kwargs):
        return super().formfield(**{"empty_value": "", **kwargs})


class EncryptedJSONField(EncryptedField, models.JSONField):
    """A JSON value, the default ({} unless said) when empty and when its key is destroyed."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def nothing(self):
        return self.get_default()

    def to_bytes(self, value) -> bytes:
        return json.dumps(value, cls=self.encoder, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, raw: bytes):
        return json.loads(raw, cls=self.decoder)


class DataKeyField(models.ForeignKey):
    """The data key of a row. Without a database constraint: the key goes, the row and this id stay."""

    fixed = {"to": "common.DataKey", "on_delete": models.DO_NOTHING, "db_constraint": False, "null": True}
    quiet = {"related_name": "+", "editable": False, "db_index": False, "blank": True}

    def __init__(self, **kwargs) -> None:
        super().__init__(**{**self.quiet, **kwargs, **self.fixed})

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        for word in (*self.fixed, *self.quiet):
            kwargs.pop(word, None)
        return name, path, [], kwargs


# ── helpers for whole rows ─────────────────────────────────────────────────────────────────────────
def encrypted_fields(model) -> list[EncryptedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def sealed(instance) -> bool:
    """Something of this row can no longer be read: it has a key id, and the key is destroyed."""
    return any(_lost(instance, field) for field in encrypted_fields(type(instance)))


def _lost(instance, field: EncryptedField) -> bool:
    way, _dot, last = field.key.rpartition(".")
    holder = follow(instance, way)
    return holder is not None and getattr(holder, f"{last}_id") is not None and follow(holder, last) is None


def follow(instance, path: str):
    """What lies at the end of a dotted path, None where it stops."""
    try:
        for step in filter(None, path.split(".")):
            instance = getattr(instance, step) if instance is not None else None
    except ObjectDoesNotExist:
        return None
    return instance


def rekey(instance, key) -> None:
    """Move a row's text to another data key: opens everything under the old one, then points to the new. Not saved."""
    for field in encrypted_fields(type(instance)):
        setattr(instance, field.attname, getattr(instance, field.attname))
    instance.key = key
