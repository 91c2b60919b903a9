"""Messages: rows are the truth, workers only ring the bell. The only package that sends mail.

rows.py     plan, drop, explain: the rows, written in the transaction of their cause
kinds.py    what the apps register: is it still true, and what does it say
letter.py   from templates to a message, in the person's language and the group's zone
topics.py   what somebody may not want to be mailed about
sending.py  claim, judge, send, mark
"""

from intervisie.common.delivery.kinds import kind, unsubscribe_link
from intervisie.common.delivery.letter import Message, mail
from intervisie.common.delivery.rows import Plan, clean, drop, explain, plan, plan_all
from intervisie.common.delivery.sending import drain
from intervisie.common.delivery.topics import (
    TOPICS,
    Topic,
    choose_topics,
    is_wanted,
    resume_topic,
    stop_topic,
    topic,
    unwanted_by,
)

__all__ = [
    "TOPICS",
    "Message",
    "Plan",
    "Topic",
    "choose_topics",
    "clean",
    "drain",
    "drop",
    "explain",
    "is_wanted",
    "kind",
    "mail",
    "plan",
    "plan_all",
    "resume_topic",
    "stop_topic",
    "topic",
    "unsubscribe_link",
    "unwanted_by",
]
