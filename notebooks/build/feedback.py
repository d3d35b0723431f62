"""The graded page: a student's notebook with points and comments, as HTML."""

import re
from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets import List, Type
from traitlets.config import Config

from formulas import FormulaExporter

TEMPLATES = Path(__file__).parent / "templates"
HEADING = re.compile(r"^#+ +(?P<text>.+?)(?: \(\d+ points?\))?$", re.M)


class Marks(NbGraderPreprocessor):
    """Puts what the head of the page shows into the resources: names and points."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        known, title, rows = resources["nbgrader"], "", []
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                for heading in HEADING.finditer(cell.source):
                    title = heading["text"].strip()
                    known.setdefault("title", title)
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("grade") or marks.get("task"):
                marks["title"] = title or marks["grade_id"]
                rows.append(marks)
        known["rows"] = rows
        known.setdefault("title", known["notebook"])
        with Gradebook(known["db_url"]) as gradebook:
            student = gradebook.find_student(known["student"])
            known["name"] = " ".join(filter(None, (student.first_name, student.last_name))) or student.id
        return nb, resources


def css_string(text: str) -> str:
    """Returns text as a string of CSS, in which nothing of it can end the string or the style."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


class GradedPage(GenerateFeedback):
    """nbgrader's generate_feedback with a page that is also good on paper."""

    exporter_class = Type(FormulaExporter)
    preprocessors = List([GetGrades, Marks, CSSHTMLHeaderPreprocessor])

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        wanted = Config()
        wanted.HTMLExporter.template_name = "graded"
        wanted.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
        wanted.HTMLExporter.exclude_anchor_links = True
        wanted.HTMLExporter.filters = {"css_string": css_string}
        self.update_config(wanted)
