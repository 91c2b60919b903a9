"""What every screen of the room is drawn from: one look, three queries, one viewer.

`look` is the door of the room as well: a stranger and a coordinator get Http404.
"""

from sessions.people import Person
from sessions.room.door import find, look, look_from_wall
from sessions.room.seen import Room

__all__ = ["Person", "Room", "find", "look", "look_from_wall"]
