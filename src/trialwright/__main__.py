"""`python -m trialwright`."""

from trialwright.cli.main import run

run()
