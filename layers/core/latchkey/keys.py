"""Every key of every table, built here alone: the business stands first in each partition (product 2.7, guarantees 1).

Ids have a fixed shape and `#` never occurs in one, so no business's prefix is the prefix of another's.
"""

from typing import NamedTuple


class Key(NamedTuple):
    """Partition and sort key of one item."""

    pk: str
    sk: str


# Hosts --------------------------------------------------------------------------------------------------------------
# The one thing that all businesses share is who has which name. No business id begins like these partitions.
PLATFORM = "platform"


def host_claim(host: str) -> Key:
    """Whose a host is: a name on the platform for ever (product 10.1), a domain while its proof holds (ADR 0071)."""
    return Key(f"host#{host}", "claim")


# People -------------------------------------------------------------------------------------------------------------
def business(business_id: str) -> Key:
    return Key(business_id, "business")


def host_of_business(business_id: str, host: str) -> Key:
    """A name that the business has or had."""
    return Key(f"{business_id}#hosts", f"host#{host}")


def own_domain(business_id: str) -> Key:
    """The domain of its own that a business wants or has."""
    return Key(f"{business_id}#domain", "domain")


def domain_left(business_id: str, domain: str) -> Key:
    """A domain that was given back, until CloudFront has forgotten it."""
    return Key(f"{business_id}#domain", f"left#{domain}")


def founding(business_id: str) -> Key:
    """A business that waits for the code of its first owner; its id is already its own."""
    return Key(f"{business_id}#founding", "founding")


def account(business_id: str, account_id: str) -> Key:
    return Key(f"{business_id}#account#{account_id}", "account")


def session(business_id: str, account_id: str, secret_hash: str) -> Key:
    return Key(f"{business_id}#account#{account_id}", f"session#{secret_hash}")


def email_change(business_id: str, account_id: str) -> Key:
    """The address to which the account wants to move, while its code was not typed; one at a time."""
    return Key(f"{business_id}#account#{account_id}", "email_change")


def account_address(business_id: str, address: str) -> Key:
    """The claim of one e-mail address by one account of the business (product 2.4)."""
    return Key(f"{business_id}#email#{address}", "account")


def sign_up(business_id: str, sign_up_id: str) -> Key:
    return Key(f"{business_id}#sign_up#{sign_up_id}", "sign_up")


def password_reset(business_id: str, reset_id: str) -> Key:
    return Key(f"{business_id}#reset#{reset_id}", "reset")


def customer(business_id: str, customer_id: str) -> Key:
    return Key(f"{business_id}#customer#{customer_id}", "customer")


def customer_address(business_id: str, address: str) -> Key:
    """Which customer record of the business an e-mail address has; orders belong to the record, not the account."""
    return Key(f"{business_id}#customer_email#{address}", "customer")


def mail_copies(business_id: str, secret_hash: str) -> Key:
    """Whether an address still wants copies of mails from the business; it is named by the hash of its secret alone."""
    return Key(f"{business_id}#mail_copies#{secret_hash}", "copies")


def lists_of_customer(business_id: str, customer_id: str) -> str:
    """The partition of a customer in the indexes of orders and of listings."""
    return f"{business_id}#{customer_id}"


MEMBER = "member#"
INVITATION = "invitation#"


def staff_member(business_id: str, account_id: str) -> Key:
    """A row of the roster: who belongs to the staff. What holds is the account, which every request reads."""
    return Key(f"{business_id}#staff", f"{MEMBER}{account_id}")


def staff_invitation(business_id: str, invitation_id: str) -> Key:
    return Key(f"{business_id}#staff", f"{INVITATION}{invitation_id}")


def staff_owners(business_id: str) -> Key:
    """How many owners the business has: the last one stays (product 2.9)."""
    return Key(f"{business_id}#staff", "owners")


HISTORY = "history#"
NOTE = "note#"


def customer_line(business_id: str, customer_id: str, at: str, mark: str) -> Key:
    """Something that happened to a customer record; sorts behind the record itself."""
    return Key(customer(business_id, customer_id).pk, f"{HISTORY}{at}#{mark}")


def customer_view(business_id: str, customer_id: str, day: str, account_id: str) -> Key:
    """The line of a member of the staff who looked with the customer's eyes on a day: one, however often."""
    return customer_line(business_id, customer_id, day, account_id)


