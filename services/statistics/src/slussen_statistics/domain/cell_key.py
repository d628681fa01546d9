"""The Cell Key Method: each cell its own fixed, unbiased noise, from the random keys of the units in it.

Each counted unit has a record key of 32 bits, drawn once and never shown. A cell's key is the sum of the keys of its
distinct units modulo 2^32; the true count and the cell key together look up the noise in a table (p-table). The same
units give the same value, at every exit; one unit more gives a value that is drawn anew.

Source: domain/disclosure-control.md 1-4; Fraser and Wooton 2005.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

from slussen_statistics.domain.perturbation import Parameters, Row

KEY_BITS = 32
KEY_MODULUS = 2**KEY_BITS
"""Record keys are whole numbers of 32 bits; their sums are kept modulo this."""


@dataclass(frozen=True, slots=True)
class NoiseTable:
    """A p-table, ready for look-ups.

    Attributes:
        parameters: What it was made from.
        noises: For each count the allowed noises, in ascending order.
        bounds: For each count the upper bounds of the cell keys of each noise.
    """

    parameters: Parameters
    noises: tuple[tuple[int, ...], ...]
    bounds: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, parameters: Parameters, rows: Sequence[Row]) -> "NoiseTable":
        """Return the table of these rows, one for each count from 0."""
        ordered = [sorted(row.items()) for row in rows]
        bounds = [[round(p * KEY_MODULUS) for p in accumulate(p for _, p in row)] for row in ordered]
        return cls(
            parameters,
            tuple(tuple(v for v, _ in row) for row in ordered),
            tuple((*row[:-1], KEY_MODULUS) for row in bounds),
        )

    def protect(self, count: int, key_sum: int) -> int:
        """Return the value that is shown for a cell of `count` units whose record keys sum up to `key_sum`."""
        row = min(count, len(self.noises) - 1)
        return count + self.noises[row][bisect_right(self.bounds[row], key_sum % KEY_MODULUS)]


def record_key_of(unit: bytes) -> int:
    """Return the record key of a family or child in a year, from the pseudonym that stands for it."""
    return int.from_bytes(hashlib.sha256(b"record-key:" + unit).digest()[: KEY_BITS // 8])


def rounding_step(key_sum: int, measure: str, base: int) -> int:
    """Return what is added to an entered total before it is cut to a multiple of `base`: 0 to `base` - 1, as likely.

    Each measure of the same entries has a draw of its own; the same entries have the same one everywhere.
    """
    digest = hashlib.sha256(f"{measure}:{key_sum % KEY_MODULUS}".encode()).digest()
    return int.from_bytes(digest[: KEY_BITS // 8]) * base >> KEY_BITS


def written(parameters: Parameters, rows: Sequence[Row]) -> str:
    """Return a p-table as the JSON text that is checked in."""
    document = {
        "largestNoise": parameters.largest_noise,
        "variance": parameters.variance,
        "neverShown": parameters.never_shown,
        "rows": [{str(v): float(f"{p:.16g}") for v, p in sorted(row.items())} for row in rows],
    }
    return json.dumps(document, indent=1) + "\n"


def read_rows(text: str) -> tuple[Parameters, list[Row]]:
    """Return the parameters and rows of a p-table that is written in JSON."""
    document = json.loads(text)
    parameters = Parameters(document["largestNoise"], document["variance"], document["neverShown"])
    return parameters, [{int(v): p for v, p in row.items()} for row in document["rows"]]


@cache
def noise_table(name: str) -> NoiseTable:
    """Return the p-table that is checked in under `name`.

    Raises:
        FileNotFoundError: There is none of that name.
    """
    text = files("slussen_statistics").joinpath("data", "ptables", f"{name}.json").read_text("utf-8")
    return NoiseTable.of(*read_rows(text))
