"""What every answer carries, files and refusals too: which scripts may run in it, and that other sites keep off."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Policy(CSPMiddleware):
    """A page runs the scripts that carry the word of this very answer (CSP_NONCE in templates), and no others.

    That is stricter than "whatever lies on this server". Parts, files and data carry no such word and run nothing.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not parts.nonce:
            parts.replace = {"script-src": ["'none'"], **(parts.replace or {})}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return super().process_response(request, response)
