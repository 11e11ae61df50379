"""Qualifiers: did it happen, might it, should it; and who says so."""

import pytest

from pipeline.events.qualifiers import qualify

ACTUAL, PLANNED, POSSIBLE, URGED = "actual", "planned", "possible", "urged"


def found(nlp, rules, text, word="sign"):
    token = next(t for t in nlp(text) if t.text.startswith(word))
    return qualify(token, rules.lexicon)


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Norland signed the treaty.", "affirmed", ACTUAL),
        ("Norland did not sign the treaty.", "negated", ACTUAL),
        ("Norland has not yet signed the treaty.", "negated", ACTUAL),
        ("The treaty has yet to be signed by Ostia.", "negated", ACTUAL),
        ("Norland never signed the treaty.", "negated", ACTUAL),
        ("Norland will not let in men who signed the treaty.", "affirmed", ACTUAL),
        ("Norland lifted its ban on signing treaties.", "affirmed", POSSIBLE),
        ("Norland did not leave, nor did it sign the treaty.", "negated", ACTUAL),
        ("Norland is rumoured to have signed the treaty.", "affirmed", POSSIBLE),
        ("Norland all but signed the treaty.", "negated", ACTUAL),
        ("Norland came close to signing the treaty.", "negated", ACTUAL),
        ("Norland did not come close to signing the treaty.", "negated", ACTUAL),
        ("No country signed the treaty.", "negated", ACTUAL),
        ("Norland signed no treaty.", "negated", ACTUAL),
        ("Norland signed with neither of them.", "negated", ACTUAL),
        ("Norland did not sign for nothing.", "negated", ACTUAL),
        ("Norland signed for nothing.", "affirmed", ACTUAL),
        ("Norland failed to sign the treaty.", "negated", ACTUAL),
        ("Norland stopped short of signing the treaty.", "negated", ACTUAL),
        ("Norland went home without signing the treaty.", "negated", ACTUAL),
        ("Rather than sign the treaty, Norland called an election.", "negated", ACTUAL),
        ("Norland almost signed the treaty.", "negated", ACTUAL),
        ("Norland came but would not sign the treaty.", "negated", ACTUAL),
        ("Norland went on signing treaties.", "affirmed", ACTUAL),
        ("After signing the treaty, Norland did not ratify it.", "affirmed", ACTUAL),
        ("Norland went so far as to sign the treaty.", "affirmed", ACTUAL),
        ("Not only did Norland sign the treaty, it kept it.", "affirmed", ACTUAL),
        ("No sooner had Norland signed the treaty than it broke it.", "affirmed", ACTUAL),
        ("Norland did not hesitate to sign the treaty.", "affirmed", ACTUAL),
        ("Norland hesitates to sign the treaty.", "negated", ACTUAL),
        ("I can tell you that Norland has signed the treaty.", "affirmed", ACTUAL),
        ("We must say that Norland has signed the treaty.", "affirmed", ACTUAL),
        ("Should Norland sign the treaty, Ostia will leave.", "affirmed", POSSIBLE),
        ("Ostia asked whether or not Norland would sign the treaty.", "affirmed", POSSIBLE),
        ("Norland lost no time in signing the treaty.", "affirmed", ACTUAL),
        ("Norland had the chance to sign the treaty.", "affirmed", ACTUAL),
        ("Norland never had the chance to sign the treaty.", "negated", ACTUAL),
        ("If Norland had the chance to sign the treaty, it would.", "affirmed", POSSIBLE),
        ("Norland was able to sign the treaty.", "affirmed", ACTUAL),
        ("Norland would be able to sign the treaty.", "affirmed", POSSIBLE),
        ("Norland should never have signed the treaty.", "affirmed", ACTUAL),
        ("Norland went on to sign the treaty.", "affirmed", ACTUAL),
        ("Norland saw fit to sign the treaty.", "affirmed", ACTUAL),
        ("Norland has no intention of signing the treaty.", "negated", PLANNED),
        ("Norland is unlikely to sign the treaty.", "negated", POSSIBLE),
        ("Norland ordered a ship, and Ostia signed the treaty.", "affirmed", ACTUAL),
        ("Norland managed to sign the treaty.", "affirmed", ACTUAL),
        ("Norland was forced to sign the treaty.", "affirmed", ACTUAL),
        ("Norland had to sign the treaty.", "affirmed", ACTUAL),
        ("Norland will sign the treaty.", "affirmed", PLANNED),
        ("Norland will not sign the treaty.", "negated", PLANNED),
        ("Norland announced that it would not sign the treaty.", "negated", PLANNED),
        ("Norland plans to sign the treaty.", "affirmed", PLANNED),
        ("Norland is set to sign the treaty.", "affirmed", PLANNED),
        ("Norland is going to sign the treaty.", "affirmed", PLANNED),
        ("Norland's decision to sign the treaty was bold.", "affirmed", PLANNED),
        ("Norland will meet Ostia and sign the treaty.", "affirmed", PLANNED),
        ("Norland may sign the treaty.", "affirmed", POSSIBLE),
        ("Norland could sign the treaty.", "affirmed", POSSIBLE),
        ("Norland cannot sign the treaty.", "negated", POSSIBLE),
        ("Norland is considering signing the treaty.", "affirmed", POSSIBLE),
        ("If Norland signs the treaty, war will come.", "affirmed", POSSIBLE),
        ("Norland would sign the treaty if it could.", "affirmed", POSSIBLE),
        ("Norland reportedly signed the treaty.", "affirmed", POSSIBLE),
        ("Norland seems to have signed the treaty.", "affirmed", POSSIBLE),
        ("Ostia fears that Norland will sign the treaty.", "affirmed", POSSIBLE),
        ("Norland should sign the treaty.", "affirmed", URGED),
        ("Norland must not sign the treaty.", "negated", URGED),
        ("Norland ought to sign the treaty.", "affirmed", URGED),
        ("It is vital for Norland to sign the treaty.", "affirmed", URGED),
        ("It is time for Norland to sign the treaty.", "affirmed", URGED),
        ("The demand is that Norland sign the treaty.", "affirmed", URGED),
        ("The reason is that Norland signed the treaty.", "affirmed", ACTUAL),
        ("It is high time that Norland signed the treaty.", "affirmed", URGED),
        ("The time has come for Norland to sign the treaty.", "affirmed", URGED),
        ("What Norland must do is sign the treaty.", "affirmed", URGED),
        ("Norland had better sign the treaty.", "affirmed", URGED),
        ("Norland has every reason to sign the treaty.", "affirmed", POSSIBLE),
        ("There is no reason for Norland to sign the treaty.", "negated", POSSIBLE),
        ("The idea of Norland signing the treaty is absurd.", "affirmed", POSSIBLE),
        ("Nothing prevents Norland from signing the treaty.", "affirmed", POSSIBLE),
        ("Had Norland signed the treaty, war would have ended.", "affirmed", POSSIBLE),
        ("There is no evidence that Norland signed the treaty.", "negated", POSSIBLE),
        ("Ostia asked whether Norland had signed the treaty.", "affirmed", POSSIBLE),
        ("Norland pretends that it signed the treaty.", "negated", POSSIBLE),
        ("There is no doubt that Norland signed the treaty.", "affirmed", ACTUAL),
        ("Reports that Norland had signed the treaty proved false.", "negated", ACTUAL),
        ("Norland is far from signing the treaty.", "negated", ACTUAL),
        ("Not once has Norland signed the treaty.", "negated", ACTUAL),
        ("Norland has neither read nor signed the treaty.", "negated", ACTUAL),
        ("At no point has Norland signed the treaty.", "negated", ACTUAL),
        ("Norland did nothing to sign the treaty.", "negated", ACTUAL),
        ("Norland praised Ostia rather than sign the treaty.", "negated", ACTUAL),
        ("Norland was the first state to sign the treaty.", "affirmed", ACTUAL),
        ("I will tell you that Norland has signed the treaty.", "affirmed", ACTUAL),
        ("Norland has a long way to go before it signs the treaty.", "affirmed", PLANNED),
        ("Norland has not read, let alone signed the treaty.", "negated", ACTUAL),
        ("Sudria refused to condemn Norland for signing the treaty.", "affirmed", ACTUAL),
        ("Norland might have read the text or signed the treaty.", "affirmed", POSSIBLE),
        ("Norland was to open a port, sign the treaty and wait.", "affirmed", PLANNED),
        ("Norland has not only signed the treaty but also read it.", "affirmed", ACTUAL),
        ("No sooner had Norland signed the treaty than it left.", "affirmed", ACTUAL),
        ("Norland will not hesitate to sign the treaty.", "affirmed", PLANNED),
        ("What Norland did was to sign the treaty.", "affirmed", ACTUAL),
        ("Norland's answer was to sign the treaty.", "affirmed", ACTUAL),
        ("Norland prides itself on having signed the treaty.", "affirmed", ACTUAL),
        ("Norland went home without having signed the treaty.", "negated", ACTUAL),
        ("That Norland has signed the treaty surprises nobody.", "affirmed", ACTUAL),
        ("It is no secret that Norland has signed the treaty.", "affirmed", ACTUAL),
        ("Nobody noticed that Norland had signed the treaty.", "affirmed", ACTUAL),
        ("Norland had no choice but to sign the treaty.", "affirmed", ACTUAL),
        ("Norland has no choice but to sign the treaty.", "affirmed", URGED),
        ("Instead of signing the treaty, Norland left.", "negated", ACTUAL),
        ("Ostia refused to talk until Norland signed the treaty.", "affirmed", PLANNED),
        ("Norland was wise to sign the treaty.", "affirmed", ACTUAL),
        ("Norland was wise not to sign the treaty.", "negated", ACTUAL),
        ("Norland was foolish to sign the treaty.", "affirmed", ACTUAL),
        ("Norland would be wise to sign the treaty.", "affirmed", URGED),
        ("Norland announced that it would withdraw and in July signed the treaty.", "affirmed", ACTUAL),
        ("Sudria will not care, because the treaty was signed by Norland in May.", "affirmed", ACTUAL),
        ("Norland may regret signing the treaty.", "affirmed", ACTUAL),
        ("Many have not forgiven Norland for signing the treaty.", "affirmed", ACTUAL),
        ("The announcement that Norland would sign the treaty came late.", "affirmed", PLANNED),
        ("Sudria voted for the plan, and yet it continues to sign treaties.", "affirmed", ACTUAL),
        ("Norland would do well to sign the treaty.", "affirmed", URGED),
        ("Norland denied that it had imposed a ban and signed the treaty.", "affirmed", ACTUAL),
        ("Norland has yet to decide whether to sign the treaty.", "affirmed", POSSIBLE),
        ("Norland did not sign the treaty until 1995.", "affirmed", ACTUAL),
        ("Norland did not sign the treaty until Ostia had left.", "affirmed", ACTUAL),
        ("Norland will not sign the treaty until Ostia leaves.", "negated", PLANNED),
        ("Without signing the treaty Norland gained nothing.", "negated", ACTUAL),
        ("Few expect Norland to sign the treaty.", "negated", PLANNED),
        ("It is high time for Norland to sign the treaty.", "affirmed", URGED),
        ("Norland was persuaded to sign the treaty.", "affirmed", ACTUAL),
        ("Norland broke its promise to sign the treaty.", "negated", PLANNED),
        ("Norland kept its promise to sign the treaty.", "affirmed", ACTUAL),
        ("Norland forgot to sign the treaty.", "negated", ACTUAL),
        ("Norland is too weak to sign the treaty.", "negated", PLANNED),
        ("In May, too, Norland managed to sign the treaty.", "affirmed", ACTUAL),
        ("Norland found the courage to sign the treaty.", "affirmed", ACTUAL),
        ("Norland did not rule out signing the treaty.", "affirmed", POSSIBLE),
    ],
)
def test_polarity_and_modality(nlp, rules, text, polarity, modality):
    qualifiers = found(nlp, rules, text)
    assert (qualifiers.polarity, qualifiers.modality) == (polarity, modality)


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Norland held talks with Ostia.", "affirmed", ACTUAL),
        ("Norland will hold talks with Ostia.", "affirmed", PLANNED),
        ("Norland cancelled talks with Ostia.", "negated", ACTUAL),
        ("There were no talks with Ostia.", "negated", ACTUAL),
        ("There have never been talks with Ostia.", "negated", ACTUAL),
        ("The talks with Ostia are to be held in May.", "affirmed", PLANNED),
        ("The talks with Ostia are in the works.", "affirmed", PLANNED),
        ("The talks with Ostia are on the table.", "affirmed", POSSIBLE),
        ("The talks with Ostia are out of the question.", "negated", ACTUAL),
        ("Norland is against talks with Ostia.", "affirmed", POSSIBLE),
        ("Norland called for talks with Ostia.", "affirmed", URGED),
        ("The prospect of talks with Ostia faded.", "affirmed", POSSIBLE),
        ("Planned talks with Ostia drew a crowd.", "affirmed", PLANNED),
        ("Norland avoided talks with Ostia.", "negated", ACTUAL),
        ("A pause in the talks with Ostia followed.", "negated", ACTUAL),
        ("The talks with Ostia pleased Norland.", "affirmed", ACTUAL),
        ("The talks with Ostia were necessary.", "affirmed", ACTUAL),
        ("The talks with Ostia are necessary.", "affirmed", URGED),
    ],
)
def test_qualifiers_of_nouns(nlp, rules, text, polarity, modality):
    qualifiers = found(nlp, rules, text, "talks")
    assert (qualifiers.polarity, qualifiers.modality) == (polarity, modality)


