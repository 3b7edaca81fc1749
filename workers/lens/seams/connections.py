"""Pipes and connections.

The messages of a connection are what there is most of, so they are recorded one level below the public methods, in
_send_bytes and _recv_bytes: there the bytes are at hand. The public methods get a wrapper that acts only when they
fail before coming that far (a closed end, an object that cannot be pickled).
"""

from __future__ import annotations

import sys
from time import perf_counter_ns as now

from .. import objects, thin, wrap
from .. import vocabulary as words
from ..flight import recorder
from ..objects import NUMBER
from ..where import kinds, place

TYPE_CHECKING = False  # typing takes longer to import than all of the lens
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_pack, _HEAD = words.OPERATION.pack, words.OPERATION.size
_SENT = words.DONE | words.AS_BYTES
_SEND = {name: words.CODES[f"Connection.{name}"] for name in ("send", "send_bytes")}
_RECV = {name: words.CODES[f"Connection.{name}"] for name in ("recv", "recv_bytes", "recv_bytes_into")}
_SLOTS = tuple(
    words.SLOTS_AT + min(thread, words.SLOT_THREADS - 1) * words.SLOT_DEPTHS * words.SLOT.size for thread in range(256)
)


def identify(connection: Any, *, known: bool = False) -> int:
    """Give the number of a connection, and one to a connection that has none yet.

    If it is `known` elsewhere, or will be, what the system calls it is told too. It is not asked for the many that a
    Manager's server accepts: a system call gives the other threads their turn, and the reply has to wait for them.
    """
    number: int = connection.__dict__.get(NUMBER, 0)
    if not number and connection._handle is not None:
        number = recorder.next_object()
        connection.__dict__[NUMBER] = number
        flags = words.READS * bool(connection._readable) | words.WRITES * bool(connection._writable)
        node = objects.node_of(connection._handle) if known else 0
        recorder.write(_pack(_HEAD, words.CONNECTION, 0, 0, 0, 0, 0, number, now(), node, flags))
    return number


def _made_pipe(ends: Any, *_: Any, **__: Any) -> Any:
    """Tell of a pipe and its two ends."""
    pipe = recorder.next_object()
    frame = sys._getframe(1).f_back
    first, second = ends
    detail = "duplex" if first._readable and first._writable else "simplex"
    objects.tell_made(pipe, "Pipe", "", frame, detail)
    for place_in_pair, end in enumerate((first, second)):
        number = identify(end, known=True)
        objects.tell_made(number, "Connection", "", frame)
        recorder.define(words.PART, number, pipe, place_in_pair)
    return ends


def _arrived(connection: Any) -> Any:
    """Tell which connection it is that has come here in a pickle."""
    identify(connection, known=True)
    return connection


def observe(module: Any) -> None:
    """Observe connections and what makes them."""
    base, plain = module._ConnectionBase, module.Connection
    setattr(base, NUMBER, 0)  # until a connection gets its own
    for transport in (plain, getattr(module, "PipeConnection", None)):
        if transport is not None:
            wrap.put(transport, "_send_bytes", _sending(transport._send_bytes))
            wrap.put(transport, "_recv_bytes", _receiving(transport._recv_bytes))
            wrap.method(transport, "_close", "Connection.close", identify)
    for name, code in (_SEND | _RECV).items():
        wrap.put(base, name, thin.failing(getattr(base, name), _tell_failed(code)))
    wrap.method(base, "poll", "Connection.poll", identify, blocks=True, tell=wrap.accepted)
    for name in ("rebuild_connection", "rebuild_pipe_connection"):
        if hasattr(module, name):
            wrap.put(module, name, thin.changed(getattr(module, name), _arrived))
    wrap.put(module, "Pipe", thin.changed(module.Pipe, _made_pipe))
    wrap.method(module, "wait", "connection.wait", _only_one, blocks=True, tell=_tell_ready)
    wrap.method(module, "Client", "Client", _nobody, blocks=True, tell=_tell_connected)
    wrap.method(module.Listener, "accept", "Listener.accept", _nobody, blocks=True, tell=_tell_accepted)


def _nobody(_: object) -> int:
    return 0


def _only_one(waited_for: Any) -> int:
    """Give what is waited for, if it is one connection."""
    things = list(waited_for) if isinstance(waited_for, list | tuple) else []
    return identify(things[0]) if len(things) == 1 and hasattr(things[0], "_readable") else 0


def _tell_ready(_: Any, __: Any, ___: Any, ready: Any) -> wrap.Found:
    return (words.DONE if ready else words.REFUSED) | words.AS_TEXT, 0, f"{len(ready)} ready".encode()


