"""Which method fits this case, with reasons. Pure and deterministic."""

from methods.recommend.choose import recommend
from methods.recommend.facts import CaseFacts, Circumstances, Recommendation, Suggestion, WhyNot
from methods.recommend.reasons import Part, Reason
from methods.recommend.surprise import surprise

__all__ = [
    "CaseFacts",
    "Circumstances",
    "Part",
    "Reason",
    "Recommendation",
    "Suggestion",
    "WhyNot",
    "recommend",
    "surprise",
]
