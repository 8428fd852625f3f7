"""What is stamped on a car: vin, plate."""

import re

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.values import Value

#: Cyrillic letters people type where the Latin look-alike is meant (ГОСТ Р 50577: plates use only these twelve).
LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
CYRILLIC = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_PLATE = re.compile(
    r"[АВЕКМНОРСТУХ][0-9]{3}[АВЕКМНОРСТУХ]{2}[0-9]{2,3}|[0-9]{4}[АВЕКМНОРСТУХ]{2}[0-9]{2,3}|[АВЕКМНОРСТУХ]{2}[0-9]{5,7}"
)
_VIN_WORD = re.compile(r"^(?:VIN|ВИН)[\s-]*(?:КОД|НОМЕР|CODE)?[\s:№.-]*")


class VinType(AnswerType):
    """A vehicle identification number: 17 characters without I, O, Q (ISO 3779)."""

    name = "vin"
    samples = ("XTA210990Y2766045",)
    personal = True
    scale = None

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        vin = re.sub(r"[\s-]", "", _VIN_WORD.sub("", text.upper())).translate(LATIN)
        # A zero and a one are often typed as letters the standard does not use.
        vin = vin.replace("O", "0").replace("Q", "0").replace("I", "1")
        if _VIN.fullmatch(vin):
            return vin
        if vin.isascii() and vin.isalnum() and 10 <= len(vin) <= 24 and len(vin) != 17:
            return Refusal.of("vin_length", count=str(len(vin)))
        return self.refuse(asked)

    def measure(self, value: Value) -> float | None:
        return None


class PlateType(AnswerType):
    """A Russian registration plate: «А123ВС777», two-wheelers, trailers and taxis included."""

    name = "plate"
    samples = ("А123ВС777",)
    personal = True
    scale = None

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        plate = re.sub(r"[\s|/-]|(?:rus|рус)$", "", text, flags=re.IGNORECASE).upper().translate(CYRILLIC)
        return plate if _PLATE.fullmatch(plate) else self.refuse(asked)

    def measure(self, value: Value) -> float | None:
        return None
