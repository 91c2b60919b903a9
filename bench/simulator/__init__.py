"""Members with habits play a method from the lobby to the goodbye, through HTTP, each in a browser of their own.

    make bench-simulator                            # every method and module, for 3, 6 and 10 people
    python3 dev.py bench simulator --only gossip --people 6

Nobody knows more than their page says: people read it, and press what stands on it. What a page offers the server
takes; what it does not offer is refused, also when it comes from an old tab. `tests/simulator` plays a few of them.

    page.py       the forms on a page, as a reader finds them
    person.py     one person, their browser and their habits
    evening.py    one evening: who acts when, and what holds at every moment
    stage.py      the group, the case and the clock; what stands in the rows
"""
