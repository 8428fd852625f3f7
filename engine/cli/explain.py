"""`carquery explain CODE`: the rule's page."""

from typing import Annotated

import typer

from engine.cli.check import Language, locale_language
from engine.cli.failure import FAILED, USAGE, give_up


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code of the report, e.g. CQ204.")],
    lang: Annotated[Language | None, typer.Option(help="Language of the page; the locale's by default.")] = None,
) -> None:
    """Why a finding matters, an example of it, and the example mended."""
    from engine.lang.near import nearest
    from engine.lang.pages import codes, page

    known = codes()
    if not known:
        give_up("The pages of the rules (docs/rules) are not installed.", FAILED)
    found = page(code)
    if found is None:
        near = nearest(code.upper(), known)
        give_up(f"There is no rule {code}: {f'try {near}' if near else 'codes are CQ001 to ' + known[-1]}.", USAGE)
    print(found.render((lang or locale_language()).value), end="")
