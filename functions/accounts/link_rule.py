"""Whether tours, websites and other links wait for payment as downloads do: one switch of the business (product 5).

It lies on the business item, which every request reads with its session, so a change holds at the very next request.
"""

from accounts import writes
from accounts.link_rule_answers import LinkRuleIn, LinkRuleOut
from latchkey.errors import ConflictError, ForbiddenError
from latchkey.http import Caller
from latchkey.observability import count
from latchkey.tables import commit


def read_rule(caller: Caller) -> LinkRuleOut:
    """What holds now."""
    caller.viewer.must_be_staff()
    return _answer(caller, waits=_waits(caller), version=caller.business["version"])


def save_rule(caller: Caller, body: LinkRuleIn) -> LinkRuleOut:
    """Links wait from now on, or are open from delivery; the same again changes nothing."""
    caller.viewer.must_be_staff()
    if not _may_change(caller):
        raise ForbiddenError("Only an owner or a manager decides whether links wait for payment.")
    version = caller.business["version"]
    if body.wait_for_payment == _waits(caller):
        return _answer(caller, waits=body.wait_for_payment, version=version)
    if body.version != version:
        raise ConflictError("The settings changed meanwhile. Please look again.", current={"version": version})
    commit([writes.link_rule(caller.business, waits=body.wait_for_payment)])
    count("LinkRulesChanged")
    return _answer(caller, waits=body.wait_for_payment, version=version + 1)


# ---------------------------------------------------------------------------------------------------------------------
def _waits(caller: Caller) -> bool:
    return bool(caller.business.get("links_wait_for_payment", False))


def _may_change(caller: Caller) -> bool:
    return caller.viewer.role != "photographer"


def _answer(caller: Caller, *, waits: bool, version: int) -> LinkRuleOut:
    return LinkRuleOut(wait_for_payment=waits, version=version, may_change=_may_change(caller))
