"""The things that processes use, each drawn as what it is like: tubes, trays, padlocks, flags, a server, a pool."""

from desktop.recording import NEVER
from desktop.scenes.desk import CHIP, Desk, chip, padlock, panel, queue_of_chips
from desktop.scenes.places import Place
from desktop.scenes.shapes import Arrow, Box, Disc, Line, Polyline, Scene, Shape, Text
from desktop.things import Flag, Gathering, Lock, Message, Pipe, Pool, Queue, Server, Shared, Thing

NO_LIMIT = 2**15  # a semaphore without a bound can be released as often as the system's numbers reach
_MESSAGE = 15.0  # height of a message, in pixels at zoom 1


def furniture(desk: Desk, thing: Thing, place: Place) -> Scene:  # noqa: PLR0911 (one answer for each kind)
    """A thing in its place."""
    match thing:
        case Pipe():
            return _pipe(desk, thing, place)
        case Queue():
            return _queue(desk, thing, place)
        case Lock():
            return _lock(desk, thing, place)
        case Flag():
            return _flag(desk, thing, place)
        case Gathering():
            return _gathering(desk, thing, place)
        case Server():
            return _server(desk, thing, place)
        case Pool():
            return _pool(desk, thing, place)
        case Shared():
            return _shared(desk, thing, place)


def is_turned(desk: Desk, pipe: Pipe) -> bool:
    """Whether a pipe's first end is drawn at the right: where the script's own process uses only the second."""
    if len(pipe.ways) < 2:
        return False
    first, second = (desk.recording.uses.get(way.from_end) for way in pipe.ways)
    return bool(second and 0 in second.users) and not (first and 0 in first.users)


def _title(desk: Desk, text: str, place: Place, identity: str) -> Text:
    room = place.width * 0.42
    return Text(
        place.left + desk.px(8), place.top + desk.px(4), desk.fit(text, room, "code"), "ink", "code", "nw", identity
    )


def _pipe(desk: Desk, pipe: Pipe, place: Place) -> Scene:
    """A tube with its two ends' names; what goes right runs above, what goes left below."""
    px, identity = desk.px, f"thing:{pipe.number}"
    turned = is_turned(desk, pipe)
    names = pipe.ends[::-1] if turned else pipe.ends
    label = desk.high("code") + px(2)
    top, bottom = place.top + label, place.bottom
    half = (bottom - top) / 2
    shapes: list[Shape] = [
        Text(place.left, place.top, desk.fit(names[0], place.width / 2, "code"), "ink", "code", "nw", identity),
        Text(place.right, place.top, desk.fit(names[1], place.width / 2, "code"), "ink", "code", "ne", identity),
        Box(place.left, top, place.right, bottom, "sunken", "line", 1, id=identity),
        Box(place.left - px(3), top - px(2), place.left + px(3), bottom + px(2), "muted", id=identity),
        Box(place.right - px(3), top - px(2), place.right + px(3), bottom + px(2), "muted", id=identity),
    ]
    for i, way in enumerate(pipe.ways):
        rightward = (i == 0) != turned
        y = top + half * (0.5 if rightward else 1.5)
        begin, end = place.left + px(10), place.right - px(10)
        if not rightward:
            begin, end = end, begin
        shapes += _direction(begin, end, y, px(4))
        shapes += _travelling(desk, way.messages, way.many, (begin, end), y)
    return tuple(shapes)


def _direction(begin: float, end: float, y: float, size: float) -> Scene:
    """A faint line that says which way messages go."""
    ahead = size if end > begin else -size
    return (
        Line(begin, y, end, y, "grid", 1),
        Polyline(((end - ahead, y - size), (end, y), (end - ahead, y + size)), "grid", 1, "grid"),
    )


