"""A hundred and sixty files spoilt at random, the same every time; `make fuzz` spoils five thousand."""

import pytest

from tests.lang.fuzz import fuzz

#: In so many portions, for the processes that share the work.
PORTIONS, SIZE = 4, 40


@pytest.mark.timeout(300)
@pytest.mark.parametrize("portion", range(PORTIONS))
def test_spoilt_files_are_reported_on_in_words(portion: int) -> None:
    said = list(fuzz(range(portion * SIZE, (portion + 1) * SIZE)))
    assert sum(found > 0 for found in said) > SIZE / 2
