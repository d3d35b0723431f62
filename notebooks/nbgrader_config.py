"""nbgrader's settings for a class that takes this course.

`python notebooks/build --class FOLDER` copies this file into the folder of a
class. The build of the student notebooks uses it as well.
"""

from pathlib import Path

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
