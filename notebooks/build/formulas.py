"""Markdown to HTML with formulas as MathML, which browsers draw without a script."""

import html

from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from jinja2 import pass_context


class FormulaRenderer(IPythonRenderer):
    def inline_math(self, body: str) -> str:
        return formula(body, "inline")

    def block_math(self, body: str) -> str:
        return formula(body, "block")


def formula(latex: str, display: str) -> str:
    """Returns a formula as MathML; what cannot be understood stays as it was written."""
    try:
        return convert(latex, display=display)
    except Exception:  # the library's errors have no common kind, and students write anything
        return f"<code>{html.escape(latex)}</code>"


class FormulaExporter(HTMLExporter):
    """nbconvert's HTML, without MathJax."""

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = FormulaRenderer(escape=False, attachments=attachments, exclude_anchor_links=self.exclude_anchor_links)
        return MarkdownWithMath(renderer=renderer).render(source)
