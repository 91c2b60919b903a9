"""The names of the kinds of message, for who plans them and who writes them."""

INVITATION, DATES, CHANGED = "session_invitation", "session_dates", "session_changed"
CANCELLED, REMINDER, QUORUM = "session_cancelled", "session_reminder", "session_quorum"
DATES_OFF = "session_dates_off"
