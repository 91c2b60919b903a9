"""The link under mails that somebody may not want, and in their header (RFC 8058)."""

from groups.tokens import unsubscribe_token
from intervisie.common.delivery import unsubscribe_link
from intervisie.common.delivery.kinds import KINDS
from intervisie.common.models import Delivery

from .letters import link


@unsubscribe_link
def stop_link(row: Delivery) -> str:
    return link("unsubscribe", unsubscribe_token(row.user_id, KINDS[row.kind].topic)) if row.user_id else ""
