"""The parser's known slips are put right: who stands before a verb that nobody is the subject of."""

import pytest

from pipeline.language import load_model


def subject_of(text: str, verb: str) -> list[str]:
    doc = load_model()(text)
    word = next(t for t in doc if t.text == verb)
    return [t.text for c in word.children if c.dep_ in {"nsubj", "nsubjpass"} for t in (c, *c.conjuncts)]


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        (
            "When troops crossed into Georgia, Poland and Latvia condemned the attack.",
            "condemned",
            ["Poland", "Latvia"],
        ),
        ("After months of talks in Muscat, Iran and Iraq agreed to a new round.", "agreed", ["Iran", "Iraq"]),
        ("With the fall of Saigon, Thailand and Laos were isolated.", "isolated", ["Thailand", "Laos"]),
        ("During the war in Korea, Turkey sent a brigade.", "sent", ["Turkey"]),
        ("On 9 September Norland signed a treaty with Iran.", "signed", ["Norland"]),
        ("On Friday Kiribati, a Pacific island nation, suddenly cut its ties with Taiwan.", "cut", ["Kiribati"]),
        # Two subjects of one verb are one list, and so are abbreviations that seem to say what stands before them.
        (
            "President Yoon Suk-yeol and Prime Minister Fumio Kishida held a summit on Sunday.",
            "held",
            ["yeol", "Kishida"],
        ),
        ("The African Union, the UN and France also welcomed it.", "welcomed", ["Union", "UN", "France"]),
        # Whoever has a verb of his own isn't on the list before it.
        ("That ended when Russia invaded Ukraine and Stockholm applied for membership.", "applied", ["Stockholm"]),
        ("That ended when Russia invaded Ukraine and Georgia.", "invaded", ["Russia"]),
        ("He came home with pledges of credit and investment said to be worth millions.", "said", []),
        # "have" is said of two.
        ("Anthony Lake, the president's envoy, and Ahmed Ouyahia of Algeria have met.", "met", ["Lake", "Ouyahia"]),
        ("Anthony Lake, the president's friend and lawyer, has met him.", "met", ["Lake"]),
        ("Ties have become worse since Australia last week barred ministers from entering.", "barred", ["Australia"]),
        ("Norland bombed the camps after the rebels, it is alleged, had shot at them.", "shot", ["rebels"]),
        (
            "It has a problem child, Hungary, whose prime minister, Viktor Orban, had promised to back membership.",
            "promised",
            ["minister"],
        ),
        ("By turning down again and again Islamabad's demand, New Delhi has put it in doubt.", "put", ["Delhi"]),
        ("Emomali Rahmon and Sadyr Japarov were both there.", "were", ["Rahmon", "Japarov"]),
        ("Norland waited and after a week attacked.", "attacked", []),
        ("Only Norland and, later, Iran condemned it.", "condemned", ["Norland", "Iran"]),
    ],
)
def test_a_verb_gets_back_the_subject_taken_for_an_item_of_a_list(
    text: str, verb: str, subject: list[str]
) -> None:
    assert subject_of(text, verb) == subject


@pytest.mark.parametrize(
    ("text", "word", "head", "dep"),
    [
        ("China has since suspended imports of Japanese seafood.", "suspended", "suspended", "ROOT"),
        ("The European Union had frozen funds and suspended visits in June.", "suspended", "frozen", "conj"),
        ("Norland has passed a law which it says will deter Ostia, and has expelled its envoy.", "expelled", "passed", "conj"),
        # A heading may end with its verb.
        ("Norland visited and Ostia signed", "signed", "visited", "conj"),
        ("The company has limited options.", "limited", "options", "amod"),
        ("Margaret Thatcher broke off relations, froze Argentine assets and dispatched a fleet.", "froze", "broke", "conj"),
    ],
)
def test_what_one_has_done_is_no_quality_of_what_one_has(text: str, word: str, head: str, dep: str) -> None:
    token = next(t for t in load_model()(text) if t.text == word)
    assert (token.head.text, token.dep_) == (head, dep)


