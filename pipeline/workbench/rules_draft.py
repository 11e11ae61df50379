"""The text of a rule that somebody begins: from a few words, or with blanks to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.events.rule_format import EVENT_TYPES
from pipeline.rulefile import RuleError, read_yaml
from pipeline.settings import models_folder

_BLANK = "WORD"
_VOWELS = "aeiou"


class DraftError(ValueError):
    """A draft can't be made; the message says what would be right."""


def checked_type(event_type: str) -> str:
    """The event type in capitals.

    :raises DraftError: if there is none of that name; the message lists them.
    """
    if event_type.upper() not in EVENT_TYPES:
        raise DraftError(f"{event_type!r} is no event type; they are {', '.join(EVENT_TYPES)}")
    return event_type.upper()


def draft_rule(
    event_type: str,
    verbs: Sequence[str] = (),
    nouns: Sequence[str] = (),
    source: str = "",
    target: str = "object",
) -> str:
    """A rule as it would stand in a file, with an example and a near miss to go on from."""
    kind, words = ("noun", nouns) if nouns else ("verb", verbs or (_BLANK,))
    name = f"{event_type.lower()}.{words[0].replace(' ', '_').replace('-', '_').lower()}"
    trigger = words[0].split()
    lines = [f"  - id: {name}", f"    trigger: {{{kind}: [{', '.join(_quoted(word) for word in words)}]}}"]
    if source and source != "subject":
        lines.append(f"    source: {_quoted(source)}")
    if target:
        lines += [f"    target: {_quoted(target)}", "    needs: [target]"]
    lines += ["    match:", f'      - "{_example(kind, trigger, target)}"']
    lines += ["    no_match:", f'      - "{_near_miss(kind, trigger)}"']
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or word in {"on", "off", "no", "yes"} else word


def _example(kind: str, trigger: list[str], target: str) -> str:
    other = "[target Ostia]" if target else "Ostia"
    if kind == "noun":
        *before, last = trigger
        return f"[source Norland]'s {' '.join([*before, f'<{last}>'])} of {other} came late."
    preposition = "" if target in {"object", ""} else f"{target.split('.')[-1]} "
    return f"[source Norland] {' '.join([f'<{past(trigger[0])}>', *trigger[1:]])} {preposition}{other}."


def _near_miss(kind: str, trigger: list[str]) -> str:
    words = " ".join(trigger)
    return f"The {words} was dull." if kind == "noun" else f"The members {words} each other at cards."


def past(verb: str) -> str:
    """The regular past of a verb; an irregular one is for whoever writes the rule."""
    if verb == _BLANK:
        return _BLANK
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    short = sum(letter in _VOWELS for letter in verb) == 1
    doubles = short and verb[-2:-1] in _VOWELS and verb[-1] not in "wxyhkl"
    return f"{verb}{verb[-1] if doubles else ''}ed"


def file_head(event_type: str) -> str:
    """The head of a file of own rules; the rest of its type's keys it has from the shipped file."""
    about = ""
    path = models_folder() / "events" / f"{event_type.lower()}.yml"
    if path.is_file():
        about = f"# {read_yaml(path).get('about', '')}\n"
    return f"{about}event_type: {event_type}\nrules:\n"


def add_to(folder: Path, event_type: str, rule: str) -> Path:
    """Append a rule to the file of its type in a folder of own rules, which is made where there is none.

    :raises RuleError: if the file isn't one of that type, or the id is there already.
    """
    path = folder / "events" / f"{event_type.lower()}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.is_file() else file_head(event_type)
    if path.is_file():
        raw = read_yaml(path)
        if raw.get("event_type") != event_type:
            raise RuleError(
                path,
                1,
                f"the file is of {raw.get('event_type')}; move it, so that {path.name} is of {event_type}",
            )
        wanted = rule.split("id: ", 1)[1].split("\n", 1)[0]
        for entry in raw.get("rules") or ():
            if entry.get("id") == wanted:
                raise RuleError(path, entry.line, f"rule {wanted} is there already; change that one")
    path.write_text(text.rstrip("\n") + "\n" + rule, encoding="utf-8")
    return path
