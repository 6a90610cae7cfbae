"""What a lesson says, and what was measured of it, do not part."""

import json

import pytest

from benchmarks import claims
from tasks import lessons, tables

MEASURED = [name for name in lessons.lesson_names() if tables.claims_file(name).is_file()]
EVERY = [(name, each) for name in MEASURED for each in claims.claims_of(name)]
QUICK_SECONDS = 1


def named(value):
    return value.says[:40] if isinstance(value, claims.Claim) else None


def kept(lesson):
    rows = json.loads(tables.claims_file(lesson).read_text(encoding="utf-8"))["claims"]
    return {row["says"]: row for row in rows}


def text_of(lesson):
    cells = lessons.read_py(lessons.source_py(lesson)).cells
    return " ".join(" ".join(cell.source.split()) for cell in cells if cell.cell_type != "code")


@pytest.mark.parametrize("lesson, claim", EVERY, ids=named)
def test_a_claim_stands_in_the_lesson_in_its_words(lesson, claim):
    assert claim.says in text_of(lesson)


@pytest.mark.parametrize("lesson, claim", EVERY, ids=named)
def test_a_claim_was_measured_as_it_stands_and_came_out_as_the_lesson_says(lesson, claim):
    row = kept(lesson)[claim.says]
    again = f"run: python -m benchmarks.claims {lesson}"
    assert {key: row[key] for key in claim.described()} == claim.described(), again
    assert row["verdict"] == claim.states
    assert claim.control.strip() and row["result"].strip()


@pytest.mark.parametrize("lesson, claim", EVERY, ids=named)
def test_a_claim_that_is_quickly_measured_comes_out_again(lesson, claim):
    # One with seeds may look quick because an earlier claim trained its networks.
    if claim.timed:
        pytest.skip("takes times, which hold on a quiet machine only")
    if claim.seeds or kept(lesson)[claim.says]["seconds"] > QUICK_SECONDS:
        pytest.skip("takes longer: python -m benchmarks.claims measures it")
    assert claim.run(claim.seeds).verdict == claim.states


@pytest.mark.parametrize("lesson", MEASURED)
def test_no_sentence_gives_a_cause_or_compares_without_a_measurement(lesson):
    known = [each.says for each in claims.claims_of(lesson)]
    apart = claims.no_claims_of(lesson)
    assert set(apart.values()) <= set(claims.KINDS)
    unheld = [
        sentence
        for sentence in claims.claiming_sentences(lesson)
        if not any(says in sentence or sentence in says for says in [*known, *apart])
    ]
    assert unheld == []


@pytest.mark.parametrize("lesson", MEASURED)
def test_what_is_no_claim_stands_in_the_lesson(lesson):
    text = text_of(lesson)
    assert [each for each in claims.no_claims_of(lesson) if each not in text] == []


@pytest.mark.parametrize("lesson", MEASURED)
def test_nothing_is_kept_of_a_claim_that_is_gone(lesson):
    assert kept(lesson).keys() == {each.says for each in claims.claims_of(lesson)}


# The verdict -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "differences, worth, verdict",
    [
        ([1.0, 1.1, 0.9], 0.0, claims.SHOWN),
        ([1.0, 1.1, 0.9], 2.0, claims.NOT_SHOWN),
        ([-1.0, -1.1, -0.9], 0.0, claims.NOT_SHOWN),
        ([1.0, -1.0, 1.5], 0.0, claims.INCONCLUSIVE),
        ([1.0, 1.1, 0.9], 1.0, claims.INCONCLUSIVE),
    ],
)
def test_differences_are_judged_by_their_interval(differences, worth, verdict):
    assert claims.judged(differences, worth) == verdict


def test_two_seeds_judge_nothing():
    with pytest.raises(ValueError, match="three seeds"):
        claims.judged([1.0, 1.0])


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("It is small. It costs more\nthan that.", ["It costs more than that."]),
        ("| a | b |\n| --- | --- |\n| c | since d |", ["| c | since d |"]),
        ("Nothing here.\n\n**Because** of $x$.", ["**Because** of $x$."]),
    ],
)
def test_sentences_that_claim_are_found(text, wanted):
    assert [each for each in claims.sentences(text) if claims.CLAIMS.search(each)] == wanted


def test_answers_run_without_what_only_shows():
    found = claims.answers("02_magnitude_pruning")
    assert found["calculate_sparsity"] and found["sensitivity_scan"]
