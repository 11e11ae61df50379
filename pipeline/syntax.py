"""Doc -> Doc: what the parser is known to read wrongly, put right before anybody asks it.

The parser takes the subject behind an opening phrase for one more item of a list in that phrase, where the two can be
told apart by their commas alone: "When troops entered Sudria, Norland and Ostia protested" has Sudria, Norland and Ostia
entered, and nobody protesting; "On 25 August Norland signed" has a day called August Norland. A finite verb that nobody
is the subject of gets those back who stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.grammar import grammar

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
PLURAL = frozenset({"have", "are", "were", "do"})
# What may stand between a subject and its verb and hangs on the verb.
BETWEEN = frozenset({"aux", "auxpass", "advmod", "neg"})
OPENERS = frozenset({"advcl", "prep", "npadvmod"})
# What opens a noun phrase as well as a clause.
CLAUSE_OPENERS = frozenset({"since", "after", "before", "until"})


@Language.component("commentariat_syntax")
def mend_syntax(doc: Doc) -> Doc:
    """Give verbs back the subjects that the parser took for items of a list before them, and nouns their clauses."""
    for word in doc:
        if word.dep_ in {"relcl", "ccomp"}:
            _mend_relative(word)
        elif word.dep_ == "conj" and word.tag_ in {"NNP", "NNPS"}:
            _mend_parallel(word)
        elif word.dep_ == "conj" and word.tag_ == "NNS":
            _mend_both(word)
        elif word.dep_ == "nmod" and word.tag_ == word.head.tag_ == "NNP":
            _mend_two_names(word)
        elif word.dep_ == "agent":
            _mend_agent(word)
        elif word.dep_ == "pcomp" and word.tag_ == "VBG":
            _mend_gerund(word)
        elif word.dep_ in {"prep", "mark"} and word.lower_ in CLAUSE_OPENERS:
            _mend_opened_clause(word)
        elif word.tag_ == "WP$" and word.head.dep_ == "appos":
            _mend_whose(word)
        elif word.dep_ == "appos" and word.tag_ in {"NNP", "NNPS"}:
            _mend_list(word)
        elif word.dep_ == "appos" and word.tag_ == "NN":
            _mend_described(word)
        elif word.dep_ == "appos" and word.tag_ == "CD":
            _mend_sum(word)
        elif word.dep_ == "nsubj" and word.tag_ in NOUNS:
            _mend_pair(word)
        elif word.dep_ == "npadvmod" and word.tag_ in {"NNP", "NNPS"}:
            _mend_naming(word)
        elif word.dep_ == "amod" and word.tag_ == "VBN" and _has_before(word) is not None:
            _mend_perfect(word)
        elif word.dep_ == "amod" and word.tag_ in {"VBD", "VBN", "JJ"} and word.text.endswith("ed"):
            _mend_participle(word)
        elif word.dep_ in {"advcl", "conj"} and word.tag_ == "VB":
            _mend_bare_infinitive(word)
        elif word.dep_ == "conj" and word.tag_ in {"VBD", "VBZ", "VBP"} and _is_finite(word):
            _mend_second_clause(word)
        elif word.dep_ == "conj" and word.tag_ == "VBN":
            _mend_parallel_tense(word)
        elif word.dep_ == "compound" and word.tag_ == "PRP":
            _mend_receiver(word)
        elif word.dep_ == "compound" and word.lower_ in grammar().calendar_names:
            _mend_month(word)
        if word.dep_ == "ROOT" and _is_finite(word):
            items = _items_before(word)
            first = _behind_day(items) or _behind_comma(items, word)
            if first is not None:
                first.head, first.dep_ = word, _subject_dep(word)
    return doc


def _mend_relative(clause: Token) -> None:
    """ "the strikes in January that killed …", "its vote on 2 March, which condemned …": no day kills or condemns."""
    relative = next((c for c in clause.lefts if c.dep_ in SUBJECTS | {"dobj"} and c.tag_ == "WDT"), None)
    if relative is None or relative.i < clause.sent.start + 3:
        return
    date = relative.nbor(-2 if relative.nbor(-1).text == "," else -1)
    while _is_of_date(date) and date.dep_ in {"nummod", "npadvmod"} and date.head.i < date.i:
        date = date.head
    preposition = date.head
    if not _is_of_date(date) or preposition.dep_ != "prep" or preposition.i == clause.sent.start:
        return
    noun = _phrase_before(preposition)
    if noun.tag_ in {"NN", "NNS"} and clause not in noun.ancestors and noun.dep_ != "npadvmod":
        clause.head, clause.dep_ = noun, "relcl"


def _is_of_date(token: Token) -> bool:
    """Whether a word is a month, a weekday or the number of a day or year."""
    return token.lower_ in grammar().calendar_names or (token.like_num and len(token) in {1, 2, 4})


def _phrase_before(preposition: Token) -> Token:
    """The noun that heads the whole phrase before a preposition: "vote" of "its vote against the invasion of Ostia on …"."""
    word = top = preposition.nbor(-1)
    while word.head.i < word.i and word.head.tag_ in NOUNS | {"IN"}:
        word = word.head
        top = word if word.tag_ in NOUNS else top
    return top


def _mend_parallel(name: Token) -> None:
    """ "A of Norland and B of Ostia": B stands beside A, and not beside Norland."""
    place, preposition = name.head, name.head.head
    owned = any(c.dep_ == "prep" and c.lower_ == "of" for c in name.children)
    if (
        owned
        and place.dep_ == "pobj"
        and preposition.lower_ == "of"
        and preposition.head.tag_ in {"NNP", "NNPS"}
    ):
        name.head = preposition.head


def _mend_both(noun: Token) -> None:
    """ "Norland and Ostia, both members of the pact": it says what they are and is no third beside them."""
    start = noun.left_edge.i
    if start < 2 or noun.doc[start].lower_ not in {"both", "all"} or noun.doc[start - 1].text != ",":
        return
    host = noun.doc[start - 2]
    if noun not in host.ancestors:
        noun.head, noun.dep_ = host, "appos"


def _mend_two_names(name: Token) -> None:
    """ "Premier A B and C D met": two people, where the parser takes "A B and C" for names of D."""
    last = name.head
    given = [c for c in name.rights if c.dep_ == "conj" and c.i == last.i - 1]
    joined = any(c.dep_ == "cc" and c.i == last.i - 2 for c in name.rights)
    # "the Hong Kong and Macau Office" has an article, as people haven't.
    full = any(c.dep_ == "compound" for c in name.lefts) and not any(c.dep_ == "det" for c in (*name.lefts, *last.lefts))
    if not (given and given[0].tag_ == "NNP" and joined and full):
        return
    head, dep = last.head, last.dep_
    name.head, name.dep_ = (name, dep) if head == last else (head, dep)
    last.head, last.dep_ = name, "conj"
    given[0].head, given[0].dep_ = last, "compound"


def _mend_agent(by: Token) -> None:
    """ "Sudria brokered an apology by Ostia": who acts stands before the verb, so that the apology is Ostia's."""
    verb = by.head
    passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)
    objects = [c for c in verb.rights if c.dep_ == "dobj" and c.i < by.i]
    if objects and not passive and any(c.dep_ == "nsubj" for c in verb.lefts):
        by.head, by.dep_ = objects[0], "prep"


