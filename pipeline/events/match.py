"""Frame + rules -> Candidate: which rule a trigger satisfies, and who its participants are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, Token

from pipeline.events.absorb import absorb, targets_of_content
from pipeline.events.candidates import Candidate, is_complete
from pipeline.events.frames import Frame, build_frame
from pipeline.events.participants import Parties
from pipeline.events.party import Party, is_people_for_state
from pipeline.events.patterns import Named
from pipeline.events.phrases import (
    NOUN_TAGS,
    Roles,
    conjuncts,
    ends_fixed_phrase,
    hyphenated,
    is_gerund_noun,
    is_infinitive,
    kind_of,
    noun_roles,
    particle_of,
)
from pipeline.events.referring import is_known, leaves_a_side, may_refer, refers, tells_no_more
from pipeline.events.rules import Entry, Rule, Rules
from pipeline.events.subjects import is_passive
from pipeline.events.told import Told
from pipeline.events.unsaid_sources import imply_authority, imply_invaders
from pipeline.events.untold import NAMING
from pipeline.events.wording import wording
from pipeline.records import Actor

Patterned = Mapping[int, list[tuple[Rule, Named]]]
ANY = "*"
_HYPHEN = get_string_id("-")
# Those at home with whom a government deals as with another side.
OPPOSED = frozenset({"REB", "OPP", "UAF", "SEP"})


def find_candidates(
    sentence: Span, rules: Rules, parties: Parties, patterned: Patterned, told: Told | None = None
) -> list[Candidate]:
    """The best rule for each trigger of a sentence, happenings inside happenings undone, in the order of the text.

    :param patterned: what ``match_patterns`` found in the sentence's Doc.
    :param told: what the sentences before tell; nouns that may refer to it are left out where it isn't given.
    """
    triggers = list(_that_may_trigger(sentence, rules))
    found = _propose(sentence, triggers, rules, parties, patterned)
    imply_invaders(found, parties)
    imply_authority(found, parties)
    if told is not None:
        taken = {c.trigger.i for c in found}
        nouns = (_referring(token, rules, parties) for token in triggers if token.i not in taken)
        found += [c for c in nouns if c is not None and told.give_sides(c)]
        for candidate in found:
            if candidate.frame.kind == "noun" and leaves_a_side(candidate, told.is_spoken) and refers(candidate):
                told.give_sides(candidate)
            if candidate.rule.mutual and not (candidate.sources or candidate.targets or told.is_spoken):
                told.give_pair(candidate, found)
    return sorted(absorb(found, parties), key=lambda c: c.trigger.i)


def propose(sentence: Span, rules: Rules, parties: Parties, patterned: Patterned) -> list[Candidate]:
    """The best rule for each trigger of a sentence, also where the happening turns out to be part of another."""
    return _propose(sentence, list(_that_may_trigger(sentence, rules)), rules, parties, patterned)


def _propose(
    sentence: Span, triggers: Sequence[Token], rules: Rules, parties: Parties, patterned: Patterned
) -> list[Candidate]:
    found = [_or_both_sides(c, rules, parties) for c in _by_pattern(sentence, patterned, rules, parties)]
    taken = {c.trigger.i for c in found}
    for token in triggers:
        if token.i not in taken:
            candidate = _best(token, rules, parties)
            if candidate is not None:
                found.append(candidate)
    return found


def match_rule(sentence: Span, rule: Rule, rules: Rules, parties: Parties) -> list[Candidate]:
    """Every match of one rule in a sentence, whatever the other rules say; for checking its examples."""
    patterned = match_patterns(sentence.doc, rules) if rule.pattern else {}
    found = [c for c in _by_pattern(sentence, patterned, rules, parties) if c.rule is rule]
    for token in sentence:
        for entry in entries_of(token, rules):
            if entry.rule is rule:
                candidate = try_entry(token, entry, rules, parties)
                if candidate is not None:
                    if not is_complete(candidate) and rule.absorbs:
                        targets_of_content(candidate, parties)
                    if candidate.sources or candidate.targets:
                        found.append(candidate)
                    break
    return found


def find_rivals(
    sentence: Span, rules: Rules, parties: Parties, patterned: Patterned
) -> Iterator[tuple[Rule, list[Rule]]]:
    """For each trigger of a sentence the rule that is taken there, and the others that match there too."""
    taken = {c.trigger.i: c.rule for c in _by_pattern(sentence, patterned, rules, parties)}
    for token in sentence:
        best = _best(token, rules, parties)
        winner = taken.get(token.i) or (best.rule if best is not None else None)
        if winner is not None:
            entries = {entry.rule.id: entry for entry in entries_of(token, rules) if entry.rule is not winner}
            yield (
                winner,
                [e.rule for e in entries.values() if try_entry(token, e, rules, parties) is not None],
            )


def match_patterns(doc: Doc, rules: Rules) -> Patterned:
    """Where the rules that are DependencyMatcher patterns match in a Doc, by the index of the trigger."""
    return rules.pattern_matcher(doc.vocab).matches(doc)


def _by_pattern(sentence: Span, patterned: Patterned, rules: Rules, parties: Parties) -> Iterator[Candidate]:
    """The matches of rules that are DependencyMatcher patterns; the most particular at a trigger, before all plain rules."""
    for index in filter(patterned.__contains__, range(sentence.start, sentence.end)):
        matches = sorted(patterned[index], key=lambda match: (-len(match[0].pattern), match[0].order))
        found = (c for rule, named in matches if (c := _pattern_candidate(rule, named, rules, parties)))
        if (candidate := _first_complete(found)) is not None:
            yield candidate


def _or_both_sides(found: Candidate, rules: Rules, parties: Parties) -> Candidate:
    """What a pattern gives, or where it misses a side, what a plain rule of the same type gives that knows both."""
    plain = None if _knows_both_sides(found) else _best(found.trigger, rules, parties)
    better = plain is not None and plain.rule.event_type == found.rule.event_type and _knows_both_sides(plain)
    return plain if better and plain is not None else found


def _first_complete(found: Iterable[Candidate]) -> Candidate | None:
    """The first; or of the same type the first that knows both sides."""
    best: Candidate | None = None
    for candidate in found:
        if best is None or (candidate.rule.event_type == best.rule.event_type and _knows_both_sides(candidate)):
            best = candidate
        if _knows_both_sides(best):
            break
    return best


def _knows_both_sides(candidate: Candidate) -> bool:
    return bool(candidate.sources) and is_complete(candidate)


def _pattern_candidate(rule: Rule, named: Named, rules: Rules, parties: Parties) -> Candidate | None:
    trigger = named["trigger"][0]
    frame = build_frame(trigger, kind_of(trigger), rules.lexicon) or Frame(trigger, "pattern", {})
    sources = [p for t in named.get("source", []) for c in conjuncts(t) for p in parties.of(c)]
    if "source" not in named:
        # Who says it may stand far off ("prompted Norland to declare that …"): the frame knows, the pattern needn't.
        sources = parties.in_roles(frame.roles, ("subject",))
    taken = {p.actor.name for p in sources}
    targets = [
        p
        for t in named.get("target", [])
        for c in conjuncts(t)
        for p in parties.of(c) or parties.at_place(c)
        if p.actor.name not in taken
    ]
    own = {p.actor.country for p in sources} - {""}
    if any(own.isdisjoint(p.actor.country for p in parties.of(t)) for t in named.get("itself", [])):
        # "Norland warned that Ostia would strike": it speaks of another, and not of itself.
        return None
    if rule.across_borders and _is_at_home(sources, targets):
        return None
    complete = (
        _has_needed(rule, sources, targets) and _is_of_sector(rule, sources) and bool(sources or targets)
    )
    denial = next((t for t in named.get("denial", ()) if t.head == trigger), None)
    return Candidate(rule, frame, sources, targets, rule.mode, denial=denial) if complete else None


def entries_of(token: Token, rules: Rules, said: frozenset[str] = frozenset()) -> list[Entry]:
    """The rules that have the word among their triggers; a noun that only says of what kind another is tells nothing.

    :param said: the words of the sentence, by which rules that ask for others may be left out.
    """
    kind = kind_of(token)
    if not kind or ends_fixed_phrase(token, rules.lexicon.fixed_phrases):
        return []
    if kind == "noun" and token.dep_ == "compound" and token.head.tag_ in {"NN", "NNS"}:
        # "patrol boats", "aid workers"
        return []
    found = rules.lookup(kind, token.lemma_.lower(), token.lower_, *hyphenated(token), said=said)
    if kind == "verb" and (particle := particle_of(token, rules.lexicon.phrasal_verbs)):
        found = [entry for entry in found if particle in entry.extra]
    if token.tag_ == "VBN":
        found = found + rules.lookup("adjective", token.lower_, said=said)
    if is_gerund_noun(token):
        found = found + rules.lookup("noun", token.lower_, said=said)
    return found


def _that_may_trigger(sentence: Span, rules: Rules) -> Iterator[Token]:
    """The words by which some rule may be looked up: most are told apart by number, before they are looked at."""
    words, doc, known = wording(sentence.doc), sentence.doc, rules.trigger_keys
    first, last = sentence.start, sentence.end
    lowers, lemmas = words.lowers[first:last], words.lemmas[first:last]
    joints = [i for i, lower in enumerate(lowers) if lower == _HYPHEN] if _HYPHEN in lowers else []
    joined = {i + beside for i in joints for beside in (-1, 1)}
    for i, (lower, lemma) in enumerate(zip(lowers, lemmas, strict=True)):
        if lower in known or lemma in known or i in joined:
            yield doc[first + i]


def _best(token: Token, rules: Rules, parties: Parties) -> Candidate | None:
    """The most particular rule that matches; a rule of the same type that knows both sides goes before one that doesn't."""
    said = parties.said_beside(token)
    entries = entries_of(token, rules, said)
    if not entries:
        return None
    fitting = [entry for entry in entries if entry.may_match(said)]
    if len(fitting) > 1:
        fitting.sort(key=attrgetter("rank"))
    tried = (try_entry(token, entry, rules, parties) for entry in fitting)
    return _first_complete(candidate for candidate in tried if candidate is not None)