def _travelling(desk: Desk, messages: tuple[Message, ...], many: int, track: tuple[float, float], y: float) -> Scene:
    """Messages on their way along a track. Those that have come wait in line at its end."""
    shapes: list[Shape] = []
    begin, end = track
    ahead = 1 if end > begin else -1
    stop, gap = end, desk.px(3)
    for i, message in enumerate(messages):
        text = desk.fit(message.value, min(desk.px(92), abs(end - begin) * 0.4)) if message.value else ""
        width = max(desk.px(12), desk.wide(text) + desk.px(8))
        needed = width if i == many - 1 else width + desk.px(26)  # for how many more there are
        if (stop - needed * ahead - begin) * ahead < 0:
            rest = desk.words("stage.more", count=many - i)
            shapes.append(Text(begin, y, rest, "ink", "small_bold", "w" if ahead > 0 else "e"))
            break
        front = begin + (stop - begin) * _progress(desk, message)
        front = max(front, begin + width) if ahead > 0 else min(front, begin - width)
        shapes += _parcel(desk, message, text, (front - width * ahead, front), y)
        stop -= (width + gap) * ahead
    return tuple(shapes)


def _progress(desk: Desk, message: Message) -> float:
    """How far along a message is: it takes the time until it is received, but no longer than a journey."""
    lasts = desk.journey
    if message.received != NEVER:
        lasts = min(lasts, message.received - message.began)
    part = min(1.0, max(0.0, (desk.world.moment - message.began) / max(1, lasts)))
    return part * part * (3 - 2 * part)


def _parcel(desk: Desk, message: Message, text: str, across: tuple[float, float], y: float) -> Scene:
    left, right = min(across), max(across)
    half = desk.px(_MESSAGE) / 2
    identity = f"op:{message.row}"
    box = Box(left, y - half, right, y + half, desk.colour(message.sender), "surface", 1, id=identity)
    if not text:
        return (box,)
    return box, Text((left + right) / 2, y, text, desk.ink(message.sender), "small", "center", identity)


def _queue(desk: Desk, queue: Queue, place: Place) -> Scene:
    """A tray: what goes in at the left comes out at the right; who waits for something stands at the right."""
    px, identity = desk.px, f"thing:{queue.number}"
    count = f"{queue.many}/{queue.size}" if queue.size else str(queue.many)
    title = desk.high("code") + px(2)
    room = len(queue.waiting) and min(place.width * 0.4, px(CHIP * 2 + 3) * len(queue.waiting) + px(8))
    tray = Place(place.left, place.top + title, place.right - room, place.bottom)
    shapes: list[Shape] = [
        Text(place.left, place.top, desk.fit(queue.label, place.width * 0.6, "code"), "ink", "code", "nw", identity),
        Text(tray.right, place.top, count, "muted", "small", "ne", identity),
        panel(tray, identity),
        *_direction(tray.left + px(8), tray.right - px(8), tray.y, px(4)),
        *_travelling(desk, queue.items, queue.many, (tray.left + px(4), tray.right - px(4)), tray.y),
    ]
    if queue.waiting:
        shapes += queue_of_chips(desk, queue.waiting, tray.right + px(6), place.right, tray.y)
    return tuple(shapes)


def _lock(desk: Desk, lock: Lock, place: Place) -> Scene:
    """A padlock, whoever holds it beside, and behind a line those who wait for it."""
    px, identity = desk.px, f"thing:{lock.number}"
    closed = lock.free == 0
    colour = desk.colour(lock.holders[-1]) if closed and lock.holders else "muted"
    if lock.most >= NO_LIMIT:
        said = desk.words("stage.free_many", free=lock.free)
    elif lock.most > 1:
        said = desk.words("stage.free_of", free=lock.free, most=lock.most)
    else:
        said = desk.words("stage.held" if closed else "stage.free")
    size = min(px(24), place.height * 0.5)
    x = place.left + px(20)
    shapes: list[Shape] = [
        panel(place, identity, outline=colour if closed else "line", width=2 if closed else 1),
        *padlock(x, place.y + size * 0.2, size, "ink" if closed else "muted", closed=closed, identity=identity),
    ]
    words, left = _two_lines(desk, lock.label, said, place._replace(left=x + px(20)), identity)
    shapes += words
    for holder in lock.holders[:4]:
        come = desk.share(lock.since) if holder == lock.holders[-1] else 1.0
        shapes += chip(desk, holder, left + px(CHIP) + px(26) * (1 - come), place.y, px(CHIP + 2))
        left += px(CHIP * 2 + 6)
    if not lock.holders:
        shapes.append(Disc(left + px(CHIP), place.y, px(CHIP), "", "line", identity))
        left += px(CHIP * 2 + 6)
    shapes.append(Line(left + px(3), place.top + px(7), left + px(3), place.bottom - px(7), "muted", 1, True))
    shapes += queue_of_chips(desk, lock.waiting, left + px(10), place.right - px(6), place.y)
    return tuple(shapes)


