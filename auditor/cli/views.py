"""What a command found, as a page for people or as JSON for programs."""

from __future__ import annotations

from importlib import import_module

from auditor import __version__
from auditor.cli.options import ColorChoice, View


def show_view(
    page: str,
    *subject: object,
    format: View,
    color: ColorChoice,
    width: int | None,
    plain: bool,
    verbose: bool | None = None,
    json: str = "",
) -> None:
    """Print what the module `page` of `auditor.report` draws, says or writes as JSON.

    `json` names the module that writes the JSON where that is another one: programs need not wait until what draws is
    loaded. `verbose` is left out where a page is always the same.
    """
    from auditor.cli.streams import emit, look

    if format is View.JSON:
        written = import_module(f"auditor.report.{json or page}")
        emit(written.render_json(*subject, __version__))
        return
    module = import_module(f"auditor.report.{page}")
    drawn = look(color=color, width=width, plain=plain)
    if drawn.plain:
        emit(module.render_plain(*subject, ascii=drawn.ascii))
        return
    more = {} if verbose is None else {"verbose": verbose}
    emit(module.render(*subject, width=drawn.width, color=drawn.color, ascii=drawn.ascii, **more))
