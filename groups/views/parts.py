"""Small things several views need."""


def posted_number(request, name: str) -> int:
    """A small whole number from a hidden field; -1 for anything else, which then matches nothing."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1