def _flag(desk: Desk, flag: Flag, place: Place) -> Scene:
    """A traffic light: it is green when the event is set; who waits stands before it."""
    px, identity = desk.px, f"thing:{flag.number}"
    x, colour = place.left + px(20), "good" if flag.is_set else "muted"
    said = desk.words("stage.is_set" if flag.is_set else "stage.not_set")
    words, left = _two_lines(desk, flag.label, said, place._replace(left=x + px(18)), identity)
    check = ((x - px(4), place.y), (x - px(1), place.y + px(4)), (x + px(5), place.y - px(4)))
    return (
        panel(place, identity, outline=colour if flag.is_set else "line"),
        Disc(x, place.y, px(10), "good" if flag.is_set else "surface", colour, identity),
        *((Polyline(check, "surface", 2),) if flag.is_set else ()),
        *words,
        *queue_of_chips(desk, flag.waiting, left, place.right - px(6), place.y),
    )


def _two_lines(desk: Desk, label: str, said: str, place: Place, identity: str) -> tuple[Scene, float]:
    """A thing's name and how it stands below, at the left; and where the room beside them begins."""
    room = min(max(desk.wide(label, "code"), desk.wide(said)), place.width * 0.34)
    both = place.height >= desk.high("code") + desk.high("small")
    y = place.y - (desk.high("small") / 2 if both else 0)
    shapes = [Text(place.left, y, desk.fit(label, room, "code"), "ink", "code", "w", identity)]
    if both:
        y = place.y + desk.high("code") / 2
        shapes.append(Text(place.left, y, desk.fit(said, room), "muted", "small", "w", identity))
    return tuple(shapes), place.left + room + desk.px(14)


def _gathering(desk: Desk, gathering: Gathering, place: Place) -> Scene:
    """A barrier or a condition: those who wait at it, and for a barrier the places that are still empty."""
    px, identity = desk.px, f"thing:{gathering.number}"
    said = gathering.kind
    if gathering.parties:
        said = desk.words("stage.gathered", here=len(gathering.waiting), parties=gathering.parties)
    words, left = _two_lines(desk, gathering.label, said, place._replace(left=place.left + px(10)), identity)
    step = px(CHIP * 2 + 3)
    empty = range(len(gathering.waiting), min(gathering.parties, int((place.right - left) / step)))
    return (
        panel(place, identity),
        *words,
        *(Disc(left + (i + 0.5) * step, place.y, px(CHIP), "", "line", identity) for i in empty),
        *queue_of_chips(desk, gathering.waiting, left, place.right - px(6), place.y),
    )


