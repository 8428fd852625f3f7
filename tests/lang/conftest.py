"""Options of the language's tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-reports", action="store_true", help="Write the reports of docs/rules and the corpus anew."
    )