def _referring(token: Token, rules: Rules, parties: Parties) -> Candidate | None:
    """ "The blockade", "that raid": a noun that may name a happening told before, whoever's it was."""
    if kind_of(token) != "noun" or not is_known(token) or tells_no_more(token, rules.lexicon):
        return None
    if any(party.token == token for party in parties.of(token)):
        return None
    said = parties.said_beside(token)
    entries = [e for e in entries_of(token, rules) if e.rule.kind == "noun" and may_refer(e.rule)]
    tried = (
        try_entry(token, entry, rules, parties, referring=True)
        for entry in sorted((entry for entry in entries if entry.may_match(said)), key=attrgetter("rank"))
    )
    return next((candidate for candidate in tried if candidate is not None), None)


def try_entry(
    token: Token, entry: Entry, rules: Rules, parties: Parties, referring: bool = False
) -> Candidate | None:
    """The match of one rule at one word, whatever the other rules say; None where the rule lacks anything.

    :param referring: whether the word may name a happening told before, whose sides it needn't name again.
    """
    rule = entry.rule
    if not all(_has_word(token, word, rule.kind) for word in entry.extra):
        return None
    frame = parties.frame(token, rule.kind)
    if frame is None:
        return None
    roles = dict(frame.roles)
    swallowed: set[int] = set()
    for role, words in rule.constraints:
        filler = _filler(roles, role, words, rules, parties)
        if filler is None and role == "object" and "object" not in roles:
            filler = _misread_passive(roles, words, rules, parties)
        if filler is None:
            return None
        if role == "object" or (rule.kind == "verb" and words != {ANY} and filler.tag_ in NOUN_TAGS):
            swallowed.update(t.i for t in _chain_to(filler, roles.get(role, [])))
            _merge(roles, noun_roles(filler))
    if any(_filler(roles, role, words, rules, parties) is not None for role, words in rule.unless):
        return None
    frame = Frame(frame.trigger, frame.kind, roles, frame.light_verb)
    sources = parties.in_roles(roles, rule.source)
    forums = parties.forums_for(rule.event_type)
    targets = parties.in_roles(roles, rule.target, {p.actor.name for p in sources}, forums)
    if rule.mutual and not targets and len(sources) < 2:
        sources = parties.partners(roles, sources)
    if rule.mutual and rule.event_type == "CONSULT":
        sources, targets = ([p for p in side if not parties.is_venue(p.token)] for side in (sources, targets))
    if referring:
        return Candidate(rule, frame, sources, targets, rule.mode, swallowed)
    open_to_both = rule.mutual and not sources and _is_left_open(frame, targets, rules)
    if not _has_needed(rule, sources, targets) and not open_to_both:
        return None
    if rule.mutual and rule.kind == "verb" and not sources and roles.get("subject"):
        # "We discussed Ostia with Norland": the one who acts is somebody else than those named.
        return None
    if rule.across_borders and _is_at_home(sources, targets):
        return None
    if not _is_of_sector(rule, sources):
        return None
    if frame.light_verb is not None:
        swallowed.add(frame.light_verb.i)
    return Candidate(rule, frame, sources, targets, rule.mode, swallowed)