def _server(desk: Desk, server: Server, place: Place) -> Scene:
    """A manager's server: a room with the objects that it holds, and the last that was seen of their values."""
    px, identity = desk.px, f"process:{server.process}"
    colour = desk.colour(server.process)
    head = desk.high("small_bold") + px(8)
    shapes: list[Shape] = [
        panel(place, identity, outline=colour, fill="surface", width=1.5),
        Box(place.left, place.top, place.right, place.top + head, colour, id=identity),
        Text(
            place.left + px(10),
            place.top + head / 2,
            desk.fit(desk.name(server.process), place.width - px(20), "small_bold"),
            desk.ink(server.process),
            "small_bold",
            "w",
            identity,
        ),
    ]
    if not server.objects:
        nothing = desk.words("stage.holds_nothing")
        shapes.append(Text(place.x, (place.top + head + place.bottom) / 2, nothing, "muted", "small"))
    for held in server.objects:
        card = desk.places.held.get(held.number)
        if card is None:
            continue
        name = f"thing:{held.number}"
        fresh = held.value and desk.share(held.changed) < 1 and held.changed > 0
        label = desk.fit(held.label, card.width * 0.45, "code")
        left = card.left + desk.wide(label, "code") + px(14)
        shapes += (
            Box(
                card.left,
                card.top,
                card.right,
                card.bottom,
                "soft" if fresh else "sunken",
                "accent" if fresh else "line",
                id=name,
            ),
            Text(card.left + px(6), card.y, label, "ink", "code", "w", name),
            Text(
                left,
                card.y,
                desk.fit(held.value, card.right - left - px(6), "code"),
                "accent" if fresh else "ink",
                "code",
                "w",
                name,
            ),
        )
    return tuple(shapes)


def _pool(desk: Desk, pool: Pool, place: Place) -> Scene:
    """The tasks of a pool: those that wait at the left, those that are done at the right."""
    px, identity = desk.px, f"thing:{pool.number}"
    waiting = desk.words("stage.tasks_waiting", count=pool.waiting)
    done = desk.words("stage.tasks_done", count=pool.done)
    top = place.top + px(6) + desk.high("code")
    middle = place.x
    shapes: list[Shape] = [
        panel(place, identity),
        _title(desk, pool.label, place, identity),
        Line(middle, top + px(4), middle, place.bottom - px(8), "line", 1, True),
        Text(place.left + px(8), top, waiting, "ink", "small", "nw", identity),
        Text(middle + px(10), top, done, "ink", "small", "nw", identity),
    ]
    top += desk.high("small") + px(4)
    room = Place(place.left + px(8), top, middle - px(8), place.bottom - px(6))
    beside = room._replace(left=middle + px(10), right=place.right - px(8))
    most = max(pool.submitted, pool.done)
    shapes += (
        box._replace(fill="surface", outline="muted", id=identity) for box in _squares(desk, pool.waiting, most, room)
    )
    shapes += (
        box._replace(fill="muted", outline="muted", id=identity) for box in _squares(desk, pool.done, most, beside)
    )
    return tuple(shapes)


def _squares(desk: Desk, count: int, most: int, room: Place) -> tuple[Box, ...]:
    """A square for each of some tasks, as large as there is room for `most` of them; what is too many is left out."""
    gap = desk.px(3)
    sides = [desk.px(side) for side in (15, 11, 8, 5)]
    side = next((side for side in sides if _fits(side + gap, room, most)), sides[-1])
    columns = max(1, int((room.width + gap) / (side + gap)))
    rows = max(1, int((room.height + gap) / (side + gap)))
    corners = (
        (room.left + i % columns * (side + gap), room.top + i // columns * (side + gap))
        for i in range(min(count, columns * rows))
    )
    return tuple(Box(left, top, left + side, top + side) for left, top in corners)


def _fits(step: float, room: Place, count: int) -> bool:
    return int(room.width / step) * int(room.height / step) >= count


def _shared(desk: Desk, shared: Shared, place: Place) -> Scene:
    """A value that processes share, without a server: memory that all of them see."""
    px, identity = desk.px, f"thing:{shared.number}"
    label = desk.fit(shared.label, place.width * 0.4, "code")
    left = place.left + px(16) + desk.wide(label, "code") + px(10)
    value = desk.fit(shared.value, place.right - left - px(10), "code")
    return (
        panel(place, identity),
        Text(place.left + px(10), place.y, label, "ink", "code", "w", identity),
        Text(left, place.y, value, "accent", "code", "w", identity),
    )


def arrow_between(one: tuple[float, float], other: tuple[float, float], colour: str, identity: str = "") -> Arrow:
    """An arrow from point to point."""
    return Arrow(*one, *other, colour, 2, identity)