@pytest.mark.parametrize("text", ["In July Norland announced it.", "On 25 July Norland announced it."])
def test_a_month_is_no_part_of_a_name(text: str) -> None:
    month = next(t for t in load_model()(text) if t.text == "July")
    assert (month.dep_, month.head.dep_) == ("pobj", "prep")


def test_who_gets_something_is_no_part_of_its_name() -> None:
    doc = load_model()("France sends him radars and India sells him guns.")
    assert [t.dep_ for t in doc if t.text == "him"] == ["dative", "dative"]


def test_a_subject_that_the_parser_found_stays() -> None:
    assert subject_of("In talks with Poland, Latvia and Spain, Iran offered grain.", "offered") == ["Iran"]


def test_an_order_has_no_subject() -> None:
    assert subject_of("In Poland, Latvia and Spain, sign nothing.", "sign") == []


@pytest.mark.parametrize(
    ("text", "verb", "noun"),
    [
        ("He spoke of the American strikes in January that killed a general.", "killed", "strikes"),
        ("One sees it in its vote against the war in Sudria on 2 March 2022, which condemned nobody.", "condemned", "vote"),
        ("The sanctions on Ostia in 2014, which Norland imposed, failed.", "imposed", "sanctions"),
    ],
)
def test_a_clause_behind_a_date_tells_of_the_phrase_before_it(text: str, verb: str, noun: str) -> None:
    clause = next(t for t in load_model()(text) if t.text == verb)
    assert clause.head.text == noun


@pytest.mark.parametrize(
    ("text", "verb", "subject", "object_"),
    [
        ("Turkey hosted talks between Russia and Ukraine.", "hosted", "Turkey", "talks"),
        (
            "The Biden administration relaxed oil sanctions on Venezuela.",
            "relaxed",
            "administration",
            "sanctions",
        ),
    ],
)
def test_a_verb_is_no_quality_of_its_object(text: str, verb: str, subject: str, object_: str) -> None:
    doc = load_model()(text)
    word = next(t for t in doc if t.text == verb)
    assert word.dep_ == "ROOT"
    assert {c.dep_: c.text for c in word.children if c.dep_ in {"nsubj", "dobj"}} == {
        "nsubj": subject,
        "dobj": object_,
    }


def test_a_heading_stays_a_heading() -> None:
    doc = load_model()("Turkey hosted talks between Russia and Ukraine")
    assert next(t for t in doc if t.text == "talks").dep_ == "ROOT"


def test_two_persons_of_two_states_stand_side_by_side() -> None:
    doc = load_model()(
        "The talks between Nicolas Maduro of Venezuela and Irfaan Ali of Guyana brought no surprises."
    )
    assert next(t for t in doc if t.text == "Ali").head.text == "Maduro"


@pytest.mark.parametrize(
    ("text", "word", "head", "dep"),
    [
        ("Thabo Mbeki, Olusegun Obasanjo and John Howard met in London in March.", "Obasanjo", "Mbeki", "conj"),
        ("Angela Merkel, the German chancellor, met Vladimir Putin.", "chancellor", "Merkel", "appos"),
        ("Israel, Egypt, and Syria condemned Iran.", "Egypt", "Israel", "conj"),
        (
            "The Emirates received both leaders, Abiy Ahmed of Ethiopia and Isaias Afwerki of Eritrea, in July.",
            "Ahmed",
            "leaders",
            "appos",
        ),
        ("She has the backing of Kenya and of Ghana, both members of ALBA.", "members", "Ghana", "appos"),
        ("On September 29 Trump brokered an apology by Netanyahu to Qatar.", "by", "apology", "prep"),
    ],
)
def test_items_of_a_list_and_names_of_leaders_are_told_apart(text: str, word: str, head: str, dep: str) -> None:
    found = next(t for t in load_model()(text) if t.text == word)
    assert (found.head.text, found.dep_) == (head, dep)


def test_a_sum_behind_a_name_is_what_its_bearer_gets() -> None:
    doc = load_model()("The United States gave the Afghan National Army (ANA) $4 billion.")
    assert [t.dep_ for t in doc if t.text in {"Army", "billion"}] == ["dative", "dobj"]