def _mend_gerund(gerund: Token) -> None:
    """ "By turning down Ostia's offer, Norland has …": what stands before the comma is turned down, and does nothing."""
    verb = gerund.head.head
    subjects = [c for c in verb.lefts if c.dep_ == "nsubj"]
    if gerund.head.head == gerund.head or len(subjects) != 2 or subjects[0].i < gerund.i:
        return
    start = subjects[1].left_edge.i
    if verb.doc[start - 1].text == "," and not any(c.dep_ == "dobj" for c in gerund.children):
        subjects[0].head, subjects[0].dep_ = gerund, "dobj"


def _mend_opened_clause(opener: Token) -> None:
    """ "since Norland last week barred …", "after the rebels, it is said, had fired": a clause is opened, and not a phrase."""
    noun = next((c for c in opener.children if c.dep_ == "pobj"), None)
    verb = opener.head
    if noun is None or noun.tag_ not in NOUNS or noun.lower_ in grammar().calendar_names:
        return
    if verb.i < opener.i:
        verb = next((c for c in verb.rights if c.dep_ == "advcl" and c.i > noun.i and _is_finite(c)), verb)
    marked = any(c.dep_ == "mark" and c != opener for c in verb.lefts)
    if verb.i < noun.i or verb.dep_ != "advcl" or marked or not _is_finite(verb):
        return
    between = list(verb.doc[noun.right_edge.i + 1 : verb.i])
    own = [c for c in verb.lefts if c.dep_ in BETWEEN | {"npadvmod", "parataxis", "punct"}]
    if between and all(t.text == "," or any(t in c.subtree for c in own) for t in between):
        noun.head, noun.dep_ = verb, _subject_dep(verb)
        opener.head, opener.dep_ = verb, "mark"


