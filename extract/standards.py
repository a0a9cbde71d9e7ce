"""Tags of languages and days of the calendar, as the standards write them."""

import datetime
import re

_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def language_tag(text: str) -> str:
    """A tag of BCP 47 in its usual letters (RFC 5646, section 2.1.1); empty where the text is none.

    >>> language_tag("EN_gb"), language_tag("zh-hant-tw"), language_tag("English (UK)")
    ('en-GB', 'zh-Hant-TW', '')
    """
    if not _TAG.fullmatch(text.strip()):
        return ""
    first, *rest = text.strip().lower().replace("_", "-").split("-")
    return "-".join([first, *({2: part.upper(), 4: part.title()}.get(len(part), part) for part in rest)])


def day_of(text: str) -> datetime.date | None:
    """The day that a date of ISO 8601 with hyphens names; none where it is no such date.

    >>> day_of("2020-09-25"), day_of("2021-02-29"), day_of("20200925")
    (datetime.date(2020, 9, 25), None, None)
    """
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
