"""Which documents are of one trial: by numbers, names and content, and never against two numbers of one register."""

import itertools

import pytest

from trialwright.adapters import concepts
from trialwright.model.one_trial import Trials
from trialwright.read import documents, own_numbers, read

HEAD = "{title}\n\n{number}\n\nMethods\n\nWe randomised {n} adults to {drug} (n = {half}) or placebo (n = {half}).\n\nResults\n\n{results}\n"
RESULTS = "Relief at day 4 occurred in {a} of {half} given {drug} and {b} of {half} given placebo. Nausea occurred in 5 of {half} given {drug} and 4 of {half} given placebo."


def paper(title, number="", n=132, drug="corvelin", a=44, b=27, results=None, acronym=""):
    half = n // 2
    told = (results or RESULTS).format(a=a, b=b, half=half, drug=drug)
    lines = "\n".join(x for x in (number, f"Acronym: {acronym}" if acronym else "") if x)
    text = HEAD.format(title=title, number=lines, n=n, half=half, drug=drug, results=told)
    (document,) = documents(text.encode(), f"{title[:12]}-{number[-4:]}-{n}-{a}.txt")
    return read(document, concepts.load())


def joined(*readings):
    """Names of the documents that are of one trial, whatever the order of the documents."""
    found = set()
    for order in itertools.permutations(readings):
        groups = Trials(order).groups()
        found.add(frozenset(frozenset(r.document.name for r in g) for g in groups))
    assert len(found) == 1
    return sorted(sorted(g) for g in found.pop())


A = "Registration: NCT05111111"
B = "Registration: NCT05222222"


def test_a_document_with_both_names_joins_one_that_has_the_number_and_one_that_has_the_acronym():
    numbered = paper("Corvelin in acute gout: a first report", A)
    named = paper("Corvelin in acute gout: a later report", acronym="GLOWER", n=130, a=40)
    both = paper("Corvelin in acute gout: the protocol of the trial", A, acronym="GLOWER")
    assert len(joined(numbered, named, both)) == 1


def news(told):
    (document,) = documents(f"Gout in the news\n\n{told}\n".encode(), f"news-{len(told)}.txt")
    return read(document, concepts.load())


@pytest.mark.parametrize(
    "told",
    [
        "Corvelin eased gout in a trial of 132 adults (NCT05111111). It was given for four days.",
        "Corvelin eased gout in 132 adults, the firm said. The trial's number is NCT05111111.",
        "Corvelin eased gout in a trial of 132 adults (NCT05111111). An earlier trial in migraine (NCT05222222) had failed.",
    ],
)
def test_news_that_names_a_number_in_brackets_or_last_joins_its_record(told):
    gout = paper("Corvelin in acute gout: a randomised trial", A)
    other = paper("Lumetrin in migraine: a randomised trial", B, drug="lumetrin", n=300)
    page = news(told)
    assert sorted([gout.document.name, page.document.name]) in joined(gout, other, page)


def test_news_that_names_two_trials_alike_or_tells_of_another_than_it_names_joins_none():
    gout = paper("Corvelin in acute gout: a randomised trial", A)
    other = paper("Lumetrin in migraine: a randomised trial", B, drug="lumetrin", n=300)
    both = news("Corvelin eased gout (NCT05111111) and lumetrin migraine (NCT05222222). Both are dear.")
    third = news(
        "The trial randomised 80 adults to zantorin (n = 40) or placebo (n = 40), and the corvelin trial (NCT05111111) is over. Both are dear."
    )
    assert [(i.value, i.said) for i in third.trial.identifiers] == [("NCT05111111", False)]
    assert [len(g) for g in joined(gout, other, both, third)] == [1, 1, 1]  # `both` is read as of no trial


def test_two_trials_of_one_acronym_are_two_and_a_third_document_of_that_name_is_of_neither():
    gout = paper("Corvelin in acute gout: a randomised trial", A, acronym="GLOWER")
    other = paper("Lumetrin in migraine: a randomised trial", B, acronym="GLOWER", drug="lumetrin", n=300)
    third = paper("Zantorin in hay fever: a randomised trial", acronym="GLOWER", drug="zantorin", n=80, a=11)
    assert len(joined(gout, other, third)) == 3
    assert len(joined(gout, third)) == 2


def test_two_numbers_of_any_register_keep_two_trials_apart():
    one = paper("Corvelin in acute gout: a trial", "Registration: ChiCTR2100012345")
    two = paper("Corvelin in chronic gout: a trial", "Registration: ChiCTR2100012346")
    again = paper("Corvelin in gout: later results", "Registration: chictr2100012345", a=43)
    assert joined(one, two, again) == sorted(
        [sorted([one.document.name, again.document.name]), [two.document.name]]
    )


def test_a_document_that_names_both_trials_joins_neither():
    one, two = (
        paper("Corvelin in acute gout: a trial", A),
        paper("Corvelin in chronic gout: a trial", B, a=31),
    )
    both = paper("Corvelin in gout: results of two trials", A + "\n\n" + B, n=264)
    assert len(joined(one, two, both)) == 3


