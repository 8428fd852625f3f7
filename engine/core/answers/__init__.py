"""The answer types, one small class each; this table is the list of what `type:` may say."""

from collections.abc import Mapping

from engine.core.answers.amounts import MoneyType, NumberType, YearType
from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.answers.cars import PlateType, VinType
from engine.core.answers.choices import ChoiceType, ManyType, YesNoType
from engine.core.answers.contacts import ConsentType, PhoneType
from engine.core.answers.dates import DateType
from engine.core.answers.media import FileType, PhotoType
from engine.core.answers.words import CityType, EmailType, NameType, TextType, UrlType

TYPES: Mapping[str, AnswerType] = {
    "text": TextType(),
    "number": NumberType(),
    "money": MoneyType(),
    "year": YearType(),
    "date": DateType(),
    "choice": ChoiceType(),
    "many": ManyType(),
    "yes_no": YesNoType(),
    "phone": PhoneType(),
    "email": EmailType(),
    "name": NameType(),
    "city": CityType(),
    "url": UrlType(),
    "photo": PhotoType(),
    "file": FileType(),
    "vin": VinType(),
    "plate": PlateType(),
    "consent": ConsentType(),
}

__all__ = ["TYPES", "AnswerType", "Asked", "Refusal"]
