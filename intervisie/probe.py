"""For health checks inside a container: `python -m intervisie.probe <address>`, 0 when the answer is 200.

Asks by the name people use, because the application refuses every other. Needs nothing but Python.
"""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

SECONDS = 4


def main(address: str) -> int:
    host = urlsplit(os.environ.get("BASE_URL", "")).hostname or "localhost"
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310 (an address of our own)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