def test_a_review_is_no_document_of_the_trials_it_names():
    one = paper("Corvelin in acute gout: a randomised trial", A)
    review = paper("Corvelin for gout: a systematic review and meta-analysis", A)
    assert len(joined(one, review)) == 2
    added = paper("Corvelin in gout: a randomised trial and updated meta-analysis", A)
    assert len(joined(one, added)) == 1


def test_a_document_without_number_or_name_is_joined_by_what_it_tells():
    one = paper("Corvelin in acute gout: a randomised trial", A)
    news = paper("Gout pain eases with new drug", results=RESULTS.replace("Relief", "Less pain"))
    assert len(joined(one, news)) == 1


@pytest.mark.parametrize("more", [{"n": 134}, {"drug": "lumetrin"}, {"a": 43, "b": 20, "results": RESULTS.replace("5 of", "7 of").replace("4 of", "6 of")}])  # fmt: skip
def test_of_another_size_drug_or_figures_it_is_not(more):
    one = paper("Corvelin in acute gout: a randomised trial", A)
    assert len(joined(one, paper("Gout pain eases with new drug", **more))) == 2


def test_what_is_like_two_trials_is_joined_to_neither():
    one = paper("Corvelin in acute gout: first of two trials", A)
    twin = paper("Corvelin in acute gout: second of two trials", B)
    assert len(joined(one, twin, paper("Gout pain eases with new drug"))) == 3


def abstract(
    title,
    told,
    n=300,
    results="Relief occurred in 40 of 150 given corvelin and 22 of 150 given placebo (p = 0.01).",
):
    half = n // 2
    text = f"{title}\n\n{told} We randomised {n} adults to corvelin (n = {half}) or placebo (n = {half}). {results}\n"
    (document,) = documents(text.encode(), f"abstract-{n}.txt")
    return read(document, concepts.load())


def test_a_second_trial_that_names_the_first_ones_number_is_its_own():
    first = paper("Corvelin in acute gout: a randomised trial", A)
    second = abstract("Corvelin in gout with kidney disease", "Corvelin eased gout in Bergen (NCT05111111).")
    assert len(joined(first, second)) == 2
    trials = Trials([first, second])
    shown = {trials.of(second, r)[1] for r in second.results}
    assert not shown & {"NCT05111111"}
    assert {trials.of(first, r)[1] for r in first.results} == {"NCT05111111"}


def test_a_number_in_brackets_still_joins_a_page_with_as_many_in_its_arms():
    first = paper("Corvelin in acute gout: a randomised trial", A)
    same = abstract("Corvelin and sleep", "This is a trial in Bergen (NCT05111111).", n=132)
    assert len(joined(first, same)) == 1
    assert Trials([same]).of(same, same.results[0])[1] == "NCT05111111"


def test_a_follow_up_of_some_of_its_people_is_of_the_trial_that_it_names():
    first = paper("Corvelin in acute gout: a randomised trial", A)
    later = abstract(
        "Corvelin in acute gout after five years",
        "This is a follow-up of the patients of a trial in Bergen (NCT05111111).",
        n=84,
    )
    assert len(joined(first, later)) == 1
    other = abstract("Corvelin in gout of the old", "Corvelin eased gout in Bergen (NCT05111111).", n=84)
    assert len(joined(first, other)) == 2


@pytest.mark.parametrize(
    "told",
    [
        "Corvelin eased gout in Bergen (NCT05111111). Adults with gout were randomised to lumetrin or placebo. Relief occurred in 21% given lumetrin and 20% given placebo.",
        "We randomised 136 adults with gout to lumetrin (n = 68) or placebo (n = 68). Relief occurred in 21% given lumetrin and 20% given placebo. Corvelin had done more (NCT05111111).",
    ],
)
def test_a_page_on_another_drug_is_not_of_the_trial_that_it_names(told):
    first = paper("Corvelin in acute gout: a randomised trial", A)
    page = news(told)
    assert len(joined(first, page)) == 2


def test_a_page_on_the_drug_by_its_other_name_in_as_many_people_is_of_the_trial_that_it_names():
    first = paper("Corvelin in acute gout: a randomised trial", A)
    page = news(
        "We randomised 132 adults with gout to Gouteze (n = 66) or placebo (n = 66). Relief was seen (NCT05111111)."
    )
    assert len(joined(first, page)) == 1


def test_a_number_that_is_anothers_is_taken_back_with_all_that_was_called_by_it():
    first = paper("Corvelin in acute gout: a randomised trial", A)
    second = abstract("Corvelin in gout with kidney disease", "Corvelin eased gout in Bergen (NCT05111111).")
    kept, own = own_numbers([first, second])
    assert kept == first
    assert second.trial.key == "NCT05111111"
    assert own.trial.key == "Corvelin in gout with kidney disease"
    assert own.trial.identifiers == ()
    assert {x.trial for x in (*own.results, *own.claims)} == {own.trial.key}
    assert own_numbers([second]) == (second,)
