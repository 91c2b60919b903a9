"""What strangers' tools say about us: `make outside`, or `python -m bench.outside` inside the environment.

    place.py      the application with the settings of production and the demonstration, behind TLS of its own
    tools.py      the strangers, from npm, in a folder outside the tree
    crawl.py      every address one gets to by links or knows by name: as nobody, member, coach, coordinator
    letters.py    the addresses that carry a key: answers, invitations, mail that is not wanted, requests
    doors.py      what no link leads to: a group with everything that has an address; who is half-way in; a wall
    routes.py     whether every route that takes a GET was among them
    states.py     what no link leads to: forms sent back, English, each step of a room with each method
    evening.py    a session from the lobby to its end, and what people lay on the table in it
    headers.py    Mozilla's Observatory and Google's CSP Evaluator, on every address
    browser.py    axe, HTML_CodeSniffer, keyboard, focus, 320 px, text spacing, calm, in a real Chromium; light and
                  dark, what is folded opened, each dialog
    markup.py     the Nu HTML checker on every page
    speed.py      Lighthouse, as a telephone
    code.py       bandit and ruff's security rules
    broken/       pages with everything wrong: each tool has to say so before it is believed

Ends with 1 when anything was found, or when a tool could not run (unless `--allow-missing`).
"""