def _is_left_open(frame: Frame, targets: Sequence[Party], rules: Rules) -> bool:
    """ "A pact was signed (with Norland)": what two do to a pact, in the passive alone, leaves them to the text to tell."""
    verb = frame.trigger
    sealed = frame.kind == "verb" and verb.lemma_ in rules.lexicon.sealing_verbs and is_passive(verb) and not is_infinitive(verb)
    # "The Norland–Ostia pact was signed", "the Harbour Treaty was signed": it may have other parties than those in view.
    named = any(c.pos_ == "PROPN" or c.ent_type_ in NAMING for noun in frame.get("object") for c in noun.lefts)
    with_whom = all(party.token in frame.get("with") for party in targets)
    return sealed and not named and not frame.get("subject") and with_whom


def _is_at_home(sources: list[Party], targets: list[Party]) -> bool:
    """Whether a government does it to its own country's people: no event between actors, unless they oppose it."""
    countries = {p.actor.country for p in [*sources, *targets]}
    own = len(countries) == 1 and "" not in countries
    opposed = any(p.actor.sector in OPPOSED for p in [*sources, *targets])
    return bool(sources and targets) and own and not opposed


def _has_needed(rule: Rule, sources: list[Party], targets: list[Party]) -> bool:
    """In a mutual happening two sources are each other's targets."""
    has_target = bool(targets) or (rule.mutual and len(sources) > 1)
    return not ("source" in rule.needs and not sources or "target" in rule.needs and not has_target)


