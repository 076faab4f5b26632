"""`make bench`: one line of JSON for each figure, each with what it is measured against in the same run.

python -m benchmarks [NAME …]     name them to measure some: intake agenda sealing patient pages register
"""

import json
import sys
from collections.abc import Callable, Iterator

from benchmarks import agenda, intake, page, pages_home, register, sealing
from benchmarks.figure import Figure

EVERY: dict[str, Callable[[], Iterator[Figure]]] = {
    "intake": intake.figures,
    "agenda": agenda.figures,
    "sealing": sealing.figures,
    "patient": page.figures,
    "pages": pages_home.figures,
    "register": register.figures,
}


def main(names: list[str]) -> None:
    for name in names or EVERY:
        for figure in EVERY[name]():
            print(json.dumps(figure.described()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
