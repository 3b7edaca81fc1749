"""What each part of a Python text is, for colouring it: Pygments' tokens by the few colours that we use."""

from collections.abc import Iterator
from typing import Literal

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType, is_token_subtype

Manner = Literal["keyword", "string", "number", "comment", "name"]
MANNERS: tuple[Manner, ...] = ("keyword", "string", "number", "comment", "name")

_OF_TYPE: tuple[tuple[_TokenType, Manner], ...] = (
    (Comment, "comment"),
    (String, "string"),
    (Number, "number"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (Name.Function, "name"),
    (Name.Class, "name"),
    (Name.Decorator, "name"),
)


def manners(source: str) -> Iterator[tuple[int, int, Manner]]:
    """Where a manner begins and ends, in characters from the start of the text."""
    # The lexer is told to leave the text as it is, so that its positions are the text's.
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    for start, kind, text in lexer.get_tokens_unprocessed(source):
        manner = _manner(kind, text)
        if manner is not None:
            yield start, start + len(text), manner


def _manner(kind: _TokenType, text: str) -> Manner | None:
    for ancestor, manner in _OF_TYPE:
        if is_token_subtype(kind, ancestor):
            return manner
    # The inputs of an experiment, which are meant to be changed, look like numbers.
    return "number" if is_token_subtype(kind, Name) and len(text) > 1 and text.isupper() else None
