from fractions import Fraction
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slussen_statistics import make_ptable
from slussen_statistics.domain.cell_key import KEY_MODULUS, NoiseTable, noise_table, read_rows, written
from slussen_statistics.domain.perturbation import InfeasibleError, Parameters, solve, solve_row

NAME = "d5-v3-js2"
PARAMETERS, ROWS = read_rows((make_ptable.FOLDER / f"{NAME}.json").read_text("utf-8"))
TABLE = noise_table(NAME)


def test_the_table_that_is_checked_in_is_what_the_script_makes(tmp_path: Path) -> None:
    assert (PARAMETERS.largest_noise, PARAMETERS.variance, PARAMETERS.never_shown) == (5, 3.0, 2)
    assert written(PARAMETERS, solve(PARAMETERS)) == (make_ptable.FOLDER / f"{NAME}.json").read_text("utf-8")


def test_the_script_writes_a_table_for_other_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_ptable, "FOLDER", tmp_path)
    make_ptable.main(["3", "1", "1"])
    parameters, rows = read_rows((tmp_path / "d3-v1-js1.json").read_text("utf-8"))
    assert parameters == Parameters(3, 1.0, 1)
    assert len(rows) == 6


@pytest.mark.parametrize("count", range(len(ROWS)))
def test_each_row_sums_to_one_with_mean_zero_and_the_variance_within_its_bounds(count: int) -> None:
    row = ROWS[count]
    assert isclose(sum(row.values()), 1, abs_tol=1e-12)
    assert isclose(sum(v * p for v, p in row.items()), 0, abs_tol=1e-9)
    assert isclose(sum(v * v * p for v, p in row.items()), 3 if count else 0, abs_tol=1e-9)
    assert all(-5 <= v <= 5 for v in row)
    assert all(p > 0 for p in row.values())


@pytest.mark.parametrize("count", range(len(ROWS)))
def test_no_value_is_negative_or_one_or_two_and_zero_stays_zero(count: int) -> None:
    shown = {count + v for v in ROWS[count]}
    assert min(shown) >= 0
    assert not shown & {1, 2}
    assert count or shown == {0}


def test_the_look_up_is_unbiased_over_all_keys_to_the_last_bit() -> None:
    """The mean over the keys that the bounds give, as a fraction: rounding to 32 bits moves it by less than 1e-8."""
    for count, (noises, bounds) in enumerate(zip(TABLE.noises, TABLE.bounds, strict=True)):
        widths = [b - a for a, b in zip((0, *bounds), bounds, strict=False)]
        assert sum(widths) == KEY_MODULUS
        mean = Fraction(sum(v * w for v, w in zip(noises, widths, strict=True)), KEY_MODULUS)
        assert abs(mean) < Fraction(1, 10**8), count


@given(count=st.integers(0, 10**7), key=st.integers(0, KEY_MODULUS - 1))
@settings(max_examples=200)
def test_the_same_count_and_key_give_the_same_value_near_the_true_one(count: int, key: int) -> None:
    value = TABLE.protect(count, key)
    assert value == TABLE.protect(count, key + KEY_MODULUS)
    assert abs(value - count) <= 5
    assert value == 0 or value > 2


@pytest.mark.parametrize("key", [0, KEY_MODULUS - 1])
def test_the_first_and_the_last_key_have_a_noise(key: int) -> None:
    assert all(TABLE.protect(count, key) >= 0 for count in range(30))


def test_parameters_that_no_distribution_keeps_are_refused() -> None:
    with pytest.raises(InfeasibleError):
        solve_row(Parameters(2, 50.0, 2), 1)


def test_a_table_of_other_parameters_protects_by_them() -> None:
    parameters = Parameters(3, 1.0, 1)
    table = NoiseTable.of(parameters, solve(parameters))
    assert {table.protect(1, key * 2**24) for key in range(256)} <= {0, 2, 3, 4}
