"""The look of ttk's widgets: a theme for each palette and zoom, on top of "clam", made when first used."""

from __future__ import annotations

from tkinter import ttk
from typing import TYPE_CHECKING, Any

from desktop.theme import Palette

if TYPE_CHECKING:
    from desktop.views.look import Look

Settings = dict[str, dict[str, Any]]


def use_ttk_theme(style: ttk.Style, look: Look) -> None:
    """Switch all ttk widgets to the look's palette and zoom."""
    name = f"lab-{look.theme}-{round(look.zoom * 1000)}"
    if name not in style.theme_names():
        style.theme_create(name, parent="clam")
        style.theme_use(name)
        for widget, options in _settings(look).items():
            style.configure(widget, **options.get("configure", {}))
            style.map(widget, **options.get("map", {}))
            if "layout" in options:
                style.layout(widget, options["layout"])
        _draw_indicators(style, look)
    style.theme_use(name)


def _settings(look: Look) -> Settings:
    return {**_base(look.palette), **_buttons(look), **_fields(look), **_scrollbars(look)}


def _base(p: Palette) -> Settings:
    def label(foreground: str, background: str, font: str) -> dict[str, Any]:
        return {"configure": {"foreground": foreground, "background": background, "font": f"lab.{font}"}}

    return {
        ".": {
            "configure": {
                "background": p.background,
                "foreground": p.ink,
                "font": "lab.text",
                "bordercolor": p.line,
                "lightcolor": p.surface,
                "darkcolor": p.surface,
                "troughcolor": p.background,
                "selectbackground": p.selection,
                "selectforeground": p.ink,
                "insertcolor": p.ink,
                "focuscolor": p.focus,
            }
        },
        "TFrame": {"configure": {"background": p.background}},
        "Surface.TFrame": {"configure": {"background": p.surface}},
        "TLabel": label(p.ink, p.background, "text"),
        "Surface.TLabel": label(p.ink, p.surface, "text"),
        "Title.TLabel": label(p.ink, p.surface, "title"),
        "Heading.TLabel": label(p.muted, p.surface, "small_bold"),
        "GroundHeading.TLabel": label(p.muted, p.background, "small_bold"),
        "Small.TLabel": label(p.muted, p.surface, "small"),
        "Value.TLabel": label(p.ink, p.surface, "small_bold"),
        "Code.TLabel": label(p.number, p.surface, "code"),
        "Wrong.TLabel": label(p.bad, p.surface, "small"),
    }


def _ring(p: Palette, resting: str) -> dict[str, Any]:
    """The map that draws a widget's border in the focus colour, two pixels wide, when it has the keyboard."""
    return {
        "bordercolor": [("focus", p.focus), ("", resting)],
        "lightcolor": [("focus", p.focus)],
        "darkcolor": [("focus", p.focus)],
    }


def _button(
    p: Palette, *, ground: str, text: str, over: str, border: str, padding: tuple[int, int], font: str = "text"
) -> dict[str, Any]:
    ring = {
        "bordercolor": [("focus", p.focus), ("", border)],
        "lightcolor": [("focus", p.focus), ("disabled", ground), ("pressed", over), ("active", over), ("", ground)],
        "darkcolor": [("focus", p.focus), ("disabled", ground), ("pressed", over), ("active", over), ("", ground)],
    }
    return {
        "configure": {
            "background": ground,
            "foreground": text,
            "font": f"lab.{font}",
            "padding": padding,
            "relief": "raised",
            "borderwidth": 1,
            "anchor": "center",
            "width": 0,
        },
        "map": {
            "background": [("disabled", ground), ("pressed", over), ("active", over)],
            "foreground": [("disabled", p.muted)],
            **ring,
        },
        "layout": [
            (
                "Button.border",
                {
                    "sticky": "nswe",
                    "border": "1",
                    "children": [
                        ("Button.padding", {"sticky": "nswe", "children": [("Button.label", {"sticky": "nswe"})]})
                    ],
                },
            )
        ],
    }


def _buttons(look: Look) -> Settings:
    return {**_plain_buttons(look), "Accent.TButton": _accent_button(look), **_segments(look)}


def _plain_buttons(look: Look) -> Settings:
    p = look.palette
    wide, tight = (look.px(14), look.px(6)), (look.px(8), look.px(4))
    narrow, flat, code = (look.px(6), look.px(2)), (look.px(4), look.px(2)), (look.px(8), look.px(3))
    table = (  # ground, text, border, padding, font
        ("TButton", p.surface, p.ink, p.line, wide, "bold"),
        ("Code.TButton", p.surface, p.number, p.line, code, "code"),
        ("Tool.TButton", p.surface, p.muted, p.surface, tight, "text"),
        ("Small.Tool.TButton", p.surface, p.muted, p.surface, narrow, "small"),
        ("Link.TButton", p.surface, p.accent, p.surface, flat, "small_bold"),
        ("Notice.TButton", p.bad_soft, p.muted, p.bad_soft, tight, "text"),
        ("Calm.Notice.TButton", p.soft, p.muted, p.soft, tight, "text"),
        ("NoticeLink.TButton", p.bad_soft, p.bad, p.bad_soft, tight, "small_bold"),
    )
    return {
        name: _button(p, ground=ground, text=text, over=p.hover, border=border, padding=padding, font=font)
        for name, ground, text, border, padding, font in table
    }


