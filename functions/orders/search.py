"""Finding an order by its address: each word becomes a row of its own, so that a search never reads the history."""

import re
import unicodedata

MAX_WORDS = 8
_WORD = re.compile(r"[0-9a-z]+")


def words(text: str) -> list[str]:
    """The words of an address as they are found: without accents or case, each once, at most eight."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return list(dict.fromkeys(_WORD.findall(plain)))[:MAX_WORDS]


def matches(wanted: list[str], found: list[str]) -> bool:
    """Whether each wanted word begins some word of the address."""
    return all(any(word.startswith(start) for word in found) for start in wanted)