def _tell_connected(address: Any, _: Any, __: Any, connection: Any) -> wrap.Found:
    identify(connection)
    text = str(address) if type(address) in (str, tuple) else ""
    return words.DONE | words.AS_TEXT, 0, text.encode("utf-8", "backslashreplace")


def _tell_accepted(listener: Any, _: Any, __: Any, connection: Any) -> wrap.Found:
    identify(connection)
    return _tell_connected(listener.address, (), {}, connection)


_failed = 0  # id of the exception recorded last: it must not be recorded again on its way out


def _tell_failed(code: int) -> Callable[[BaseException, Any], None]:
    def tell(error: BaseException, connection: Any) -> None:
        if id(error) != _failed:
            where = place(sys._getframe(1).f_back)
            text = wrap.spell_error(error)
            wrap.record(code, where, identify(connection), now(), words.RAISED | words.AS_TEXT, 0, text)

    return tell


def _tell_error(code: int, where: tuple[int, int, int], connection: Any, began: int, error: BaseException) -> None:
    global _failed  # noqa: PLW0603
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    _failed = id(error)
    wrap.record(code, where, identify(connection), began, words.RAISED | words.AS_TEXT, 0, wrap.spell_error(error))


def _sending(original: Callable[..., Any]) -> Callable[..., Any]:
    # Everything that each message goes through is a local of this closure, and written out.
    codes, get_frame, kind_of, slots, entered = _SEND, sys._getframe, kinds.get, _SLOTS, words.SLOT.pack_into
    pack, head, most, here = words.OPERATION.pack, words.OPERATION.size, words.MAX_EXCERPT, recorder.here
    default, depths, slot = _SEND["send_bytes"], words.SLOT_DEPTHS - 1, words.SLOT.size

    def _send_bytes(self: Any, buf: Any, *rest: Any) -> Any:
        began = now()
        frame = get_frame(1)
        code = codes.get(frame.f_code.co_name, default)
        try:
            asking: Any = frame.f_back.f_back  # type: ignore[union-attr] # past send() and its wrapper
            file, line, depth = kind_of(asking.f_code.co_filename, -1), asking.f_lineno, 0
        except AttributeError:
            file = -1
        if file < 0:
            depth, file, line = place(frame.f_back)
        number = here.number
        thing = self._ipc_lab_number or identify(self)
        place_of_slot = slots[number] + min(depth, depths) * slot if depth else slots[number]
        entered(recorder.first, place_of_slot, code, depth, file, line, thing, began)
        try:
            result = original(self, buf, *rest)
        except BaseException as error:
            _tell_error(code, (depth, file, line), self, began, error)
            raise
        ended = now()
        size = len(buf)
        excerpt = bytes(buf) if size <= most else bytes(buf[:most])
        record = pack(head + len(excerpt), code, _SENT, number, depth, file, line, thing, began, ended, size) + excerpt
        try:
            recorder.raw_write(record)
        except ValueError:
            recorder.overflow(record)
        return result

    return _send_bytes


def _receiving(original: Callable[..., Any]) -> Callable[..., Any]:
    codes, get_frame, kind_of, slots, entered = _RECV, sys._getframe, kinds.get, _SLOTS, words.SLOT.pack_into
    pack, head, most, here = words.OPERATION.pack, words.OPERATION.size, words.MAX_EXCERPT, recorder.here
    default, depths, slot = _RECV["recv_bytes"], words.SLOT_DEPTHS - 1, words.SLOT.size

    def _recv_bytes(self: Any, *rest: Any) -> Any:
        began = now()
        frame = get_frame(1)
        code = codes.get(frame.f_code.co_name, default)
        try:
            asking: Any = frame.f_back.f_back  # type: ignore[union-attr] # past recv() and its wrapper
            file, line, depth = kind_of(asking.f_code.co_filename, -1), asking.f_lineno, 0
        except AttributeError:
            file = -1
        if file < 0:
            depth, file, line = place(frame.f_back)
        number = here.number
        thing = self._ipc_lab_number or identify(self)
        place_of_slot = slots[number] + min(depth, depths) * slot if depth else slots[number]
        entered(recorder.first, place_of_slot, code, depth, file, line, thing, began)
        try:
            result = original(self, *rest)
        except BaseException as error:
            _tell_error(code, (depth, file, line), self, began, error)
            raise
        ended = now()
        if result is None:  # a message longer than the caller allows
            return result
        view = result.getbuffer()
        size = len(view)
        excerpt = bytes(view) if size <= most else bytes(view[:most])
        record = pack(head + len(excerpt), code, _SENT, number, depth, file, line, thing, began, ended, size) + excerpt
        try:
            recorder.raw_write(record)
        except ValueError:
            recorder.overflow(record)
        return result

    return _recv_bytes
