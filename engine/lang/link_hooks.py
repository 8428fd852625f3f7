"""`on_complete:` linked."""

from collections.abc import Mapping

from engine.core.model import HookCall, Parameter
from engine.core.texts import Template
from engine.lang.document import FlowDocument, mapping, sequence
from engine.lang.link_bounds import Kinds
from engine.lang.link_conditions import of
from engine.lang.scalars import Data, Plain


def hooks(value: Data | None, flow: FlowDocument, kinds: Kinds) -> tuple[HookCall, ...]:
    """`on_complete:`, in order."""
    return tuple(_call(mapping(entry), flow, kinds) for entry in sequence(value))


def hook_name(entry: Mapping[str, Data]) -> str | None:
    return next((key for key in entry if key != "if"), None)


def _call(entry: Mapping[str, Data], flow: FlowDocument, kinds: Kinds) -> HookCall:
    name = hook_name(entry) or ""
    params = {key: parameter(value) for key, value in mapping(entry[name]).items()}
    return HookCall(name, params, of(entry["if"], flow, kinds) if "if" in entry else ())


def parameter(value: Data) -> Parameter:
    """A hook's parameter: numbers and booleans as such, every text a template."""
    match value:
        case dict():
            return {key: parameter(inner) for key, inner in value.items()}
        case list():
            return tuple(parameter(inner) for inner in value)
        case Plain() if not isinstance(value.resolved, str):
            return value.resolved
        case _:
            return Template.parse(str(value))
