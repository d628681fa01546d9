"""Write a p-table: `python -m slussen_statistics.make_ptable 5 3 2` makes `data/ptables/d5-v3-js2.json`.

The arguments are the largest noise D, the variance V and js, the largest of the small counts that never appear.
"""

import sys
from pathlib import Path

from slussen_statistics.domain.cell_key import written
from slussen_statistics.domain.perturbation import Parameters, solve

FOLDER = Path(__file__).parent / "data" / "ptables"


def main(arguments: list[str]) -> None:
    """Make the table that the arguments describe, and write it."""
    largest, variance, never_shown = arguments
    parameters = Parameters(int(largest), float(variance), int(never_shown))
    path = FOLDER / f"d{largest}-v{variance}-js{never_shown}.json"
    path.write_text(written(parameters, solve(parameters)), "utf-8")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
