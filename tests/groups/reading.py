"""Reading a page the way a person does: words, and the cells of the overview."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """`Page(text)`: .words, .columns (the keys of the overview's heads) and .cells (its body, row by row)."""

    def __init__(self, text):
        super().__init__()
        self.columns, self.cells, self._said, self._in_table, self._in_cell = [], [], [], False, False
        self.feed(text)
        self.cells = [" ".join(cell.split()) for cell in self.cells]
        self.words = " ".join(" ".join(self._said).split())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            self._in_table = attributes.get("id") == "overview"
        elif self._in_table and tag == "th" and attributes.get("scope") == "col":
            self.columns.append(attributes["data-sight"])
        elif self._in_table and tag in ("td", "th"):
            self.cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data):
        self._said.append(data)
        if self._in_cell:
            self.cells[-1] += f" {data}"
