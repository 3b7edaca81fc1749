"""In place of PyInstaller's own hook, which brings every lexer and, by the picture formatters, Pillow: 25 MB."""

hiddenimports = ["pygments.lexers.python", "pygments.styles.default"]
