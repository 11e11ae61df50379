"""Event rules: loaded from ``models/events/<type>.yml``, checked, and indexed by trigger word.

A rule file holds one event type; a rule says by which words a happening is recognised and which roles of the frame
are its source and target. The form is explained in the README and by the files themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from spacy.strings import get_string_id
from spacy.vocab import Vocab

from pipeline.events.lexicon import Lexicon, load_lexicon
from pipeline.events.patterns import PatternMatcher, check_pattern
from pipeline.events.roles import check_roles, load_roles, spelt
from pipeline.events.rule_format import EVENT_TYPES, PatternEntry, RuleEntry, RuleFile, as_list
from pipeline.events.timewords import TimeReader, load_time
from pipeline.rulefile import Located, RuleError, checked, keep_or_raise, read_yaml

DEFAULT_SOURCES = {
    "verb": ("subject",),
    "noun": ("subject", "possessor", "by", "between", "modifier", "shared"),
    "adjective": ("subject",),
}
ANY_WORD = ""
ANYTHING = frozenset({"*"})
# Files of models/events that hold no rules.
NOT_RULES = frozenset({"lexicon.yml", "lists.yml", "roles.yml", "time.yml"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready for use: word lists filled in, defaults taken, and where it stands."""

    id: str
    event_type: str
    quad_class: str
    planned_as: str
    kind: str
    words: tuple[str, ...]
    constraints: tuple[tuple[str, frozenset[str]], ...]
    unless: tuple[tuple[str, frozenset[str]], ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    needs: tuple[str, ...]
    source_sector: frozenset[str]
    across_borders: bool
    mutual: bool
    mode: str
    mode_by_absorbed: tuple[tuple[str, str], ...]
    absorbs: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    path: Path
    line: int
    order: int
    pattern: tuple[dict[str, Any], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule under one of its trigger words; ``extra`` are the further words of a trigger of several ("call off")."""

    rule: Rule
    extra: tuple[str, ...]
    asked: tuple[frozenset[str], ...] = ()
    rank: tuple[int, int] = (0, 0)
    """The most particular rule comes first: more words of the trigger, more roles asked for; then the order of the files."""

    def may_match(self, said: frozenset[str]) -> bool:
        """Whether the words that the rule asks for are among those of a sentence: one look-up before any parse is read."""
        return said.issuperset(self.extra) and not any(map(said.isdisjoint, self.asked))

    def rarest(self) -> frozenset[str]:
        """The words one of which the rule can't do without, the fewest that it names; empty where it asks for none."""
        if self.extra:
            return frozenset(self.extra[:1])
        return min(self.asked, key=len, default=frozenset())


class Rules:
    """All rules, looked up by the kind and word of a trigger, never tried one by one."""

    def __init__(self, rules: Iterable[Rule], lexicon: Lexicon, time: TimeReader) -> None:
        self.all = tuple(rules)
        self.lexicon = lexicon
        self.time = time
        self.patterns = tuple(rule for rule in self.all if rule.pattern)
        self._matchers: dict[Vocab, PatternMatcher] = {}
        self._index: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_word: dict[tuple[str, str], tuple[frozenset[str], dict[str, list[int]]]] = {}
        for rule in self.all:
            asked = _words_asked(rule)
            for phrase in rule.words:
                key, extra = _split(rule.kind, phrase)
                self._index[rule.kind, key].append(Entry(rule, extra, asked, _rank(rule, extra)))
        words = {word for _, word in self._index}
        self.trigger_keys = frozenset(
            get_string_id(form) for word in words for form in (word, word.capitalize(), word.upper(), word.title())
        )
        """spaCy's numbers of the words by which rules are looked up, of whatever kind and however they begin."""

    def pattern_matcher(self, vocab: Vocab) -> PatternMatcher:
        """The pattern rules as one matcher, made once a vocabulary."""
        if vocab not in self._matchers:
            self._matchers[vocab] = PatternMatcher(self.patterns, vocab)
        return self._matchers[vocab]

    def lookup(self, kind: str, *forms: str, said: frozenset[str] = frozenset()) -> list[Entry]:
        """The rules that one of ``forms`` (lemma, surface form) of a token of ``kind`` may trigger.

        :param said: the words of the sentence; the rules that ask for others are left out.
        """
        found: list[Entry] = []
        for form in dict.fromkeys(forms):
            entries = self._index.get((kind, form), ())
            found.extend(self._asking_for(said, kind, form) if said and entries else entries)
        return found

    def _asking_for(self, said: frozenset[str], kind: str, form: str) -> list[Entry]:
        """Of the rules of one trigger those that ask for nothing, or for one of the words said, in their order."""
        entries = self._index[kind, form]
        if (kind, form) not in self._by_word:
            by_word: dict[str, list[int]] = defaultdict(list)
            for number, entry in enumerate(entries):
                for word in entry.rarest() or {ANY_WORD}:
                    by_word[word].append(number)
            self._by_word[kind, form] = frozenset(by_word), by_word
        asked, by_word = self._by_word[kind, form]
        numbers = {number for word in asked & said for number in by_word[word]}
        numbers.update(by_word.get(ANY_WORD, ()))
        return [entries[number] for number in sorted(numbers)]


def _rank(rule: Rule, extra: tuple[str, ...]) -> tuple[int, int]:
    asked = sum(2 if words != ANYTHING else 1 for _, words in rule.constraints)
    particular = 2 * len(extra) + asked + len(rule.needs) + 2 * bool(rule.source_sector)
    return -particular, rule.order


def _words_asked(rule: Rule) -> tuple[frozenset[str], ...]:
    """For each role that asks for words, these words; "*" and labels ("@treaty") can be met by any word."""
    return tuple(words for _, words in rule.constraints if not any(word[0] in "*@" for word in words))


def _split(kind: str, phrase: str) -> tuple[str, tuple[str, ...]]:
    """Key word and further words: a verb or adjective leads its phrase ("call off"), a noun ends it ("peace talks")."""
    words = phrase.lower().split()
    if kind == "noun":
        return words[-1], tuple(words[:-1])
    return words[0], tuple(words[1:])


def load_rules(folder: Path, problems: list[RuleError] | None = None, own: Path | None = None) -> Rules:
    """Read and check every rule file of ``folder`` (``models/events``).

    :param problems: where given, what is wrong with a rule or a file of rules is added to it, and the rest is loaded.
    :param own: a folder of further rule files; a rule of an id that is there already takes its place.
    :raises RuleError: naming file and line of the first thing that is wrong, where nobody collects.
    """
    shared = _shared_lists(folder / "lists.yml")
    rules = _read_folder(folder, shared, 0, problems)
    if own is not None and own.is_dir():
        last = max((rule.order for rule in rules.values()), default=0)
        for name, rule in _read_folder(own, shared, last + 1, problems, folder).items():
            rules[name] = replace(rule, order=rules[name].order) if name in rules else rule
    roles = load_roles(folder / "roles.yml")
    for rule in rules.values():
        # A role that no frame has does no harm: in the shipped rules only who checks them is told.
        if problems is not None or rule.path.parent != folder:
            check_roles(rule, roles, problems)
    return Rules(rules.values(), load_lexicon(folder / "lexicon.yml"), load_time(folder / "time.yml"))


def _read_folder(
    folder: Path,
    shared: dict[str, tuple[str, ...]],
    first_order: int,
    problems: list[RuleError] | None,
    shipped: Path | None = None,
) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name in NOT_RULES:
            continue
        for rule in read_rule_file(path, shared, first_order + len(rules), problems, shipped):
            first = rules.setdefault(rule.id, rule)
            if first is rule:
                continue
            message = f"rule {rule.id}: the id is taken by {first.path.name}:{first.line}; give one of them another id"
            keep_or_raise(RuleError(path, rule.line, message), problems)
    return rules


def _shared_lists(path: Path) -> dict[str, tuple[str, ...]]:
    if not path.exists():
        return {}
    return {name: tuple(words) for name, words in read_yaml(path).items()}


def read_rule_file(
    path: Path,
    shared: dict[str, tuple[str, ...]],
    first_order: int = 0,
    problems: list[RuleError] | None = None,
    shipped: Path | None = None,
) -> list[Rule]:
    """The rules of one file.

    :param shared: word lists that any file may name as ``$name``.
    :param problems: where given, each thing that is wrong is added to it and the other rules are read.
    :param shipped: the folder of the shipped files, where the file is somebody's own: what it leaves unsaid of its
        event type, and the word lists of that type, it has from there.
    :raises RuleError: naming file and line, where nobody collects.
    """
    try:
        raw = read_yaml(path)
        if shipped is not None:
            _complete(raw, shipped)
        head = checked(path, raw, RuleFile)
    except RuleError as error:
        keep_or_raise(error, problems)
        return []
    lists = {**shared, **head.lists}
    rules = []
    for number, entry in enumerate(raw["rules"]):
        try:
            if not isinstance(entry, Located):
                message = f'rule {number + 1} should be a mapping that begins with "- id:"'
                raise RuleError(path, raw.key_lines["rules"], message)
            rules.append(_rule(path, entry, head, lists, first_order + number))
        except RuleError as error:
            keep_or_raise(error, problems)
    return rules


def _complete(raw: Located, shipped: Path) -> None:
    event_type = raw.get("event_type")
    path = shipped / f"{str(event_type).lower()}.yml"
    # What names no type is said by the check of the whole; as a file's name it could be anything.
    if event_type not in EVENT_TYPES or not path.is_file():
        return
    head = read_yaml(path)
    # What isn't a mapping of lists is left as it is, for the check of the whole to say so.
    written = [one.get("lists") or {} for one in (head, raw)]
    mappings = all(isinstance(one, dict) for one in written)
    lists = {name: words for one in written for name, words in one.items()} if mappings else {}
    raw.update({key: value for key, value in head.items() if key not in raw and key != "rules"})
    if lists:
        raw["lists"] = lists


def _rule(path: Path, raw: Located, head: RuleFile, lists: dict[str, tuple[str, ...]], order: int) -> Rule:
    if "pattern" in raw:
        return _pattern_rule(path, raw, head, order)
    entry = checked(path, raw, RuleEntry)
    name = f"rule {entry.id}"
    if not entry.match:
        raise RuleError(
            path,
            raw.line,
            f"{name}: it has no example under match; add at least one sentence with <trigger>, [source …] or [target …] marked",
        )
    _check_mode(path, raw, head, entry.mode, name)

    def words(values: Iterable[str]) -> list[str]:
        found: list[str] = []
        for value in values:
            if value.startswith("$"):
                if value[1:] not in lists:
                    raise RuleError(
                        path,
                        raw.line,
                        f"{name}: no word list {value}; known lists: {', '.join('$' + n for n in sorted(lists)) or 'none'}",
                    )
                found.extend(lists[value[1:]])
            else:
                found.append(value)
        return [word.lower() for word in found]

    extras = entry.trigger.model_extra or {}
    return Rule(
        id=entry.id,
        event_type=head.event_type,
        quad_class=head.quad_class,
        planned_as=head.planned_as or head.event_type,
        kind=entry.trigger.kind,
        words=tuple(words(entry.trigger.words)),
        constraints=tuple(
            (spelt(role), frozenset(words(_role_words(path, raw, name, role, value))))
            for role, value in extras.items()
        ),
        unless=tuple((spelt(role), frozenset(words(value))) for role, value in entry.unless.items()),
        source=tuple(map(spelt, entry.source)) if entry.source is not None else DEFAULT_SOURCES[entry.trigger.kind],
        target=tuple(map(spelt, entry.target)),
        needs=tuple(entry.needs),
        source_sector=frozenset(entry.source_sector),
        across_borders=head.across_borders,
        mutual=entry.mutual,
        mode=entry.mode,
        mode_by_absorbed=tuple(head.mode_by_absorbed.items()),
        absorbs=tuple(map(spelt, entry.absorbs)) if entry.absorbs is not None else tuple(head.absorbs),
        match=entry.match,
        no_match=entry.no_match,
        path=path,
        line=raw.line,
        order=order,
    )


def _role_words(path: Path, raw: Located, name: str, role: str, value: Any) -> list[str]:
    value = as_list(value)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise RuleError(
            path,
            raw.key_lines.get("trigger", raw.line),
            f'{name}: trigger.{role} should be a word, a list of words, or "*" for any',
        )
    return value


def _check_mode(path: Path, raw: Located, head: RuleFile, mode: str, name: str) -> None:
    if mode and mode not in head.modes:
        raise RuleError(
            path,
            raw.key_lines["mode"],
            f"{name}: {head.event_type} has no mode {mode!r}; its modes: {', '.join(head.modes) or 'none'}",
        )


def _pattern_rule(path: Path, raw: Located, head: RuleFile, order: int) -> Rule:
    entry = checked(path, raw, PatternEntry)
    name = f"rule {entry.id}"
    _check_mode(path, raw, head, entry.mode, name)
    bound = {str(part.get("RIGHT_ID", "")) for part in entry.pattern}
    if "trigger" not in bound or not (bound & {"source", "target"} or "source" in entry.needs):
        raise RuleError(
            path,
            raw.line,
            f"{name}: the pattern binds {', '.join(sorted(bound))}; "
            "it needs RIGHT_ID trigger, and source or target, or else needs: [source]",
        )
    try:
        check_pattern(entry.pattern)
    except ValueError as error:
        raise RuleError(
            path, raw.line, f"{name}: not a DependencyMatcher pattern: {' '.join(str(error).split())}"
        ) from error
    return Rule(
        id=entry.id,
        event_type=head.event_type,
        quad_class=head.quad_class,
        planned_as=head.planned_as or head.event_type,
        kind="pattern",
        words=(),
        constraints=(),
        unless=(),
        source=(),
        target=(),
        needs=entry.needs,
        source_sector=frozenset(entry.source_sector),
        across_borders=head.across_borders,
        mutual=entry.mutual,
        mode=entry.mode,
        mode_by_absorbed=tuple(head.mode_by_absorbed.items()),
        absorbs=tuple(head.absorbs),
        match=entry.match,
        no_match=entry.no_match,
        path=path,
        line=raw.line,
        order=order,
        pattern=entry.pattern,
    )
