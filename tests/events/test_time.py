"""Dates: as precise as the text and no more."""

import pytest

from pipeline.api import extract_text
from pipeline.events.time import DatedText


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2 March 2022", "2022-03-02"),
        ("March 6, 2019", "2019-03-06"),
        ("May 2020", "2020-05"),
        ("1982", "1982"),
        ("September", "2021-09"),
        ("last week", "2022-05"),
        ("last month", "2022-04"),
        ("last year", "2021"),
        ("yesterday", "2022-05-17"),
        ("nearly 20 years ago", "2002"),
        ("the tail end of 2021", "2021"),
        ("late March", "2022-03"),
        ("mid-2021", "2021"),
        ("earlier this year", "2022"),
        ("1990-1995", "1990"),
        ("October last year", "2021-10"),
        ("March last year", "2021-03"),
        ("3 March last year", "2021-03-03"),
    ],
)
def test_expressions_against_the_articles_date(rules, text, iso):
    assert DatedText(rules.time, "2022-05-18").resolve(text) == iso


@pytest.mark.parametrize(
    "text", ["decades", "recent years", "annual", "the 1970s", "each year", "five years", "65 years"]
)
def test_what_names_no_time_has_no_date(rules, text):
    assert DatedText(rules.time, "2022-05-18").resolve(text) == ""


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("a month after", "2022-01"),
        ("two months later", "2022-02"),
        ("a year earlier", "2020"),
        ("that year", "2021"),
    ],
)
def test_expressions_against_the_date_last_named(rules, text, iso):
    dates = DatedText(rules.time, "2022-05-18")
    dates.last = "2021-12"
    assert dates.resolve(text) == iso


def test_without_the_articles_date_only_years_that_are_named_count(rules):
    dates = DatedText(rules.time, "")
    assert dates.resolve("last week") == ""
    assert dates.resolve("May 2020") == "2020-05"


def dates(text, published="2022-05-18"):
    found = extract_text(text, published=published).events
    return {row.trigger: row.date for row in found.fillna("").itertuples()}


@pytest.mark.parametrize(
    ("text", "trigger", "date"),
    [
        # counted from the date last named
        ("On 3 May Norland condemned Ostia. The next day it expelled Ostia's envoy.", "expelled", "2022-05-04"),
        ("On 3 May Norland condemned Ostia. The month before, it had expelled Ostia's envoy.", "expelled", "2022-04"),
        ("On 3 May Norland condemned Ostia, and on the 5th it expelled Ostia's envoy.", "expelled", "2022-05-05"),
        ("In June 1973 Norland condemned Ostia. Within a month it expelled Ostia's envoy.", "expelled", "1973-07"),
        ("In June 1973 Norland condemned Ostia. Two months on, it expelled Ostia's envoy.", "expelled", "1973-08"),
        # what is done for the sake of another, or meanwhile
        ("Norland asked to join NATO last year.", "asked", "2021"),
        ("When Norland met Sudria in March, it condemned Ostia.", "condemned", "2022-03"),
        # dates that say which one a noun is, or come when the clause is over
        ("Norland called on Ostia for help under their treaty of 2017.", "called", ""),
        ("Norland declined an invitation to next month's summit in Ostia.", "declined", ""),
        ("Norland condemned Ostia; Sudria expelled Ostia's envoy in April.", "condemned", ""),
        # until when, and not when; what goes on isn't of the day when another thing was done
        ("Norland urged Ostia to withdraw before July 6.", "urged", ""),
        ("Norland expelled Ostia's envoy in 2016, and Sudria is accusing Ostia of espionage.", "accusing", ""),
        # when it was announced, and not the next July; when they will, and not when they promised
        ("In July Norland announced that it would impose sanctions on Ostia.", "impose", "2021-07"),
        ("Norland promised Ostia to withdraw its troops by 2027.", "promised", ""),
        # counted from what isn't dated, and how long
        ("Thirteen years later, when Norland was invaded by Sudria in 2013, Ostia waited.", "invaded", "2013"),
        ("For nearly twenty years before that war Norland shelled Ostia.", "shelled", ""),
        # when it is remembered, and not when it was
        ("Next week is the second anniversary of Norland's invasion of Ostia.", "invasion", ""),
        # how long, and counted from something else than the date last named
        ("In June 1973 Ostia fell, and Norland waited for a month before it condemned Sudria.", "condemned", ""),
        ("In May 2013 they met. 67 years after the war Norland signed a treaty with Ostia.", "signed", ""),
        ("Norland broke off relations with Ostia in January 2016, after a crowd had ransacked its embassy.", "ransacked", ""),
        ("Norland left it in October 1955. Talks followed. In December Norland signed a pact with Ostia.", "signed", "1955-12"),
        ("Norland left the pact in May 1979. Ostia, which had signed a treaty with it in March, left.", "signed", "1979-03"),
        ("Norland did not sign the treaty with Ostia until 1995.", "sign", "1995"),
        ("In the autumn of 1962 Norland left the pact, and by November it had bombed Ostia.", "bombed", "1962-11"),
        ("Norland left the pact in 1994. Fifty years before, it had signed a treaty with Ostia.", "signed", "1944"),
        # the article's own time, where the year stands in a sentence before
        ("They fought in 1962. In June Norland signed a treaty with Ostia.", "signed", "2021-06"),
        ("Norland left the pact in June 2016, and that August it signed a treaty with Ostia.", "signed", "2016-08"),
        ("Norland left the pact in June 1994. In August of that year it signed a treaty with Ostia.", "signed", "1994-08"),
        ("On 25 May, a day after the war began, Norland left it; five days later it bombed Ostia.", "bombed", "2021-05-30"),
        # from which the other is counted
        ("In May 2019 they met. They did so two weeks after Norland had invaded Ostia.", "invaded", ""),
        ("In March 2020 they met. A month after Ostia recalled its envoy, Norland shelled it.", "recalled", ""),
        ("In May 2019 they met. It came a week after Norland's invasion of Ostia.", "invasion", ""),
    ],
)
def test_the_date_of_a_happening(text, trigger, date):
    assert dates(text)[trigger] == date