def _mend_whose(whose: Token) -> None:
    """ "Norland, whose premier, A, had signed": the premier signed, and the clause belongs to Norland."""
    noun, host = whose.head, whose.head.head
    for verb in noun.doc[noun.right_edge.i + 1 : noun.right_edge.i + 6]:
        if verb.dep_ == "punct" or verb.dep_ in BETWEEN:
            continue
        if _is_finite(verb) and verb not in host.ancestors and verb.dep_ != "ROOT":
            noun.head, noun.dep_ = verb, _subject_dep(verb)
            verb.head, verb.dep_ = host, "relcl"
        return


def _mend_second_clause(verb: Token) -> None:
    """ "Norland invaded Ostia and Sudria protested": nobody invaded Sudria; it is who protested."""
    before = _word_before(verb)
    last = before is not None and before.dep_ == "conj" and before.tag_ in NOUNS and not before.n_rights
    # "credit and investment said to be worth millions"
    reported = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 3]] in (["to", "be"], ["to", "have"])
    if before is None or not last or reported or before.head.dep_ in SUBJECTS:
        return
    start = before.left_edge.i
    if start and before.doc[start - 1].dep_ == "cc":
        before.head, before.dep_ = verb, _subject_dep(verb)


def _mend_parallel_tense(verb: Token) -> None:
    """ "has cut its ties, which it hopes will help, and has expelled an envoy": what has been done goes with what has."""
    have = {c.lower_ for c in verb.lefts if c.dep_ == "aux"} & {"has", "have"}
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.head.lefts)
    if not have or not modal or any(c.dep_ in SUBJECTS for c in verb.children):
        return
    for above in verb.head.ancestors:
        if above.tag_ == "VBN" and have & {c.lower_ for c in above.lefts if c.dep_ == "aux"}:
            verb.head = above
            return


def _mend_month(month: Token) -> None:
    """ "In July Norland announced …": no land is called July Norland."""
    start = month.i - 1
    days = [t for t in month.head.lefts if t.i == start and t.like_num]
    preposition = month.doc[start - len(days)] if start >= len(days) else month
    if preposition.dep_ == "prep" and preposition.lower_ in {"in", "on", "by", "since"} and not preposition.n_rights:
        month.head, month.dep_ = preposition, "pobj"
        for day in days:
            day.head = month


def _mend_bare_infinitive(verb: Token) -> None:
    """ "was to silence a channel, scale down its ties and close a base": all three were to be done."""
    first = verb.left_edge.i
    if first == verb.sent.start or any(c.dep_ in SUBJECTS | {"aux", "mark"} for c in verb.children):
        return
    behind_comma = verb.doc[first - 1].text == ","
    if not (behind_comma or verb.dep_ == "conj") or verb.head.tag_ not in FINITE:
        return
    before = [c for c in verb.head.children if c.dep_ == "xcomp" and c.tag_ == "VB" and c.i < verb.i]
    if before and any(c.lower_ == "to" and c.dep_ == "aux" for c in before[-1].children):
        verb.head, verb.dep_ = before[-1], "conj"


