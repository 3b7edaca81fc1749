"""A topic on paper: one HTML file that holds everything in itself, with the person's own results as drawn bars.

lessons, progress, facts ──► HTML with SVG inside ──► the web browser prints it
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from desktop.export import MARGIN, Wanted, scene_of
from desktop.facts import Facts
from desktop.glossary import Term, find_terms, glossary
from desktop.lessons import Lesson
from desktop.markdown import Block
from desktop.paint.svg import svg
from desktop.progress import LessonProgress
from desktop.recording import Recording
from desktop.scenes.bars import Series, bars
from desktop.scenes.type_widths import Estimate
from desktop.theme import PALETTES
from desktop.words import Words

WIDTH, HEIGHT = 640, 240  # of a chart, in pixels
TALLEST = 900  # of a timeline
_STYLE = """
body { font: 15px/1.55 system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif; color: #1d2125; max-width: 44em;
  margin: 2em auto; padding: 0 1.5em; }
h1 { font-size: 1.7em; margin-bottom: 0; } h2 { font-size: 1.3em; margin-top: 2em; } h3 { font-size: 1em; }
section { break-inside: avoid-page; border-top: 1px solid #e2e2dc; }
code { background: #eaf2fb; font: 0.9em 'DejaVu Sans Mono', Menlo, Consolas, monospace; padding: 0 0.2em; }
pre { background: #eaf2fb; padding: 0.6em; overflow: auto; } .muted { color: #626a73; font-size: 0.9em; }
li.right { font-weight: 700; } li .muted { font-weight: 400; } svg { max-width: 100%; height: auto; }
dt { font-weight: 700; margin-top: 0.6em; } dd { margin-left: 0; }
@media print { body { margin: 0; max-width: none; } }
"""


class Page(NamedTuple):
    """What is printed of one lesson."""

    lesson: Lesson
    facts: Facts | None
    progress: LessonProgress
    recording: Recording | None = None  # of the newest run that was watched


def summary(topic: str, pages: Sequence[Page], counts: str, date: str, words: Words) -> str:
    """The HTML of a topic. `counts` is a sentence on how far the person has come, `date` the day as text."""
    title = words("summary.title", topic=topic)
    head = f'<!doctype html>\n<html lang="{words.language}"><meta charset="utf-8"><title>{escape(title)}</title>'
    parts = [
        f"{head}<style>{_STYLE}</style>",
        f'<h1>{escape(title)}</h1><p class="muted">{escape(words("summary.of", date=date))} · {escape(counts)}</p>',
        *(_page(page, words) for page in pages),
        _words(pages, words),
        "</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _page(page: Page, words: Words) -> str:
    lesson = page.lesson
    explanation = [block for section in lesson.sections if section.explains for block in section.blocks]
    parts = [f"<section><h2>{escape(lesson.title)}</h2>", *_html(lesson.question), _answers(page, words)]
    parts += [_results(page.progress, words), _timeline(page.recording, words)]
    parts += _html(explanation)
    for i, check in enumerate(lesson.checks):
        right = page.facts.checks[i] if page.facts and i < len(page.facts.checks) else 0
        parts.append(f"<h3>{_spans(check.question)}</h3>")
        parts.append(_list(check.answers, right))
        parts += _html(check.reason)
    return "\n".join([*filter(None, parts), "</section>"])


def _answers(page: Page, words: Words) -> str:
    notes: dict[int, list[str]] = {}
    right = page.facts.answer if page.facts else 0
    if page.progress.predicted:
        notes.setdefault(page.progress.predicted, []).append(words("summary.yours"))
    if right:
        notes.setdefault(right, []).append(words("summary.right"))
    return _list(page.lesson.answers, right, notes)


def _list(blocks: Iterable[Block], right: int, notes: Mapping[int, Sequence[str]] | None = None) -> str:
    items = []
    for number, block in enumerate(blocks, 1):
        note = ", ".join((notes or {}).get(number, ()))
        mark = f' <span class="muted">← {escape(note)}</span>' if note else ""
        kind = ' class="right"' if number == right else ""
        items.append(f"<li{kind}>{_spans(block)}{mark}</li>")
    return "<ul>" + "".join(items) + "</ul>"


def _results(progress: LessonProgress, words: Words) -> str:
    if not progress.results:
        return f'<p class="muted">{escape(words("summary.not_run"))}</p>'
    heading = words("summary.results_of", unit=progress.results_unit or "–", method=progress.start_method or "–")
    scene = bars((Series(progress.results),), progress.results_unit, WIDTH, HEIGHT, Estimate())
    drawing = svg(scene, WIDTH, HEIGHT, PALETTES["light"], words.language)
    return f'<p class="muted">{escape(heading)}</p>\n{drawing}'


def _timeline(recording: Recording | None, words: Words) -> str:
    """What the processes of the newest run did; nothing, if nobody watched."""
    if recording is None or not recording.processes:
        return ""
    scene, (width, height) = scene_of(recording, Wanted(language=words.language, width=WIDTH))
    if height > TALLEST:  # hundreds of processes: more than paper is for
        return ""
    drawing = svg(scene, width, height, PALETTES["light"], words.language, margin=MARGIN)
    return f'<p class="muted">{escape(words("summary.timeline"))}</p>\n{drawing}'


def _words(pages: Sequence[Page], words: Words) -> str:
    """The terms that the lessons use, with what they mean."""
    language = words.language
    text = "\n".join(block.text for page in pages for section in page.lesson.sections for block in section.blocks)
    used = {place.term.id for place in find_terms(text, language)}
    terms: list[Term] = [term for term in glossary() if term.id in used]
    entries = "".join(
        f"<dt>{escape(term.names[language])}</dt><dd>{escape(term.meanings[language])}</dd>" for term in terms
    )
    return f"<section><h2>{escape(words('summary.words'))}</h2><dl>{entries}</dl></section>" if entries else ""


def _html(blocks: Iterable[Block]) -> list[str]:
    """Blocks as HTML; items that stand together become one list."""
    found: list[str] = []
    for block in blocks:
        if block.kind == "item" and found and found[-1].endswith("</ul>"):
            found[-1] = found[-1].removesuffix("</ul>") + f"<li>{_spans(block)}</li></ul>"
        elif block.kind == "item":
            found.append(f"<ul><li>{_spans(block)}</li></ul>")
        elif block.kind == "code":
            found.append(f"<pre>{escape(block.text)}</pre>")
        else:
            found.append(f"<p>{_spans(block)}</p>")
    return found


def _spans(block: Block) -> str:
    tags = {"code": "code", "strong": "strong"}
    pieces = []
    for span in block.spans:
        tag = tags.get(span.kind)
        pieces.append(f"<{tag}>{escape(span.text)}</{tag}>" if tag else escape(span.text))
    return "".join(pieces)
