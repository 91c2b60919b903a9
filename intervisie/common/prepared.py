"""Queries whose SQL is made once, and planned once.

Composing a queryset and turning it into SQL costs more than everything else on a page of ours, and the text is the same
each time. So a function that only says which rows, for some ids and moments, is marked:

    @prepared
    def _open_pulses(user: User, now: datetime) -> QuerySet[Pulse]:
        return Pulse.objects.visible_to(user).filter(closes_at__gt=now)

    rows = _open_pulses(user, timezone.now())        # a list, of the same objects as ever

It is called once with stand-ins, to see which places of the SQL they take; from then on only those are filled in, and
the server, which knows the text by then, need not plan it again (`prepare_threshold` in the settings). So
its arguments (objects that are stored, ids, moments, words) may be used as values of conditions, a moment also with a
`timedelta` added, and for nothing else: not to decide, not to compute. Several ids come as a tuple, also an empty one,
and are used with `__in`. What the text itself depends on (a language)
comes by keyword. An argument that cannot be found again in the SQL is refused at the first call.

`insert(row)` stores a new row in the same way.
"""

from __future__ import annotations

import copy
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import AutoField, Model, QuerySet
from psycopg.sql import Literal

Row = TypeVar("Row", bound=Model)
AGES = 1000  # years between two stand-ins for moments; what is nearer than half of that was computed from one
Place = tuple[int, timedelta | None]  # which argument; how much later


class prepared(Generic[Row]):
    """Makes of a function that returns a queryset one that returns its rows, as a list."""

    def __init__(self, function: Callable[..., QuerySet[Row]]) -> None:
        self.function = function
        self.ready: dict[tuple, _Ready] = {}
        update_wrapper(self, function)

    def __call__(self, *values: Any, **fixed: Any) -> list[Row]:
        key = len(values), *fixed.items()
        if key not in self.ready:
            self.ready[key] = _Ready(self.function, values, fixed)
        return self.ready[key].rows(values)


def insert(row: Row) -> Row:
    """Stores a new row, with the id that the database gives it. Nobody is told (no signals), and values are stored as
    they are. Raises what `save` raises."""
    model = type(row)
    if model not in _inserts:
        _inserts[model] = _Insert(model)
    _inserts[model].store(row)
    return row


class _Insert:
    """The text of an INSERT for one model. Shared by all threads: nothing here changes any more."""

    def __init__(self, model: type[Model]) -> None:
        every, own = model._meta.concrete_fields, model._meta.pk
        self.given = own if isinstance(own, AutoField) else None
        self.fields = [field for field in every if field is not self.given]
        quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
        columns = ", ".join(quoted(str(field.column)) for field in self.fields)
        self.sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) "
        self.sql += f"VALUES ({', '.join(['%s'] * len(self.fields))}) RETURNING {quoted(str(own.column))}"

    def store(self, row: Model) -> None:
        connection = connections[DEFAULT_DB_ALIAS]
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self.fields]
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), _Planning(connection).cursor() as cursor:
            cursor.execute(self.sql, values)
            (given,) = cursor.fetchone()
        if self.given is not None:
            row.pk = given
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


_inserts: dict[type[Model], _Insert] = {}


class _Ready:
    """The SQL of one queryset, with the places to fill. Shared by all threads: nothing here changes any more."""

    def __init__(self, function: Callable[..., QuerySet], values: tuple, fixed: dict[str, Any]) -> None:
        stand_ins = [_stand_in(number, value) for number, value in enumerate(values)]
        queryset = function(*stand_ins, **fixed)
        stand_ins = [one[0] if isinstance(one, tuple) else _plain(one) for one in stand_ins]
        self.make_rows: Any = queryset._iterable_class
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = self.compiler.as_sql()
        columns = [column for column, *_rest in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        found = [_found(parameter, stand_ins) for parameter in parameters]
        self.places = [place for place in found if place]
        if {number for number, _later in self.places} != set(range(len(values))):
            raise ValueError(f"{function.__qualname__}: an argument does not come back in the SQL as it is")
        several = {number for number, value in enumerate(values) if isinstance(value, tuple)}
        kinds = [_SEVERAL if place and place[0] in several else place and _ONE for place in found]
        self.sql = _settled(sql, [kind or (given,) for kind, given in zip(kinds, parameters, strict=True)])

    def rows(self, values: tuple) -> list[Any]:
        plain = [_plain(value) for value in values]
        parameters = (plain[number] + later if later else plain[number] for number, later in self.places)
        return list(self.make_rows(_Filled(self, tuple(parameters))))


def _settled(sql: str, given: list[Any]) -> str:
    """The text with everything in it that is the same each time; what is given as a place stays one."""
    following = iter(given)

    def write(found: re.Match) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(following)
        if value is _SEVERAL:
            if found[0] == "%s":
                raise ValueError("several ids are only compared with IN")
            return "= ANY(%s::uuid[])"
        if value is _ONE:
            return found[0]
        written = Literal(value[0]).as_string(_raw()).replace("%", "%%")
        return written if found[0] == "%s" else f"IN ({written})"

    return re.sub(r"IN \(%s\)|%[s%]", write, sql)


_ONE, _SEVERAL = object(), object()  # kinds of places


def _raw() -> Any:
    connections[DEFAULT_DB_ALIAS].ensure_connection()
    return connections[DEFAULT_DB_ALIAS].connection


class _Filled:
    """What Django asks of a queryset and of its query when it makes objects of rows."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict = {}

    def __init__(self, ready: _Ready, parameters: tuple) -> None:
        self.ready, self.parameters, self.query = ready, parameters, self

    def get_compiler(self, using: str) -> Any:
        compiler = copy.copy(self.ready.compiler)
        compiler.connection = _Planning(connections[using])
        compiler.as_sql = lambda *_arguments, **_more: (self.ready.sql, self.parameters)
        compiler.get_converters = lambda _columns: self.ready.converters
        return compiler


class _Planning:
    """This connection, but its cursors leave values apart from the text: only so the server knows it again."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        self._connection.ensure_connection()
        raw = self._connection.connection
        kept, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
        try:
            return self._connection.cursor()
        finally:
            raw.cursor_factory = kept


def _stand_in(number: int, value: Any) -> Any:
    """Something of the same kind that occurs nowhere else."""
    if isinstance(value, Model):
        return value.__class__(pk=uuid4())
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, tuple):
        return (uuid4(),)
    if isinstance(value, datetime):
        return datetime(2 * AGES + AGES * number, 1, 1, microsecond=secrets.randbelow(10**6), tzinfo=UTC)
    if isinstance(value, str):
        return secrets.token_hex(16)
    raise TypeError(f"no stand-in for {type(value).__name__}")


def _plain(value: Any) -> Any:
    """What stands for it in SQL. Several ids go as one word, so that their number is no other text."""
    if isinstance(value, tuple):
        return f"{{{','.join(map(str, value))}}}"
    return value.pk if isinstance(value, Model) else value


def _found(parameter: Any, stand_ins: list[Any]) -> Place | None:
    for number, stand_in in enumerate(stand_ins):
        if isinstance(stand_in, datetime) and isinstance(parameter, datetime):
            later = parameter - stand_in
            if abs(later) < timedelta(days=365 * AGES // 3):
                return number, later or None
        elif type(parameter) is type(stand_in) and parameter == stand_in:
            return number, None
    return None
