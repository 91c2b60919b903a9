"""The ten answers of the intake: what is kept, what the match is told, what the group may read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from methods.codes import Fit, Focus, Veto
from methods.intake import AdviceWish, Clarity, Frequency, Tried, Want
from methods.recommend import CaseFacts

PRIVATE = ("load", "rather_not", "influence", "current")  # never on anybody else's screen, never in a shared reason
MOST_ALSO = 2
STEPS = {
    "wants": ("want", "also", "advice", "rather_not", "current"),
    "now": ("focus", "frequency", "clarity", "tried", "load", "influence", "decision_on"),
}


def case_facts(intake: Mapping[str, Any]) -> CaseFacts:
    """For the match. An answer that is not there, or no longer known, counts as not given."""
    return CaseFacts(
        want=_one(Fit, intake.get("want")),
        also=tuple(fit for code in _list(intake, "also")[:MOST_ALSO] if (fit := _one(Fit, code))),
        focus=_one(Focus, intake.get("focus")),
        current=_number(intake.get("current")),
        frequency=_one(Frequency, intake.get("frequency")),
        clarity=_one(Clarity, intake.get("clarity")),
        tried=_one(Tried, intake.get("tried")),
        load=_number(intake.get("load")),
        advice=_one(AdviceWish, intake.get("advice")) or AdviceWish.EITHER,
        vetoes=frozenset(veto for code in _list(intake, "rather_not") if (veto := _one(Veto, code))),
        influence=_number(intake.get("influence")),
        decision_on=_date(intake.get("decision_on")),
    )


def wishes(intake: Mapping[str, Any]) -> list[str]:
    """What kind of help, in words, for the group: the wish first, then what else."""
    codes = [intake.get("want"), *_list(intake, "also")[:MOST_ALSO]]
    return [str(Want(code).label) for code in dict.fromkeys(codes) if code in Want.values]


def advice_wish(intake: Mapping[str, Any]) -> str:
    """want, no, either or "" when not said."""
    found = _one(AdviceWish, intake.get("advice"))
    return str(found.value) if found else ""


def decision_on(intake: Mapping[str, Any]) -> date | None:
    return _date(intake.get("decision_on"))


def answered(intake: Mapping[str, Any], step: str) -> bool:
    """Was anything said in this step of the wizard?"""
    return any(intake.get(name) not in (None, "", []) for name in STEPS[step])


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned form values as JSON keeps them; what was left empty is not kept."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if value not in (None, "", [])}


def _list(intake: Mapping[str, Any], name: str) -> list:
    value = intake.get(name)
    return value if isinstance(value, list) else []


def _one(kind: Any, code: Any) -> Any:
    return kind(code) if code in {member.value for member in kind} else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10 else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
