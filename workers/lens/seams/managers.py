"""Managers: the calls that proxies make, and the server that answers them.

What the server does for a call is seen in it as the message received and the answer sent; it is the reader that makes
one operation of the two.
"""

from __future__ import annotations

import sys
from time import perf_counter_ns as now

from .. import objects, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER
from ..where import place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_PROXY_FILES = {"<string>"}  # what MakeProxyType makes; and the module, once it is there


def observe(module: Any) -> None:
    """Observe all of multiprocessing.managers."""
    _PROXY_FILES.add(module.BaseProxy._callmethod.__code__.co_filename)
    manager = module.BaseManager
    for name in ("start", "connect"):
        wrap.method(manager, name, f"Manager.{name}", _number_of_manager, blocks=True)
    wrap.put(manager, "_create", _creating(manager._create))
    wrap.put(module.BaseProxy, "_callmethod", _calling(module.BaseProxy._callmethod))


def _number_of_manager(manager: Any) -> int:
    number = manager.__dict__.get(NUMBER, 0)
    if not number:
        number = manager.__dict__[NUMBER] = recorder.next_object()
        address = manager._address
        objects.tell_made(number, type(manager).__name__, "", sys._getframe(2), _text(address))
    return int(number)


def _text(address: Any) -> str:
    return address if isinstance(address, str) else repr(address) if isinstance(address, tuple) else ""


def key_of(token: Any) -> str:
    """Give what tells a managed object from all others: where its server is, and what the server calls it."""
    return f"managed:{token.id}@{_text(token.address)}"


def identify(proxy: Any) -> int:
    """Give the number that a proxy's referent has in this process."""
    number = proxy.__dict__.get(NUMBER, 0)
    if not number:
        number = proxy.__dict__[NUMBER] = recorder.next_object()
        objects.tell_met(number, f"managed {proxy._token.typeid}", key_of(proxy._token))
    return int(number)


def _creating(original: Callable[..., Any]) -> Callable[..., Any]:
    code = words.CODES["Manager.create"]

    def _create(self: Any, typeid: Any, /, *args: Any, **kwargs: Any) -> Any:
        frame = _past_proxy(sys._getframe(1))
        began, where, manager = now(), place(frame), _number_of_manager(self)
        wrap.enter(code, where, manager, began)
        try:
            token, exposed = original(self, typeid, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            wrap.record(code, where, manager, began, words.RAISED | words.AS_TEXT, 0, wrap.spell_error(error))
            raise
        number = recorder.next_object()
        objects.tell_made(number, f"managed {token.typeid}", key_of(token), frame, token.id)
        wrap.record(code, where, manager, began, words.DONE | words.AS_TEXT, 0, str(typeid).encode())
        return token, exposed

    return _create


def _calling(original: Callable[..., Any]) -> Callable[..., Any]:
    def _callmethod(self: Any, methodname: Any, *args: Any, **kwargs: Any) -> Any:
        began = now()
        where = place(_past_proxy(sys._getframe().f_back))
        thing = identify(self)
        code = recorder.name_code(f"{self._token.typeid}.{methodname}")
        wrap.enter(code, where, thing, began)
        try:
            result = original(self, methodname, *args, **kwargs)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            wrap.record(code, where, thing, began, words.RAISED | words.AS_TEXT, 0, wrap.spell_error(error))
            raise
        given = args[0] if args else kwargs.get("args", ())
        outcome = words.REFUSED if result is False and methodname in _ATTEMPTS else words.DONE
        wrap.record(code, where, thing, began, outcome | words.AS_TEXT, 0, _exchange(given, result))
        return result

    return _callmethod


def _past_proxy(frame: Any) -> Any:
    """Go past the proxy's own method, which only calls _callmethod, to whoever called it."""
    while frame is not None and frame.f_code.co_filename in _PROXY_FILES:
        frame = frame.f_back
    return frame


_ATTEMPTS = ("acquire", "wait", "wait_for")  # their answer says whether they did what they were asked for


def _exchange(given: Any, result: Any) -> bytes:
    """Spell what went to the server and what came back: 'key', 3 → 4."""
    said = b", ".join(wrap.spell(one) for one in given[:3]) if type(given) in (tuple, list) else b""
    return said if result is None else said[:60] + " → ".encode() + wrap.spell(result)
