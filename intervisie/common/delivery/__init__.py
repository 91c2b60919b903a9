"""Messages: rows are the truth, workers only ring the bell. The only package that sends mail.

rows.py     plan, drop, explain: the rows, written in the transaction of their cause
kinds.py    what the apps register: is it still true, and what does it say
letter.py   from templates to a message, in the person's language and the group's zone
sending.py  claim, judge, send, mark
"""

from intervisie.common.delivery.kinds import kind, unsubscribe_link
from intervisie.common.delivery.letter import Message, mail
from intervisie.common.delivery.rows import Plan, clean, drop, explain, plan, plan_all
from intervisie.common.delivery.sending import drain

__all__ = [
    "Message",
    "Plan",
    "clean",
    "drain",
    "drop",
    "explain",
    "kind",
    "mail",
    "plan",
    "plan_all",
    "unsubscribe_link",
]
