"""What stands in the forms of a page, as a browser would send it again."""

from html.parser import HTMLParser


class Filled(HTMLParser):
    """`Filled(text).fields`: name → the values, of everything that is filled in, ticked, chosen or hidden."""

    def __init__(self, text):
        super().__init__()
        self.fields, self._select, self._text = {}, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self._put(given["name"], given.get("value", "on"))
        elif tag == "textarea":
            self._text = (given.get("name"), [])
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select and "selected" in given:
            self._put(self._select, given.get("value", ""))

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            name, said = self._text
            self._put(name, "".join(said).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None

    def _put(self, name, value):
        self.fields.setdefault(name, []).append(value)


def stands(answer, fields):
    """Which of these fields does not stand in the page any more: {} when everything typed is there."""
    found = Filled(answer.text).fields
    return {name: found.get(name) for name, value in fields.items() if str(value) not in found.get(name, [])}
