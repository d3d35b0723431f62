"""Learners solve exercises in JupyterLab: wrong first, then right, cell by cell."""

import pytest
from lab import PATIENCE, READY
from learner import Exercise

# Lesson, exercise, and a wrong answer on file that the visible checks find.
JOURNEYS = [
    ("02-starting-work", "roll-call", "the order of arrival, by a channel"),
    ("02-starting-work", "tally", "no lock"),
    ("03-races", "account", "no lock"),
    ("03-races", "transfer", "one lock after the other"),
]


@pytest.mark.parametrize(("lesson", "name", "fault"), JOURNEYS, ids=[name for _, name, _ in JOURNEYS])
def test_solved_wrong_then_right(lab, lesson, name, fault):
    exercise = Exercise(lab, lesson, name)
    exercise.run_above()

    said, marked = exercise.run()
    assert said == "" and f"Exercise {exercise.number}: not solved yet" in marked
    exercise.picture("unsolved")

    code, says = exercise.wrong(fault)
    exercise.write(code)
    said, marked = exercise.run()
    assert said == "" and says in marked, marked
    earned, possible = exercise.marks()
    assert earned < possible and "Why it works" not in marked
    exercise.picture("wrong")

    for level in (1, 2, 3):
        hint = exercise.hint(level)
        text = hint.locator(":scope > :not(summary)").first
        assert not text.is_visible(), "a hint is folded until somebody wants it"
        hint.locator("summary").click()
        text.wait_for(timeout=PATIENCE)
    exercise.picture("hints")

    exercise.write(exercise.solution)
    said, marked = exercise.run()
    assert said == "" and exercise.marks() == (possible, possible), marked
    explanation = exercise.notebook.output(exercise.check).locator(".jp-RenderedMarkdown")
    assert "Why it works:" in explanation.locator("strong").inner_text(), "drawn as Markdown"
    assert "`" not in explanation.inner_text() and len(explanation.inner_text()) > 100
    exercise.picture("right")

    cells = exercise.saved()
    assert unindented(cells[exercise.answer].source) == unindented(exercise.solution)
    outputs = cells[exercise.check].outputs
    assert "Why it works" in next(o for o in outputs if o.output_type == "display_data").data["text/markdown"]
    assert next(o for o in outputs if o.output_type == "execute_result").data["text/plain"] == str(possible)


def unindented(code: str) -> list[str]:
    """Returns the lines of code. How far they are indented is the editor's affair."""
    return [line.strip() for line in code.splitlines()]


def roll_call(*body: str) -> str:
    """Returns an answer to the exercise roll-call of lesson 02."""
    lines = "".join(f"\t{line}\n" for line in body)
    return f"func rollCall(names []string, ask func(name string) string) []string {{\n{lines}}}"


# What goes wrong, a line of the answer, and what the learner reads about it.
TROUBLES = [
    ("does-not-compile", "return answer", "undefined: answer"),
    ("panics", "return names[len(names):][:9]", "your function panicked: runtime error: slice bounds out of range"),
    ("panics-in-a-goroutine", "var wg sync.WaitGroup\n\twg.Go(func() { _ = names[len(names)] })\n\twg.Wait()", "index out of range [4] with length 4"),
    ("runs-for-ever", "for {\n\t}", "your function has not come back for five seconds"),
]


def test_what_goes_wrong_in_an_exercise_is_mended_without_a_restart(lab):
    exercise = Exercise(lab, "02-starting-work", "roll-call")
    exercise.run_above()
    exercise.run()

    for trouble, line, says in TROUBLES:
        exercise.write(roll_call("answers := make([]string, len(names))", line, "return answers"))
        assert says in " ".join(exercise.run()), trouble
        exercise.picture(trouble)

    exercise.write(exercise.solution)
    said, marked = exercise.run()
    earned, possible = exercise.marks()
    assert earned == possible, marked
    exercise.picture("mended")


def test_an_endless_answer_is_interrupted(lab):
    exercise = Exercise(lab, "02-starting-work", "roll-call")
    exercise.run_above()

    call = 'fmt.Println("asking")\nrollCall([]string{"Ada"}, func(string) string { return "" })'
    exercise.write(roll_call("for {", "}") + "\n\n" + call)
    notebook = exercise.notebook
    notebook.cell(exercise.answer).locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    notebook.wait_for_text(exercise.answer, "asking")
    assert notebook.prompt(exercise.answer) == "[*]:"
    notebook.leave_editor()
    lab.page.keyboard.type("ii")
    lab.page.wait_for_function(READY, timeout=PATIENCE)
    assert "nterrupt" in notebook.output(exercise.answer).inner_text()
    exercise.picture("interrupted")

    exercise.write(exercise.solution)
    said, marked = exercise.run()
    earned, possible = exercise.marks()
    assert earned == possible, marked
    exercise.picture("mended")
