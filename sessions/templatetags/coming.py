"""Who comes, in a sentence: `{% load coming %}`."""

from django import template

from sessions.attendance import coming_sentence, quorum_sentence
from sessions.forms.planning import length_in_words

register = template.Library()


@register.simple_tag
def coming(yes: int, of_all: int, quorum: int) -> str:
    """`{% coming 5 6 4 %}`: Vijf van de zes hebben gezegd dat ze komen. Met vier gaat het door."""
    return f"{coming_sentence(yes, of_all)} {quorum_sentence(quorum)}"


register.filter("how_long", length_in_words)
