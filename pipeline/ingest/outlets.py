"""The outlet of an article, from its lines: a known name that stands alone, a disclaimer that names it, an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.rulefile import checked, read_yaml

_OWNER = re.compile(
    r"(?:views?|opinions?|positions?|polic(?:y|ies)|stance|stand)\s(?:or \w+\s|and \w+\s){0,2}of\s(?:the\s)?"
    r"([A-Z][\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|of|the|and|for|on|in)){0,9})"
)
_THOSE_OF = re.compile(
    r"(?:reflect|represent)\s(?:those|that) of (?:the\s)?([A-Z][\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|of|the|and|for|on|in)){0,9})"
)
_POSSESSOR = re.compile(
    r"(?:reflect|represent)\s(?:the\s)?([A-Z][\w&.-]*(?:\s(?:[A-Z&][\w&.-]*|of|the|and)){0,6})[’']s?\s(?:editorial|position|policy|policies|views?|stance|official|opinions?)"
)
_FIRST_PUBLISHED = re.compile(
    r"(?i:\b(?:(?:first|originally|was) )?(?:published|appeared)\s(?:in|on|by|at)\s)(?:the\s)?"
    r"([A-Z][\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|of|the|and|for)){0,6})"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)([\w.-]+)|\b((?:[\w-]+\.)+(?:com|org|net|edu|gov|int|co|sg|my|au|uk|in|cn|eu|de|jp|kr|pk|lk|bd|ng|za|ke|ca|nz|id|ph|vn|th|tw|ae|tr|il|ir|ua|ru)(?:\.[a-z]{2})?)\b"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|(?i:copyright))\s*(?:©|\(c\))?\s*(?:\d{4}(?:[-–]\d{4})?)?[\s,:]*(?:by\s)?([A-Z][\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|of|the|and|for)){0,5})"
)
_PERSONS = re.compile(
    r"(?i)\b(?:author|writer|columnist|contributor|editor|speaker|organi[sz]ation|institution|publication|employer|company|paper|newspaper|publisher|government|its|his|her|their)s?\b"
)
# A paper's name by its last word.
_MASTHEAD = re.compile(
    r"^(?=[A-Z])(?:The\s)?(?:(?:[A-Z][\w&’'-]*|of|and|&|the)\s){1,5}(?:Times|Post|Courier|Ledger|Bulletin|Review|Journal|Gazette|Herald|Tribune|Chronicle|Observer"
    r"|Dispatch|Examiner|Quarterly|Weekly|Monthly|Magazine|Newsletter|Notebook|Digest|Daily|News|Monitor|Institute|Foundation|Forum|Notes)(?:\sOnline)?(?:\s\(\w+\))?$"
)
_SMALL_END = re.compile(r"\s(?:of|the|and|for|on|in)$")


class _Outlet(BaseModel):
    """An outlet as it stands in its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class _OutletFile(BaseModel):
    """What ``models/ingest/outlets.yml`` holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ambiguous: frozenset[str] = frozenset()
    outlets: tuple[_Outlet, ...]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Names by other name (small letters), and by net address."""

    names: dict[str, str]
    domains: dict[str, str]
    telling: re.Pattern[str] | None = None

    def named(self, text: str) -> str:
        """The outlet whose name is ``text``, or an empty string."""
        key = text.strip(" .,:;|-–—*©").casefold().replace("’", "'")
        return self.names.get(key, "") or self.names.get("the " + key, "")

    def mentioned(self, text: str) -> str:
        """The outlet whose name stands in the text, by a name that means nothing else ("The Hindu", "Guardian columnist")."""
        found = self.telling.search(text) if self.telling is not None else None
        return self.named(found.group(1) or found.group(2)) if found else ""

    def at(self, address: str) -> str:
        """The outlet at a net address, or an empty string."""
        host = address.casefold().removeprefix("www.").strip(".")
        parts = host.split(".")
        return next(
            (
                self.domains[".".join(parts[i:])]
                for i in range(len(parts) - 1)
                if ".".join(parts[i:]) in self.domains
            ),
            "",
        )


@lru_cache(maxsize=4)
def load_outlets(models: Path) -> Outlets:
    """Read ``models/ingest/outlets.yml``.

    :raises pipeline.rulefile.RuleError: naming file and line of what is wrong.
    """
    path = models / "ingest" / "outlets.yml"
    file = checked(path, read_yaml(path), _OutletFile)
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    for outlet in file.outlets:
        for name in (outlet.name, *outlet.aliases):
            names.setdefault(name.casefold().replace("’", "'"), outlet.name)
        for domain in outlet.domains:
            domains.setdefault(domain, outlet.name)
    return Outlets(names, domains, _telling(file.outlets, file.ambiguous))


def _telling(entries: Iterable[_Outlet], ambiguous: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern of the names that are of two words or more and mean nothing else, and of all before "columnist" and the like."""
    every = {name for entry in entries for name in (entry.name, *entry.aliases)}
    clear = {name for name in every if len(name.split()) > 1} - ambiguous
    if not every:
        return None
    return re.compile(
        rf"\b({_either(clear)})\b|\b(?:an?|the)\s({_either(every)})\s(?:columnist|correspondent|reporter|editor|writer|journalist)\b"
    )


def _either(names: set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def find_outlet(
    head: Iterable[str], disclaimers: Iterable[str], notices: Iterable[str], outlets: Outlets
) -> str:
    """The outlet, from the lines of the head, from disclaimers, and from copyright and other notices, in this order."""
    for line in head:
        for part in re.split(r"\s*[|•·]\s*|\s[-–—]\s|,\s", line):
            name = re.sub(r"^(?i:by|from|source:?)\s", "", part)
            if outlets.named(name):
                return outlets.named(name)
    for line in disclaimers:
        for pattern in (_OWNER, _THOSE_OF, _POSSESSOR):
            owner = pattern.search(line)
            if owner and not _PERSONS.search(owner.group(1)):
                name = _trimmed(owner.group(1))
                return outlets.named(name) or name
    for line in (*head, *notices):
        for pattern in (_COPYRIGHT, _FIRST_PUBLISHED):
            found = pattern.search(line)
            if found and outlets.named(_trimmed(found.group(1))):
                return outlets.named(_trimmed(found.group(1)))
        for address in _ADDRESS.finditer(line):
            if outlets.at(address.group(1) or address.group(2)):
                return outlets.at(address.group(1) or address.group(2))
    for line in head:
        for part in re.split(r"\s*[|•·]\s*|\s[-–—]\s|,\s", line):
            name = re.sub(r"^(?i:by|from)\s", "", part.strip())
            if _MASTHEAD.match(name) and not name.isupper():
                return name
    return outlets.mentioned("\n".join((*head, *disclaimers, *notices)))


def _trimmed(name: str) -> str:
    name = name.rstrip(".,;:’'")
    while _SMALL_END.search(name):
        name = _SMALL_END.sub("", name)
    return name
