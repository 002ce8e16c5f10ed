"""What every peer does alike: time, tell, and read the words of a document."""
import json
import statistics
import sys
import time


def median_ms(work, times):
    """The median of so many runs, in milliseconds; what `work` made last comes along."""
    taken, made = [], None
    for _ in range(times):
        begun = time.perf_counter()
        made = work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), made


def tell(**found):
    """One line for the bench that started this."""
    print(json.dumps(found))
    sys.stdout.flush()


def plain(text):
    """The words of a line of inline content, as Countercheck's plain text would have them."""
    said = []
    for piece in text:
        kind, inside = one(piece)
        if kind == "words":
            said.append(inside["text"])
        elif kind == "blank":
            said.append("_" * inside["width_em"])
        elif kind == "check-box":
            said.append("□ ")
        elif kind == "sign":
            said.append(SIGNS[inside] + " ")
    return "".join(said)


# Letters that the fonts have, in the places of the shapes that Countercheck draws.
SIGNS = {"contraindicated": "■", "avoid": "▲", "needs-test": "◆", "incomplete": "○", "caution": "■", "no-concern": "○"}


def one(value):
    """A variant of an enum as it stands in JSON: its name, and what is in it."""
    if isinstance(value, str):
        return value, None
    [(kind, inside)] = value.items()
    return kind, inside


def shares_text(row):
    """A row of a comparison as one text."""
    parts = [plain(row["who"]), ": ", plain(row["count"])]
    if row["difference"]:
        parts += [", ", plain(row["difference"])]
    return "".join(parts)
