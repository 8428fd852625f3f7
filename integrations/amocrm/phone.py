"""Phones compared the way people write them: +7, 8 and brackets mean the same."""

import re
from collections.abc import Mapping
from typing import Any


def digits_of(phone: str) -> str:
    """What identifies a phone: ten digits for a Russian one, all of them for a foreign one."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) == 11 and digits[0] in "78":
        return digits[1:]
    return digits


def phones_of(contact: Mapping[str, Any]) -> set[str]:
    """Digits of every phone in the contact's PHONE field; other fields with digits do not count."""
    return {digits_of(value) for value in values_of(contact, "PHONE")}


def values_of(contact: Mapping[str, Any], code: str) -> list[str]:
    """Texts of the contact's field with this code."""
    return [
        str(value.get("value", ""))
        for field in contact.get("custom_fields_values") or ()
        if field.get("field_code") == code
        for value in field.get("values") or ()
    ]
