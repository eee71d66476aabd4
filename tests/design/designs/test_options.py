"""An option that says nothing beside the others is refused, for every design type that declares one."""

from __future__ import annotations

import pytest

from trialwright.design.designs import found
from trialwright.design.designs.options import Option, checked
from trialwright.errors import DesignError
from trialwright.model.design import Design

DECLARED = [
    (name, option)
    for name, kind in found().items()
    for option in getattr(kind, "OPTIONS", ())
    if option.needs
]

STATED = {"beta_spending": "lan_demets_of"}  # of those that only have to be stated


@pytest.mark.parametrize(("name", "option"), DECLARED, ids=[f"{n}-{o.name}" for n, o in DECLARED])
def test_an_option_and_those_it_needs(name: str, option: Option) -> None:
    options = found()[name].OPTIONS
    value = option.choices[0] if option.choices else option.default or max(option.low, 0.5)
    other = {o: (values[0] if values else STATED.get(o, 1.0)) for o, values in option.needs}
    assert checked({option.name: value} | other, options, name)[option.name] == value
    for needed, values in option.needs:
        (that,) = (o for o in options if o.name == needed)
        choices = [c for c in that.choices or (that.default,) if c not in values]
        if not choices:
            continue
        with pytest.raises(DesignError, match="` says nothing") as raised:
            checked({option.name: value} | other | {needed: choices[0]}, options, name)
        assert f"`{needed}" in raised.value.fix or "`combination" in raised.value.fix


def test_enrichment_refuses_epsilon_where_the_best_goes_on() -> None:
    with pytest.raises(DesignError, match="`epsilon` says nothing beside `selection: best`"):
        checked({"epsilon": 0.1}, found()["enrichment"].OPTIONS, "enrichment")
    assert checked({"epsilon": 0.1, "selection": "epsilon"}, found()["enrichment"].OPTIONS, "enrichment")


def test_no_option_has_the_name_of_a_key_that_every_design_has() -> None:
    """A plan's key of that name would never reach it."""
    taken = [
        (n, o.name)
        for n, kind in found().items()
        for o in getattr(kind, "OPTIONS", ())
        if o.name in Design.model_fields
    ]
    assert taken == []
