"""What people try and how often they may: wrong passwords, and mails with codes (ADR 0041)."""

from datetime import timedelta

from latchkey.limits import Rule

SIGN_IN = Rule("sign_in", timedelta(minutes=15), per_person=10, per_visitor=60, per_shard=250)
# Beside that rule, which is the new address's: one account asks for codes to few addresses.
EMAIL_CHANGES = Rule("email_changes", timedelta(days=1), per_person=10, per_visitor=30, per_shard=200)
RECIPIENTS = Rule("recipients", timedelta(days=1), per_person=10, per_visitor=30, per_shard=200)
CODES = Rule("codes", timedelta(hours=1), per_person=6, per_visitor=60, per_shard=150)
# Whether a name is free is told to whoever asks, but not for whole dictionaries of names.
NAMES = Rule("names", timedelta(minutes=15), per_person=150, per_visitor=150, per_shard=1_500)
MOVES = Rule("moves", timedelta(days=1), per_person=5, per_visitor=20, per_shard=20)
PORTRAITS = Rule("portraits", timedelta(hours=1), per_person=20, per_visitor=200, per_shard=400)
FOUNDING = Rule("founding", timedelta(hours=1), per_person=6, per_visitor=20, per_shard=60)
# A look asks name servers that somebody else runs.
DOMAIN_LOOKS = Rule("domain_looks", timedelta(minutes=15), per_person=20, per_visitor=60, per_shard=20)
