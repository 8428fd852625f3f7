"""How to reach the client, and their permission to be reached: phone, consent."""

from engine.core.answers.base import AnswerType, Asked, Refusal
from engine.core.answers.matching import folded
from engine.core.phrases import phrase
from engine.core.raw import Raw, SharedContact
from engine.core.values import Json, Value

#: Numbers without a country code are read as this country's.
REGION = "RU"


#: What counts as agreeing, and as refusing, when typed. The law wants a clear act, so nothing else is taken for one.
_AGREED = frozenset({
    "да", "да согласен", "да согласна", "согласен", "согласна", "я согласен", "я согласна", "даю согласие", "ок", "ok",
    "yes", "agree", "i agree", "yes i agree",
})  # fmt: skip
_REFUSED = frozenset({
    "нет", "не согласен", "не согласна", "несогласен", "несогласна", "я не согласен", "я не согласна",
    "нет не согласен", "нет не согласна", "не даю", "не даю согласие", "против", "no", "i do not agree",
    "i don t agree", "i disagree",
})  # fmt: skip


def parse_phone(text: str) -> str | None:
    """«8 916 123-45-67», «+995 555 12 34 56» → E.164, or None where no such number can exist."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    if found := _valid(text):
        return found
    # Without the plus, as contacts are shared; ours with a plus before the eight.
    ours = len(digits) == 11 and digits[0] in "78"
    return _valid(f"+7{digits[1:]}" if ours else f"+{digits}") if len(digits) >= 11 else None


def _valid(text: str) -> str | None:
    # Loaded with the first number: whoever only checks flows never has one.
    import phonenumbers

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PhoneType(AnswerType):
    """A phone number, E.164, typed or shared by the contact button."""

    name = "phone"
    samples = ("+7 916 123-45-67",)
    personal = True
    identifying = True
    scale = None

    def read(self, raw: Raw, asked: Asked) -> Value | Refusal:
        if not isinstance(raw, SharedContact):
            return super().read(raw, asked)
        if not raw.own:
            return Refusal.of("foreign_contact")
        plus = raw.phone if raw.phone.startswith("+") else f"+{raw.phone}"
        return parse_phone(plus) or parse_phone(raw.phone) or self.refuse(asked)

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        return (parse_phone(text) if len(text) <= 60 else None) or self.refuse(asked)

    def measure(self, value: Value) -> float | None:
        return None

    def bound(self, text: str) -> float | None:
        return None

    def show(self, value: Value, asked: Asked) -> str:
        import phonenumbers

        try:
            number = phonenumbers.parse(str(value), REGION)
        except phonenumbers.NumberParseException:
            return str(value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def crm(self, value: Value, asked: Asked) -> Json:
        return str(value)


class ConsentType(AnswerType):
    """Permission to process personal data; the value is the version agreed to, or a refusal."""

    name = "consent"
    personal = True
    scale = None
    # No answer to any other question: a step may have had another type.
    refusal = "@refused"

    def parse(self, text: str, asked: Asked) -> Value | Refusal:
        words = folded(text)
        return self.pick("yes" if words in _AGREED else "no" if words in _REFUSED else "", asked)

    def pick(self, option: str, asked: Asked) -> Value | Refusal:
        if option == "no":
            return self.refusal
        return _version(asked) if option == "yes" else self.refuse(asked)

    def fits(self, value: Value, asked: Asked) -> bool:
        return value in (_version(asked), self.refusal)

    def measure(self, value: Value) -> float | None:
        return None

    def bound(self, text: str) -> float | None:
        return None

    def show(self, value: Value, asked: Asked) -> str:
        return phrase("consent.no" if value == self.refusal else "consent.yes", asked.language)


def _version(asked: Asked) -> str:
    return asked.step.consent.version if asked.step.consent else "yes"
