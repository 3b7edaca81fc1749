"""Helpers: a lesson and facts that no change of the real ones disturbs, and runs that are over."""

from desktop.facts import Condition, Facts
from desktop.outcome import Ended
from workers.messages import EndReason, Finished

LESSON = """# The lost update

## Question

A number starts at 100.

What is left?

- always 0
- not always the same

## Watch

The `left` line.

## Explanation

Two messages to the **Manager**.

## Change it

- With a lock.
- Two processes
  only.

## Check yourself

### How can an update be lost?

- magic
- between reading and writing

Between them there is room.

And nobody knows.

### Is it right?

- yes
- no

No.

## For the teacher

Play it first.
"""
SCRIPT = "COUNT = 100  # how many\nUSE_LOCK = False  # one at a time\n"
FACTS = Facts(
    answer=2,
    minutes=5,
    luck=True,
    effect=(Condition("updates lost", above=0),),
    changes=({"USE_LOCK": True}, {"COUNT": 2}),
    checks=(2, 2),
)


def ended(
    results: dict[str, float | list[float]] | None = None, reason: EndReason = EndReason.FINISHED, output: str = ""
) -> Ended:
    """A run that is over, with these results."""
    return Ended(Finished(reason, 0, 1.0, 1.0, results or {}, "seconds"), output)
