"""The plain text of a mail, made from the blocks themselves, never from the HTML."""

from textwrap import fill

from services.notifier.rendering.content import Block, Button, Code, Facts, MailContent, Paragraph, Quote

WIDTH = 76


def plain_text(content: MailContent) -> str:
    """The text part."""
    parts = [f"{content.sign} {content.turn}", *map(_block, content.blocks), "-- \n" + "\n".join(content.footer)]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _wrapped(block.text)
        case Quote():
            return f"{_wrapped(block.lead)}\n\n{_wrapped(block.text, '  ')}"
        case Button():
            # Not wrapped: a broken address cannot be clicked.
            return f"{block.text}:\n{block.url}"
        case Code():
            return f"    {block.text}"
        case Facts():
            return "\n".join(f"{label}: {value}" for label, value in block.rows)


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(
        fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
        for line in text.splitlines()
    )