def _mend_receiver(pronoun: Token) -> None:
    """ "Ostia sells him guns": he gets them; the guns aren't called so."""
    goods, verb = pronoun.head, pronoun.head.head
    if goods.dep_ == "dobj" and goods.i > pronoun.i > verb.i:
        pronoun.head, pronoun.dep_ = verb, "dative"


def _mend_sum(number: Token) -> None:
    """ "gave the Norlander Red Cross (NRC) $4 million": nobody is called so; it is what they got."""
    receiver = number.head
    if receiver.dep_ in {"dobj", "dative"} and receiver.tag_ in NOUNS and any(c.tag_ == "$" for c in number.lefts):
        number.head, number.dep_ = receiver.head, "dobj"
        receiver.dep_ = "dative"


def _mend_list(name: Token) -> None:
    """ "A, B and C met": the parser takes B and C for what A is."""
    listed = name.head.tag_ in {"NNP", "NNPS"} and name.head.i < name.i
    joined = any(c.dep_ == "cc" for c in name.rights) and any(
        c.dep_ == "conj" and c.tag_ in {"NNP", "NNPS"} for c in name.rights
    )
    described = any(c.dep_ in {"poss", "prep", "amod"} for c in name.children)
    # "A, the chairman and B": what has an article may say what A is; an abbreviation doesn't.
    described = described or (any(c.dep_ == "det" for c in name.children) and not name.is_upper)
    if listed and joined and not described:
        name.dep_ = "conj"


def _mend_described(noun: Token) -> None:
    """ "A, Norland's envoy, and B of Ostia have met": more than one have met, so that B isn't what A is."""
    name, verb = noun.head, noun.head.head
    plural = any(c.dep_ in {"aux", "auxpass"} and c.lower_ in PLURAL for c in verb.lefts) or verb.tag_ == "VBP"
    if name.dep_ not in SUBJECTS or name.tag_ != "NNP" or noun.tag_ != "NN" or not plural:
        return
    if any(c.dep_ == "conj" for c in name.rights):
        return
    for other in noun.rights:
        if other.dep_ == "conj" and other.tag_ == "NNP":
            other.head = name


def _mend_pair(noun: Token) -> None:
    """ "President A and, later, Prime Minister B met": where the parser gives the verb two subjects, they are one list."""
    first = next((c for c in noun.head.lefts if c.dep_ == "nsubj" and c.i < noun.i and c.tag_ in NOUNS), None)
    joined = next((c for c in first.rights if c.dep_ == "cc"), None) if first is not None else None
    if first is None or joined is None:
        return
    if all(t.dep_ in {"punct", "advmod"} for t in noun.doc[joined.i + 1 : noun.left_edge.i]):
        noun.head, noun.dep_ = first, "conj"


def _mend_naming(name: Token) -> None:
    """ "received both leaders, A and B, in July": the names tell who the leaders are, and not when or how."""
    start = name.left_edge.i
    if start < name.sent.start + 2 or name.doc[start - 1].text != ",":
        return
    noun = name.doc[start - 2]
    if noun.tag_ == "NNS" and noun.dep_ in {"dobj", "pobj", "nsubj", "nsubjpass"}:
        name.head, name.dep_ = noun, "appos"


def _mend_participle(verb: Token) -> None:
    """ "Norland hosted talks": no sentence at all where the parser takes the verb for a quality of the talks."""
    noun = verb.head
    if noun.dep_ != "ROOT" or noun.i < verb.i or verb.i == verb.sent.start or noun.tag_ not in NOUNS:
        return
    before = verb.nbor(-1)
    named = before.tag_ in NOUNS or before.text[:1].isupper()
    fragment = not noun.sent.text.rstrip().endswith(".") or any(
        t.tag_ in FINITE for t in noun.sent if t.i != verb.i
    )
    if fragment or not named or before.head not in {verb, noun} or not before.whitespace_:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "dobj"
    before.head, before.dep_ = verb, "nsubj"
    for token in [t for t in noun.lefts if t.i < before.i]:
        token.head = before
    verb.tag_ = "VBD"


