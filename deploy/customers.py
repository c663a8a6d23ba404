"""Customer records of releases that had no list of customers: each gets its place in the index and the words it is found by.

A scan, which no function of ours may do: once for each deployment, by whoever deploys, over what is not indexed yet.
"""

from collections.abc import Iterator
from typing import Any

from accounts import customer_writes
from accounts.customer import Customer, customer_of
from latchkey.errors import ConflictError
from latchkey.tables import commit, from_stream, table_name


def index_old_ones(dynamodb: Any) -> int:
    """Indexes what is not indexed; how many there were. Safe to repeat, and beside people who change the same records."""
    number, again = 0, True
    while again:
        again = False
        for record in _not_indexed(dynamodb):
            try:
                commit(customer_writes.changed(record, record))
                number += 1
            except ConflictError:  # somebody changed it in this very moment
                again = True
    return number


def _not_indexed(dynamodb: Any) -> Iterator[Customer]:
    pages = dynamodb.get_paginator("scan").paginate(
        TableName=table_name("people"),
        FilterExpression="sk = :record AND attribute_exists(email) AND attribute_not_exists(business_customers)",
        ExpressionAttributeValues={":record": {"S": "customer"}},
    )
    for page in pages:
        yield from (customer_of(from_stream(item)) for item in page["Items"])