def _is_of_sector(rule: Rule, sources: list[Party]) -> bool:
    """Whether one of the sources is of a sector that the rule asks for, where it asks; who is out of office was of one."""
    asked = rule.source_sector
    if not asked:
        return True
    of_state = "GOV" in asked
    return any(
        p.actor.sector in asked or _is_out_of_office(p.actor) or (of_state and is_people_for_state(p)) for p in sources
    )


def _is_out_of_office(actor: Actor) -> bool:
    return bool(actor.kb_id and actor.country and not actor.sector)


def _has_word(token: Token, word: str, kind: str) -> bool:
    """Whether a further word of a trigger stands by it: a particle, preposition, object or adverb; before a noun, a modifier."""
    if kind == "noun":
        return any(word in {t.lower_, t.lemma_.lower()} for t in token.lefts) or any(
            word in {t.lower_, t.lemma_.lower()} for t in token.doc[max(0, token.i - 3) : token.i]
        )
    for child in token.children:
        near = 0 < child.i - token.i <= 6 or (child.dep_ == "advmod" and child.i < token.i)
        if near and word in {child.lower_, child.lemma_.lower()}:
            return True
        if child.dep_ in {"prep", "prt", "advmod"} and any(
            word == c.lower_ for c in child.children if c.i == child.i + 1
        ):
            return True
        if child.dep_ == "dobj" and near and any(word == c.lower_ for c in child.lefts if c.dep_ in {"amod", "compound"}):
            # "threw cold water"
            return True
    return False


def _filler(roles: Roles, role: str, words: frozenset[str], rules: Rules, parties: Parties) -> Token | None:
    """The first token in ``role`` that is one of ``words``, looked for through "a series of"."""
    for token in parties.role_tokens(role, roles):
        for noun in _through(token, rules):
            if words == {ANY} or parties.names(noun) & words or parties.labels(noun) & words:
                return noun
    return None


def _misread_passive(roles: Roles, words: frozenset[str], rules: Rules, parties: Parties) -> Token | None:
    """ "The pact signed in March lapsed": where the parser takes the thing signed for the signer, ``roles`` are put right."""
    filler = _filler(roles, "subject", words, rules, parties)
    if filler is not None:
        roles["object"] = roles.pop("subject")
        if "by" in roles:
            roles["subject"] = roles.pop("by")
    return filler


def _through(token: Token, rules: Rules) -> Iterator[Token]:
    yield token
    if token.lemma_ in rules.lexicon.transparent_nouns:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "in"}:
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield from conjuncts(noun)


def _chain_to(filler: Token, tops: list[Token]) -> list[Token]:
    return [filler, *(top for top in tops if filler in top.subtree and filler != top)]


def _merge(roles: Roles, more: Roles) -> None:
    for role, tokens in more.items():
        held = roles.get(role, [])
        roles[role] = held + [t for t in tokens if t not in held]