def _has_before(participle: Token) -> Token | None:
    """The "has" or "had" before a participle, adverbs between at most; none before what is rather a quality of things."""
    at = participle.i - 1
    while at > participle.sent.start and participle.doc[at].dep_ in {"advmod", "neg"}:
        at -= 1
    have = participle.doc[at] if at >= participle.sent.start else None
    told = have is not None and have.lower_ in {"has", "have", "had"} and participle.lower_ not in grammar().qualities
    return have if told else None


def _mend_perfect(verb: Token) -> None:
    """ "Norland has suspended imports": what it has done, and not what it owns."""
    have, noun = _has_before(verb), verb.head
    if have is None or verb.i > noun.i or any(child.i < verb.i for child in noun.lefts):
        return
    top = have if noun.head == have and noun.dep_ == "dobj" else noun if have.head == verb else None
    if top is None:
        return
    head, dep = top.head, top.dep_
    moved = [child for child in top.children if child not in {verb, noun}] if top == have else []
    verb.head, verb.dep_ = (verb, "ROOT") if head == top else (head, dep)
    for child in moved:
        child.head = verb
    have.head, have.dep_ = verb, "aux"
    noun.head, noun.dep_ = verb, "dobj"
    for child in list(noun.lefts):
        if child.i < have.i:
            child.head = verb


def _is_finite(verb: Token) -> bool:
    """Whether a verb stands as a statement has it, and has no subject."""
    finite = verb.tag_ in FINITE or any(c.tag_ in FINITE and c.dep_ in {"aux", "auxpass"} for c in verb.lefts)
    return finite and not any(c.dep_ in SUBJECTS or c.dep_ == "attr" for c in verb.children)


def _subject_dep(verb: Token) -> str:
    return "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.children) else "nsubj"


def _word_before(verb: Token) -> Token | None:
    """The last word before a verb and what hangs on it."""
    before = verb.i - 1
    while before >= 0 and verb.doc[before].dep_ in BETWEEN and verb.doc[before].head == verb:
        before -= 1
    return verb.doc[before] if before >= 0 else None


def _items_before(verb: Token) -> list[Token]:
    """The list of noun phrases that ends before a verb and hangs on what opens its sentence; empty where there is none."""
    before = _word_before(verb)
    if before is not None and before.text == "," and before.i:
        # "On Friday Norland, a small state, signed": the comma that ends what it is
        before = before.nbor(-1)
    if before is None:
        return []
    items = list(_list_of(before))
    opens = any(a.dep_ in OPENERS and a.head == verb and a.i < verb.i for a in items[0].ancestors)
    return items if opens else []


def _behind_comma(items: list[Token], verb: Token) -> Token | None:
    """The first item behind the comma that ends the opening phrase."""
    for item, following in zip(items, items[1:], strict=False):
        gap = verb.doc[item.i + 1 : following.left_edge.i]
        if any(t.text == "," for t in gap):
            return following
    return None


def _behind_day(items: list[Token]) -> Token | None:
    """The first item where the parser has read a date into its name; the date gets the preposition that the name had."""
    first = items[0] if items else None
    if first is None or first.dep_ != "pobj":
        return None
    month = next((t for t in first.lefts if t.lower_ in grammar().calendar_names and t.dep_ in {"compound", "nmod"}), None)
    if month is None:
        return None
    days = [t for t in first.lefts if t.i < month.i and t.like_num]
    month.head, month.dep_ = first.head, "pobj"
    for day in days:
        day.head, day.dep_ = month, "nummod"
    return first


def _list_of(last: Token) -> Iterator[Token]:
    """The items of the list that the noun phrase before a verb ends, from the first."""
    top = last
    while top.dep_ not in {"conj", "appos"} and top.head.right_edge.i == last.i and top.head != top:
        top = top.head
    if top.dep_ not in {"conj", "appos"}:
        top = last
    chain = [top]
    while chain[-1].dep_ in {"conj", "appos"}:
        chain.append(chain[-1].head)
    yield from reversed(chain)
