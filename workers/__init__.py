"""Everything that runs processes: experiments, the host that runs them, and the supervisor that ends them.

Nothing in here knows of a window: this package never imports tkinter or desktop.
"""
