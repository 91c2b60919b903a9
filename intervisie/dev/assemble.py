"""For the image: `python -m intervisie.dev.assemble <folder>` puts the front end there and builds the translations."""

import shutil
import sys
from pathlib import Path

from intervisie.dev import compiled, front


def main(folder: str) -> None:
    compiled.compile_messages()
    files = front.assemble()
    place = Path(folder)
    shutil.rmtree(place, ignore_errors=True)
    front.make(place, files)


if __name__ == "__main__":
    main(sys.argv[1])
