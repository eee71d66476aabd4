"""Errors at the door: what happened, where, what to do, and an exit code. Never a bare traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException

from trialwright.errors import Interrupted, TrialwrightError

STOPPED = Interrupted("Stopped.", fix="Finished stages are kept: run the same command again to go on.")
DEFECT = 70  # EX_SOFTWARE of sysexits.h


def guarded(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    as_json = "--json" in arguments
    verbose = "-v" in arguments or "--verbose" in arguments
    try:
        result = app(args=list(arguments), standalone_mode=False)
        if result == Interrupted.exit_code:  # typer turns Ctrl-C into this answer
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except typer.Exit as done:
        return done.exit_code
    except TyperException as error:
        context = getattr(error, "ctx", None)
        usage = context.get_usage() if context else ""
        return say(
            {
                "error": "Usage",
                "what": error.format_message(),
                "where": usage,
                "fix": "`trialwright --help` lists the verbs.",
                "exit_code": 2,
            },
            as_json,
        )
    except (KeyboardInterrupt, typer.Abort):
        return say(STOPPED.as_dict(), as_json)
    except TrialwrightError as error:
        if verbose:
            _traceback()
        return say(error.as_dict(), as_json)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last door: a user must never meet a traceback
        if verbose:
            _traceback()
        what = f"Trialwright failed in a way it should not: {type(error).__name__}: {error}"
        return say(
            {
                "error": "Defect",
                "what": what,
                "where": "",
                "fix": "Run again with -v and report what it prints; nothing was half-written.",
                "exit_code": DEFECT,
            },
            as_json,
        )


def say(error: dict[str, str | int], as_json: bool) -> int:
    """Print an error to its audience and return its exit code."""
    if as_json:
        import json

        print(json.dumps(error, ensure_ascii=False))
    else:
        lines = [f"Error: {error['what']}"]
        lines += [f"  where: {error['where']}"] if error["where"] else []
        lines += [f"  fix:   {error['fix']}"] if error["fix"] else []
        print("\n".join(lines), file=sys.stderr)
    return int(error["exit_code"])


def _traceback() -> None:
    import traceback

    traceback.print_exc()
