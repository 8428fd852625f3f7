"""The shape of the catalogue."""

from collections.abc import Mapping
from typing import Literal

type Language = Literal["ru", "en"]
#: Key of a finding → language → (message, help); an empty help is no help.
type Entries = Mapping[str, Mapping[Language, tuple[str, str]]]