def customer_note(business_id: str, customer_id: str, note_id: str) -> Key:
    return Key(customer(business_id, customer_id).pk, f"{NOTE}{note_id}")


def customers_found(business_id: str) -> str:
    """The partition of the words by which the business's customers are found."""
    return f"{business_id}#find_customers"


def customer_find_row(business_id: str, word: str, customer_id: str) -> Key:
    return Key(customers_found(business_id), f"{word}#{customer_id}")


def team(business_id: str, team_id: str) -> Key:
    """A customer team; its members and open invitations lie beside it."""
    return Key(f"{business_id}#team#{team_id}", "team")


def team_member(business_id: str, team_id: str, account_id: str) -> Key:
    """A row of the team's roster. What holds is the attribute of the team's name on the account (ADR 0063)."""
    return Key(team(business_id, team_id).pk, f"{MEMBER}{account_id}")


def team_invitation(business_id: str, team_id: str, invitation_id: str) -> Key:
    return Key(team(business_id, team_id).pk, f"{INVITATION}{invitation_id}")


def team_row(business_id: str, team_id: str) -> Key:
    """The team in the list of the business's teams; ids sort by their birth."""
    return Key(f"{business_id}#teams", team_id)


OVERRIDE = "override#"


def customer_override_line(business_id: str, customer_id: str, at: str, mark: str) -> Key:
    """Who overrode the lock rule for a customer when; sorts behind the record itself."""
    return Key(customer(business_id, customer_id).pk, f"{OVERRIDE}{at}#{mark}")


def team_override_line(business_id: str, team_id: str, at: str, mark: str) -> Key:
    """The same for a customer team; sorts between its members and the team itself."""
    return Key(team(business_id, team_id).pk, f"{OVERRIDE}{at}#{mark}")


def business_override_line(business_id: str, at: str, mark: str) -> Key:
    """The same for the whole business."""
    return Key(f"{business_id}#overrides", f"{OVERRIDE}{at}#{mark}")


def limit(business_id: str, name: str, subject_hash: str, window: int) -> Key:
    return Key(f"{business_id}#limit#{name}#{subject_hash}", f"window#{window}")


def mark(business_id: str, version: int) -> Key:
    """One version of the business's mark; it never changes."""
    return Key(f"{business_id}#watermark", f"mark#{version:06d}")


def brand_picture(business_id: str, use: str, name: str) -> Key:
    """An uploaded picture of a brand that waits for being saved."""
    return Key(f"{business_id}#brand", f"picture#{use}#{name}")


def mail_settings(business_id: str) -> Key:
    """Which mails leave, and the business's own words in them."""
    return Key(business_id, "mails")


def remarking(business_id: str) -> Key:
    """How far the newest mark has come on the pictures that were made before it."""
    return Key(f"{business_id}#watermark", "run")


ERASURE = "erasure#"


def erasure(business_id: str, customer_id: str) -> Key:
    """That a customer is to be deleted, or was: it outlives them, and names nobody."""
    return Key(f"{business_id}#privacy", f"{ERASURE}{customer_id}")


def data_export(business_id: str, customer_id: str) -> Key:
    """The newest copy of everything that is kept about a customer."""
    return Key(f"{business_id}#privacy", f"export#{customer_id}")


def business_copy(business_id: str) -> Key:
    """The newest copy of everything that the business has."""
    return Key(f"{business_id}#privacy", "copy")


def closing(business_id: str) -> Key:
    """That the business is being closed: who said so, until when it can be taken back, how far the deletion is."""
    return Key(f"{business_id}#privacy", "closing")


# Orders -------------------------------------------------------------------------------------------------------------
def order_partition(business_id: str, order_id: str) -> str:
    return f"{business_id}#order#{order_id}"


def order(business_id: str, order_id: str) -> Key:
    """The order; its map `ledger` is the projection of its ledger entries, written only in the transaction of an append."""
    return Key(order_partition(business_id, order_id), "order")


def ledger_entry(business_id: str, order_id: str, number: int) -> Key:
    return Key(order_partition(business_id, order_id), f"entry#{number:06d}")


