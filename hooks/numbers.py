"""Phone numbers as people read and dial them. The number itself stands in the organisation's file."""

from __future__ import annotations

import phonenumbers

from hooks.models import MOBILE_CODES, Phone


def display(phone: Phone) -> str:
    """Return the number as it is printed: 416-906-3098, 1-866-863-0511, 911."""
    if phone.display:
        return phone.display
    if not phone.number.startswith("+"):
        return phone.number
    number = phonenumbers.parse(phone.number, None)
    if number.country_code != 1:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = str(number.national_number)
    local = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    # Callers in Canada dial 1 first for a toll-free number, and must not for a local one.
    toll_free = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE
    return f"1-{local}" if toll_free else local


def address(phone: Phone) -> str:
    """Return the link that dials or texts the number (RFC 3966; RFC 5724)."""
    if phone.number in MOBILE_CODES:
        return "tel:" + phone.number.replace("#", "%23")
    scheme = "sms" if phone.kind == "text" else "tel"
    return f"{scheme}:{phone.number}" + (f";ext={phone.extension}" if phone.extension else "")
