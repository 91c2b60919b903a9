"""How long what names people is kept, in days. The page about privacy reads these figures; nothing is typed twice.

Source: registers look back over cycles of four or five years and draw samples after that, so attendance stays six years
and no longer. The rest is our own judgement of how long each thing is still of use.
"""

from datetime import timedelta

YEAR = timedelta(days=365)
UNCONFIRMED = timedelta(days=7)  # a request whose address nobody confirmed
HANDLED = timedelta(days=90)  # a request that was answered with a group or with no
UNANSWERED = YEAR  # a request that nobody answered
INVITATION = timedelta(days=90)  # after its link stopped working
ATTENDANCE = 6 * YEAR  # who came, led, brought, hosted
