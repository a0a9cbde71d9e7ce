"""Whether a text is English, by its script and its commonest words; in doubt it is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from extract.documents.converted import words

#: The commonest words of a language that no other one listed uses as often.
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "English": words("the of and to that for is was with by were from which this are has have been as it"),
        "French": words("le la les des du et une dans pour que qui est par sur aux avec ce cette sont ont"),
        "Spanish": words("el la los las del y en una para que por con es su se como más al fue sus"),
        "Portuguese": words("o os da do das dos e em uma para que por com não ao na no são foi pelo"),
        "German": words("der die das und den von mit für ist im des auf dem nicht eine wird durch sind zu ein"),
        "Italian": words("il di che la e per una con del della dei gli nel sono alla delle è da le si"),
        "Dutch": words("de het een van en dat voor met zijn op aan niet door ook bij naar worden wordt uit om"),
        "Indonesian": words("yang dan di dengan untuk dari pada ini dalam oleh itu akan tidak sebagai adalah ke"),
        "Swahili": words("ya wa na kwa katika ni za la cha kuwa hii kama hiyo yake pia watu ili hayo"),
    }
)
_SCRIPTS = MappingProxyType({"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"})
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff]")
_SAMPLE = 100_000
_FEW_LETTERS = 20
_FEW_WORDS = 30
_MANY_WORDS = 200
_LEAST_SHARE = 0.03
_SURE_SHARE = 0.12


def foreign(text: str) -> str:
    """The language of a text that is not English, or of what script; empty where it may be English.

    A text is English unless most of its letters are of another script, its common words are those of another language,
    or it is long and has next to no English ones. A few words are never enough to tell.

    >>> foreign("JICA soutient le Laos."), foreign("国際協力機構は、開発途上国への技術協力を実施している。")
    ('', 'Japanese')
    """
    sample = text[:_SAMPLE]
    if script := _other_script(sample):
        return script
    counts: Counter[str] = Counter()
    for word, number in Counter(_WORD.findall(sample)).items():
        counts[word.casefold()] += number
    found = counts.total()
    if found < _FEW_WORDS:
        return ""
    shares = {name: sum(counts[word] for word in common) / found for name, common in _WORDS.items()}
    best = max(sorted(shares), key=lambda name: shares[name])
    if best != "English" and shares[best] > max(_SURE_SHARE, 2 * shares["English"]):
        return best
    return "another language" if found >= _MANY_WORDS and shares["English"] < _LEAST_SHARE else ""


def _other_script(sample: str) -> str:
    """The script of most letters, if it is not the Latin one."""
    letters = sum(map(str.isalpha, sample))
    others = [char for char in _NOT_LATIN.findall(sample) if char.isalpha()]
    if letters < _FEW_LETTERS or len(others) <= letters / 2:
        return ""
    scripts = Counter(unicodedata.name(char, "?").split(maxsplit=1)[0] for char in others)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > letters / 20:
        return "Japanese"
    top = min(scripts, key=lambda name: (-scripts[name], name))
    return _SCRIPTS.get(top, f"a text in {top.title()} letters")
