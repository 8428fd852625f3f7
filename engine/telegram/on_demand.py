"""aiogram with its types built when they are first used: half the memory, and two seconds less before the first word.

aiogram builds the validators of all its four hundred types while it is imported, and a bot meets a few dozen of them.
Here pydantic is kept from it during that import; whoever comes first to a type builds it, from the names aiogram
itself would have given.
"""

import sys
from importlib import import_module
from typing import Any

from pydantic import BaseModel

_Model: Any = BaseModel
_rebuild = vars(BaseModel)["model_rebuild"].__func__
#: What the annotations of aiogram's types mean.
_names: dict[str, Any] = {}


def load() -> None:
    """Load aiogram, where it is not loaded yet."""
    if "aiogram.types" in sys.modules:
        return
    _Model.model_rebuild = classmethod(_later)
    try:
        types: Any = import_module("aiogram.types")
    finally:
        _Model.model_rebuild = classmethod(_rebuild)
    methods: Any = import_module("aiogram.methods.base")
    for base in (types.TelegramObject, methods.TelegramMethod, methods.Response):
        base.model_rebuild = classmethod(_now)


def _later(cls: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **how: Any) -> Any:
    if _types_namespace is None or not cls.__module__.startswith("aiogram."):
        return _rebuild(cls, _types_namespace=_types_namespace, **how)
    _names.update(_types_namespace)
    return None


def _now(cls: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **how: Any) -> Any:
    return _rebuild(cls, _types_namespace=_types_namespace or _names, **how)