def history(business_id: str, order_id: str, at: str, mark: str) -> Key:
    """One line of the order's history; `at` sorts it, `mark` (a commit id) keeps two of one instant apart."""
    return Key(order_partition(business_id, order_id), f"history#{at}#{mark}")


def payment(business_id: str, order_id: str, payment_id: str) -> Key:
    return Key(order_partition(business_id, order_id), f"payment#{payment_id}")


def invoice(business_id: str, order_id: str) -> Key:
    return Key(order_partition(business_id, order_id), "invoice")


def task(business_id: str, order_id: str, name: str) -> Key:
    """Something that a person of the business has to decide about an order (product 6.6)."""
    return Key(order_partition(business_id, order_id), f"task#{name}")


def product(business_id: str, product_id: str) -> Key:
    return Key(f"{business_id}#products", product_id)


def counter(business_id: str, name: str) -> Key:
    return Key(f"{business_id}#counter", name)


def find_row(business_id: str, scope: str, word: str, placed: str) -> Key:
    """One word of an order's address within a scope (a customer id, or `all` for the business)."""
    return Key(f"{business_id}#find#{scope}", f"{word}#{placed}")


def request(business_id: str, actor: str, idempotency_key: str) -> Key:
    return Key(f"{business_id}#request#{actor}#{idempotency_key}", "request")


def guest_link(business_id: str, secret_hash: str) -> Key:
    return Key(f"{business_id}#guest_link#{secret_hash}", "link")


# Listings -----------------------------------------------------------------------------------------------------------
GALLERY = "gallery#"


def listing_partition(business_id: str, listing_id: str) -> str:
    return f"{business_id}#listing#{listing_id}"


def listing(business_id: str, listing_id: str) -> Key:
    return Key(listing_partition(business_id, listing_id), f"{GALLERY}1listing")


def lock(business_id: str, listing_id: str) -> Key:
    """The small item that the download decision reads; an unlock rewrites it and nothing else (product 5)."""
    return Key(listing_partition(business_id, listing_id), f"{GALLERY}2lock")


def manifest_chunk(business_id: str, listing_id: str, chunk: int) -> Key:
    return Key(listing_partition(business_id, listing_id), f"{GALLERY}3manifest#{chunk:03d}")


def checksum_chunk(business_id: str, listing_id: str, chunk: int) -> Key:
    """What only a bundle needs to know of the files of a manifest chunk; outside of the gallery, which is read often."""
    return Key(listing_partition(business_id, listing_id), f"checksums#{chunk:03d}")


def asset(business_id: str, listing_id: str, asset_id: str) -> Key:
    return Key(listing_partition(business_id, listing_id), f"asset#{asset_id}")


def upload(business_id: str, listing_id: str, upload_id: str) -> Key:
    return Key(listing_partition(business_id, listing_id), f"upload#{upload_id}")


def delivery(business_id: str, listing_id: str, delivery_id: str) -> Key:
    return Key(listing_partition(business_id, listing_id), f"delivery#{delivery_id}")


def link(business_id: str, listing_id: str, link_id: str) -> Key:
    """A tour, a website or another page outside, as staff keep it; what visitors see of it stands on the listing."""
    return Key(listing_partition(business_id, listing_id), f"link#{link_id}")


def sharing(business_id: str, listing_id: str) -> Key:
    """The listing's share links, of each only the hash of its token."""
    return Key(listing_partition(business_id, listing_id), "sharing")


def revisions(business_id: str, listing_id: str) -> Key:
    """The open revisions of a listing; a closed one is a line in its order's history."""
    return Key(listing_partition(business_id, listing_id), "revisions")


def visits(business_id: str, account_id: str) -> Key:
    """When a person last looked at each of the listings looked at lately: one small item, for the cards of a list."""
    return Key(f"{business_id}#person#{account_id}", "visits")


def mine(business_id: str, account_id: str, listing_id: str) -> Key:
    """What a listing is to one person: the visits, the favorites."""
    return Key(f"{business_id}#person#{account_id}", f"listing#{listing_id}")


# Events -------------------------------------------------------------------------------------------------------------
def event(business_id: str, event_id: str) -> Key:
    """An outgoing event, or a received one of Stripe's; each has a partition of its own, so none runs hot."""
    return Key(f"{business_id}#event#{event_id}", "event")
