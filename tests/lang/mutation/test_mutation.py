"""Mechanical mistakes in the shipped flows are reported on their line, nearly all as one finding.

A sample of every kind, the same each time; `make mutants` makes thousands.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from tests.lang.mutation.judged import judged, sample
from tests.lang.mutation.mistakes import MISTAKES
from tests.lang.mutation.mutants import Mutant

#: A busy machine is no mistake.
pytestmark = pytest.mark.timeout(300)
#: Of each kind.
MOST = 31
#: What the bot does differently without a finding: (before, after) → why nobody could tell.
SURVIVORS: Mapping[tuple[str, str], str] = {
    ("cx_30: CX-30", 'cx_30: CX-30"'): "a name may end in an inch mark",
}


@cache
def chosen() -> list[Mutant]:
    return sample(MOST)


def test_there_are_enough_of_them_to_mean_something() -> None:
    assert len(chosen()) >= 500
    assert {mutant.kind for mutant in chosen()} == {mistake.__name__ for mistake in MISTAKES}


@pytest.mark.parametrize("kind", [mistake.__name__ for mistake in MISTAKES])
def test_a_mistake_that_matters_is_reported_on_its_line_and_once(kind: str) -> None:
    results = list(judged([mutant for mutant in chosen() if mutant.kind == kind]))
    matter = [one for one in results if one.matters]
    survivors = {_mark(one.mutant) for one in matter if not one.there}
    several = [_mark(one.mutant) for one in matter if len(one.findings) > 1]
    assert len(matter) >= len(results) / 3
    assert survivors <= set(SURVIVORS)
    # One of thirty is as near to three in a hundred as a sample of this size can tell.
    assert len(survivors) <= max(1, 0.03 * len(matter))
    assert len(several) <= 0.1 * len(matter), several


def _mark(mutant: Mutant) -> tuple[str, str]:
    return mutant.before.strip(), mutant.after.strip()
