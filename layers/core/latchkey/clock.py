"""Time: aware UTC inside, RFC 3339 outside; domain functions take `now` as a parameter, only entries read the clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def rfc3339(instant: datetime) -> str:
    """`2026-05-04T09:30:00.123Z`: fixed width, so that texts sort like instants. Naive times are refused (ValueError)."""
    if instant.tzinfo is None:
        raise ValueError("a naive time has no place on the time line")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def instant(text: str) -> datetime:
    """The inverse of `rfc3339`. Raises ValueError for anything that is not an aware instant."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a naive time has no place on the time line")
    return moment.astimezone(UTC)


def epoch(instant: datetime) -> int:
    """Whole seconds since 1970, as DynamoDB's TTL and signed links want them."""
    return int(instant.timestamp())
