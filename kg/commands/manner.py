"""How the commands speak of themselves: help and complaints about words in the user's language.

Typer has its own words in English only; what people read of it is replaced here, in one place.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kg.errors import UsageError
from kg.messages import text, user_language

_PLACEHOLDER = re.compile(r"[A-Z]+(?:_[A-Z]+)*")
#: Words that stand for a value in the help, with a message ``meta_…`` each.
PLACEHOLDERS = ("ARTICLE", "DATE", "DIR", "FILE", "GOLD_DIR", "NAME", "PRED_DIR", "QUESTION", "SECONDS")


class Command(TyperCommand):
    """A command whose help and complaints are in the user's language."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that tells how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), text("help_usage") + " ")

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return ``--help`` with its words."""
        return _helped(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of a command.

        Raises:
            UsageError: there is a word too many.
        """
        takes_more = ctx.allow_extra_args
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not takes_more:
            raise UsageError("usage_extra", words=" ".join(rest), command=ctx.command_path)
        return rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader of its output that goes away (``kg export | head``) ends it in silence."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered must not fail when the process ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            return 0
        return result


class Group(TyperGroup):
    """A group of commands, likewise."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that tells how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), text("help_usage") + " ")

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """Return ``--help`` with its words."""
        return _helped(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is named.

        Raises:
            UsageError: there is none of that name.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = ", ".join(self.list_commands(ctx))
            raise UsageError("usage_command", name=f"{ctx.command_path} {args[0]}", known=known)
        return super().resolve_command(ctx, args)


def spoken(app: typer.Typer) -> Any:
    """Return the command of an application with headings, placeholders and remarks in the user's language."""
    rich_utils.ARGUMENTS_PANEL_TITLE = text("help_panel_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = text("help_panel_options")
    rich_utils.COMMANDS_PANEL_TITLE = text("help_panel_commands")
    rich_utils.DEFAULT_STRING = f"[{text('help_default')}: {{}}]"
    rich_utils.ENVVAR_STRING = f"[{text('help_variable')}: {{}}]"
    rich_utils.REQUIRED_LONG_STRING = f"[{text('help_required')}]"
    command = typer.main.get_command(app)
    _dress(command)
    return command


def misused(error: typer.TyperException) -> UsageError:
    """Return what is wrong with the words of a command as an error in the user's language."""
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kg"
    option = getattr(error, "option_name", "?")
    parameter = getattr(error, "param", None)
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        if near:
            return UsageError("usage_option_near", option=option, near=", ".join(near))
        return UsageError("usage_option", option=option, command=command)
    if kind == "BadOptionUsage":
        key = "usage_no_value" if "requires" in error.message else "usage_value_taken"
        return UsageError(key, option=option)
    if kind == "MissingParameter":
        return UsageError("usage_missing", name=_name(parameter), command=command)
    if kind == "BadParameter" and parameter is not None:
        found = parameter.type_descriptor
        if found.is_choice:
            known = ", ".join(str(getattr(choice, "value", choice)) for choice in found.choices or ())
            return UsageError("usage_choice", option=_name(parameter), known=known)
        least = getattr(parameter, "min", None)
        if least is not None:
            return UsageError("usage_number", option=_name(parameter), least=least)
    return UsageError("usage_words", reason=error.format_message().rstrip("."), command=command)


def _name(parameter: Any) -> str:
    """Return the name by which people know a parameter: its longest option, or the word that stands for it."""
    options = [word for word in getattr(parameter, "opts", ()) if word.startswith("-")]
    return max(options, key=len) if options else str(getattr(parameter, "metavar", None) or parameter.name)


def _helped(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help, option.metavar = text("help_help"), ""
    return option


def _dress(command: Any) -> None:
    """Give a command and those below it their placeholders; flags and arguments need no type beside them."""
    command.options_metavar = f"[{text('meta_options')}]"
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = f"{text('meta_command')} […]"
        for below in command.commands.values():
            _dress(below)
    for parameter in command.params:
        if parameter.metavar:
            parameter.metavar = _PLACEHOLDER.sub(_placeholder, parameter.metavar)
        if isinstance(parameter, TyperArgument):
            parameter.display_type_rich = lambda ctx: ""  # type: ignore[method-assign]
        elif getattr(parameter, "is_flag", False):
            parameter.metavar = ""


def _placeholder(match: re.Match[str]) -> str:
    word = match.group()
    return text(f"meta_{word.lower()}", user_language()) if word in PLACEHOLDERS else word