def _accent_button(look: Look) -> dict[str, Any]:
    p, padding = look.palette, (look.px(14), look.px(6))
    button = _button(
        p, ground=p.accent, text=p.on_accent, over=p.accent_over, border=p.accent, padding=padding, font="bold"
    )
    # On the accent a ring of the accent's colour would not be seen: there it is the text's colour.
    ring = [("focus", p.on_accent), ("active", p.accent_over), ("", p.accent)]
    button["map"]["lightcolor"] = button["map"]["darkcolor"] = ring
    return button


def _segments(look: Look) -> Settings:
    """Buttons that act as radio buttons, in two sizes."""
    p = look.palette
    settings: Settings = {}
    for name, padding, font in (
        ("Segment.TButton", (look.px(8), look.px(4)), "text"),
        ("Small.Segment.TButton", (look.px(6), look.px(1)), "small"),
    ):
        one = _button(p, ground=p.surface, text=p.muted, over=p.hover, border=p.line, padding=padding, font=font)
        one["map"]["background"] = [("selected", p.soft), ("active", p.hover)]
        one["map"]["foreground"] = [("selected", p.accent), ("disabled", p.muted)]
        one["map"]["bordercolor"] = [("focus", p.focus), ("selected", p.accent), ("", p.line)]
        inner = [("focus", p.focus), ("selected", p.soft), ("active", p.hover), ("", p.surface)]
        one["map"]["lightcolor"] = one["map"]["darkcolor"] = inner
        settings[name] = one
    return settings


def _fields(look: Look) -> Settings:
    p = look.palette
    field = {
        "configure": {
            "fieldbackground": p.sunken,
            "background": p.surface,
            "foreground": p.ink,
            "arrowcolor": p.muted,
            "arrowsize": look.px(14),
            "padding": (look.px(6), look.px(3)),
            "borderwidth": 1,
            "lightcolor": p.sunken,
            "darkcolor": p.sunken,
            "insertwidth": look.px(2),
        },
        "map": {
            **_ring(p, p.muted),
            "fieldbackground": [("readonly", p.surface), ("disabled", p.background)],
            "foreground": [("disabled", p.muted)],
            "selectbackground": [("!focus", p.surface), ("readonly", p.surface)],
            "selectforeground": [("!focus", p.ink), ("readonly", p.ink)],
            "background": [("active", p.hover)],
            "lightcolor": [("focus", p.focus), ("readonly", p.surface)],
            "darkcolor": [("focus", p.focus), ("readonly", p.surface)],
            "arrowcolor": [("disabled", p.line)],
        },
    }
    wrong = {
        "configure": {**field["configure"], "fieldbackground": p.bad_soft},
        "map": {**field["map"], "bordercolor": [("", p.bad)], "lightcolor": [("", p.bad)], "darkcolor": [("", p.bad)]},
    }
    entry = {**field, "map": {k: v for k, v in field["map"].items() if not k.startswith("select")}}
    return {
        "TEntry": entry,
        "Wrong.TEntry": wrong,
        "TCombobox": field,
        "TCheckbutton": {
            "configure": {
                "background": p.surface,
                "foreground": p.number,
                "font": "lab.code",
                "padding": look.px(2),
            },
            "map": {"background": [("focus", p.soft), ("active", p.hover)], "foreground": [("disabled", p.muted)]},
        },
    }


def _scrollbars(look: Look) -> Settings:
    p = look.palette
    settings: Settings = {
        "Ground.Vertical.TScrollbar": {
            "configure": {"troughcolor": p.background},
            "map": {"bordercolor": [("", p.background)]},
        }
    }
    for direction, sticky in (("Vertical", "ns"), ("Horizontal", "we")):
        thumb = f"{direction}.Scrollbar.thumb"
        settings[f"{direction}.TScrollbar"] = {
            "configure": {
                "background": p.grid,
                "bordercolor": p.surface,
                "troughcolor": p.surface,
                "lightcolor": p.grid,
                "darkcolor": p.grid,
                "gripcount": 0,
                "arrowsize": look.px(9),
                "borderwidth": 0,
            },
            "map": {
                "background": [("disabled", p.surface), ("active", p.muted)],
                "lightcolor": [("disabled", p.surface)],
                "darkcolor": [("disabled", p.surface)],
                "bordercolor": [("", p.surface)],
            },
            # No arrows: a bar to drag is all that a wheel and a keyboard leave to be wished for.
            "layout": [
                (
                    f"{direction}.Scrollbar.trough",
                    {"sticky": sticky, "children": [(thumb, {"expand": "1", "sticky": "nswe"})]},
                )
            ],
        }
    return settings


def _draw_indicators(style: ttk.Style, look: Look) -> None:
    """A check box drawn like the other icons, in place of clam's."""
    p = look.palette
    style.element_create(
        "Lab.check",
        "image",
        look.icon("box", p.muted),
        ("selected", look.icon("box_checked", p.accent)),
        ("focus", look.icon("box", p.focus)),
        border=0,
        padding=0,
        sticky="w",
    )
    style.layout(
        "TCheckbutton",
        [
            (
                "Checkbutton.padding",
                {
                    "sticky": "nswe",
                    "children": [
                        ("Lab.check", {"side": "left", "sticky": ""}),
                        ("Checkbutton.label", {"side": "left", "sticky": "nswe"}),
                    ],
                },
            )
        ],
    )
