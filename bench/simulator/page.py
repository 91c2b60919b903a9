"""A page as somebody without eyes for layout reads it: its title, its forms, and what may be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    """One form: what it sends by itself, what may be chosen, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)  # name and value; a plain one has neither

    def sends(self, **more: Any) -> dict[str, str]:
        """As a browser does: a button that carries a value is pressed only when it is named in `more`."""
        return {**self.fields, **{name: str(value) for name, value in more.items()}}

    def button(self, name: str) -> list[str]:
        return [value for called, value in self.buttons if called == name]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.title, self._inside = "", ""
        self._form: Form | None = None
        self._text: str | None = None  # the textarea that is being read
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif tag == "h1":
            self._inside = "h1"
        elif self._form is not None:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self._form, given.get("name", "")
        assert form is not None
        if tag == "button" and given.get("type") != "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            form.texts.append(name)
            form.fields[name], self._text = "", name
        elif tag == "select" and name:
            self._select, form.choices[name] = name, []
        elif tag == "option" and self._select:
            self._option(form, given)
        elif tag == "input" and name:
            self._input(form, name, given)

    def _option(self, form: Form, given: dict[str, str]) -> None:
        assert self._select is not None
        form.choices[self._select].append(given.get("value", ""))
        if "selected" in given or self._select not in form.fields:
            form.fields[self._select] = given.get("value", "")

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "on" if given.get("type") == "checkbox" else "")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields[name] = value
        else:
            form.fields[name] = value
            if kind == "text":
                form.texts.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "h1":
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.title += data
        elif self._text and self._form is not None:
            self._form.fields[self._text] += data


@dataclass
class Page:
    html: str

    @cached_property
    def read(self) -> Reader:
        reader = Reader()
        reader.feed(self.html)
        return reader

    @property
    def title(self) -> str:
        return " ".join(self.read.title.split())

    def forms(self, end: str) -> Iterator[Form]:
        """The forms whose address ends like this."""
        return (form for form in self.read.forms if form.action.endswith(end))

    def form(self, end: str) -> Form | None:
        return next(self.forms(end), None)
