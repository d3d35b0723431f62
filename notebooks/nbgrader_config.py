"""nbgrader's settings for a class that takes this course.

`python notebooks/build --class FOLDER` copies this file into the folder of a
class. The build of the student notebooks uses it as well.
"""

import math
import re
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat.v4 import new_output
from nbgrader import preprocessors, utils

c = get_config()  # noqa: F821: nbgrader defines it

root = Path(__file__).resolve().parent
c.CourseDirectory.root = str(root)
# nbgrader wants an absolute address.
c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"

# For nbgrader's exchange, through which students of the same machine fetch and
# submit: a name for the class, and a folder that all of them can write to.
# Students need these two lines in their own ~/.jupyter/nbgrader_config.py.
# c.CourseDirectory.course_id = "go-2026"
# c.Exchange.root = "/srv/nbgrader/exchange"

# What stands between BEGIN SOLUTION and END SOLUTION becomes this. It compiles
# in a function with any results, and the marking cell knows the panic's text.
c.ClearSolutions.code_stub = {"go": '// Write your code here, instead of the next line.\npanic("not solved yet")'}
c.ClearSolutions.text_stub = "Write your answer here."

# Seconds for one cell. The checks of an exercise give up sooner, with a
# sentence that says why.
c.Execute.timeout = 60


class PlainCopies(preprocessors.NbGraderPreprocessor):
    """Makes plain cells of copies.

    Who copies a cell in JupyterLab copies its grade id. nbgrader keeps that of
    the last one and empties the metadata of the others, which it then takes for
    an old format, and grades nobody any more.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.metadata.get("nbgrader") == {}:
            del cell.metadata["nbgrader"]
        return cell, resources


class OneStream(preprocessors.NbGraderPreprocessor):
    """Makes standard output of standard error.

    nbgrader gives nothing for checks that write to standard error, as println
    and log do in a function that is right.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.name = "stdout"
        return cell, resources


class PointsOnly(preprocessors.NbGraderPreprocessor):
    """Makes an error of checks that tell no number of points.

    nbgrader gives full marks for those, also when they have not run at all: a
    cell with the tag skip-execution is left out.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        if not utils.is_grade(cell) or utils.is_solution(cell) or cell.cell_type != "code":
            return cell, resources
        if not any(output.output_type == "error" or self.points(output) <= cell.metadata.nbgrader.points for output in cell.outputs):
            why = "these checks told no number of points, so there are none"
            cell.outputs.append(new_output("error", ename="NoPoints", evalue=why, traceback=[f"NoPoints: {why}"]))
        return cell, resources

    def points(self, output):
        """Returns the points that an output tells, more than there can be if it tells none."""
        text = output.data.get("text/plain", "") if output.output_type == "execute_result" else ""
        return int(text) if re.fullmatch("[0-9]+", text) else math.inf


c.Autograde.sanitize_preprocessors = [
    preprocessors.ClearOutput,
    preprocessors.DeduplicateIds,
    PlainCopies,
    preprocessors.OverwriteKernelspec,
    preprocessors.OverwriteCells,
    preprocessors.CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    preprocessors.Execute,
    OneStream,
    PointsOnly,
    preprocessors.IgnorePattern,
    ClearMetadataPreprocessor,
    preprocessors.LimitOutput,
    preprocessors.SaveAutoGrades,
    preprocessors.AssignLatePenalties,
    preprocessors.CheckCellMetadata,
]