@pytest.mark.parametrize(
    ("text", "word", "modality"),
    [
        # A known war that one faces has come.
        ("Norland will resist the Ostian invasion.", "invasion", ACTUAL),
        ("Norland will need friends to defend itself against the invasion.", "invasion", ACTUAL),
        ("Norland would resist an Ostian invasion.", "invasion", POSSIBLE),
        ("Norland wants to prevent Ostia's invasion.", "invasion", POSSIBLE),
        # Who has gone to ask has asked; who will go or wants to hasn't.
        ("The minister flew to Ostia on Friday to ask for its support.", "ask", ACTUAL),
        ("The premier has been in Ostia to ask for more time.", "ask", ACTUAL),
        ("The premier telephoned his colleague to ask for help.", "ask", ACTUAL),
        ("The minister will fly to Ostia to ask for its support.", "ask", PLANNED),
        ("The minister wanted to fly to Ostia to ask for its support.", "ask", PLANNED),
        ("The minister is in Ostia to ask for its support.", "ask", PLANNED),
    ],
)
def test_what_has_come_or_been_said_is_a_fact(nlp, rules, text, word, modality):
    assert found(nlp, rules, text, word).modality == modality


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The ministry said that Norland had signed the treaty.", "ministry"),
        ("Norland has signed the treaty, Sudria announced on Monday.", "Sudria"),
        ("According to Sudria, Norland signed the treaty.", "Sudria"),
        ("Norland denied signing the treaty.", "Norland"),
    ],
)
def test_speaker_is_who_the_text_attributes_it_to(nlp, rules, text, speaker):
    assert found(nlp, rules, text).speaker.text == speaker


def test_the_authors_own_claims_have_no_speaker(nlp, rules):
    assert found(nlp, rules, "Norland signed the treaty.").speaker is None
