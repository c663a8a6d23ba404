"""What people typed, made fit for one line of a mail: order addresses come with line breaks and worse."""


def in_one_line(text: str) -> str:
    """`text` with every run of white space and unprintable characters as one space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
