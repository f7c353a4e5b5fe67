"""The log's tables on PostgreSQL, and the triggers that guard them.

The owner makes every object and owns it; those who record may insert into the log, and nothing
else. What they insert is checked here as far as SQL can, for they may use other programs than ours.
The columns bear the names that the eventsourcing package gives them. Text is compared byte by byte,
as SQLite does, so that both stores answer in the same order.
"""

from __future__ import annotations

from typing import get_args

from adapters.accounts.statements import KEYS, PLAIN, SEALED
from adapters.log.codec import STATE_MAX_BYTES
from adapters.log.lengths import EVENTS
from adapters.log.recorder import OF_REGISTRATION
from adapters.stores.postgres.precedents import (
    follows_nothing,
    last_changes,
    opened,
    out_of_order,
    with_claim_no,
)
from adapters.stores.postgres.recorders import SERVER, streams_by_topic, topics_by_role
from adapters.stores.postgres.shapes import SHAPES, is_unfit
from domain.events.claims import AmendingEvent, ClaimRejected, ClaimSubmitted
from domain.events.registration import EnterpriseRegistered, EnterpriseRenamed
from domain.identity import DASHES, LOOK_ALIKES, SERVED

LOG = f"public.{EVENTS}"
NUMBERS = "public.claim_numbers"
KEY = "public.claim_number_look"  # equal for numbers that look alike, and for some that do not
VIEWS = "subsidy_views"  # the schema of the views
PRIVATE = "subsidy_private"  # that of what must never be in the log
WEB = "subsidy_web"  # that of what the web keeps for itself, in tables that it makes
AHEAD_MAX = "5 minutes"  # of the server's clock, that an event may be stamped with

# A function that runs as the owner finds nothing but what the server brings.
_SAFE = "SET search_path = pg_catalog, pg_temp"
# In every case: SQL has no case folding.
_LOOK_ALIKES = {
    each: LOOK_ALIKES[folded]
    for each in map(chr, range(0x1F000))
    if (folded := each.casefold()) in LOOK_ALIKES
}
_DRAWN = "".join(_LOOK_ALIKES) + DASHES
_AS_DRAWN = "".join(_LOOK_ALIKES.values()) + "-" * len(DASHES)
_TYPED = ", ".join(
    f"'{event.TOPIC}'" for event in (ClaimSubmitted, EnterpriseRegistered, EnterpriseRenamed)
)
_AMENDING = ", ".join(f"'{event.TOPIC}'" for event in get_args(AmendingEvent))


def _is_plain(text: str) -> str:
    """Whether a text needs no translation, which takes longer than all else."""
    return f"octet_length({text}) = length({text}) AND translate({text}, '[]', '') = {text}"


_TABLES = [
    f"""
CREATE TABLE IF NOT EXISTS {LOG} (
    notification_id bigint PRIMARY KEY,
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text COLLATE "C" NOT NULL,
    state bytea NOT NULL,
    UNIQUE (originator_id, originator_version)
)""",
    f"""
CREATE TABLE IF NOT EXISTS {NUMBERS} (
    claim_no text COLLATE "C" PRIMARY KEY,
    uscc text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL
)""",
    # What last changed the claim.
    f"""
ALTER TABLE {NUMBERS} ADD COLUMN IF NOT EXISTS topic text COLLATE "C" NOT NULL
DEFAULT '{ClaimSubmitted.TOPIC}'""",
    "DROP FUNCTION IF EXISTS public.claim_number_key CASCADE",  # an earlier version had it
    # Coarser than `skeleton`, which decides: only digits, Latin and Chinese letters count.
    f"""
CREATE OR REPLACE FUNCTION {KEY}(claim_no text) RETURNS text LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE {_SAFE} AS $$
    SELECT lower(regexp_replace(CASE WHEN {_is_plain("claim_no")} THEN claim_no ELSE translate(
        replace(replace(normalize(claim_no, NFKD), 'ß', 'ss'), 'ẞ', 'ss'),
        '{"".join(_LOOK_ALIKES)}', '{"".join(_LOOK_ALIKES.values())}') END,
        '[^0-9A-Za-z\\u4e00-\\u9fff]', '', 'g') COLLATE "C")
$$""",
    f"CREATE INDEX IF NOT EXISTS claim_numbers_looks ON {NUMBERS} ({KEY}(claim_no))",
    f"CREATE INDEX IF NOT EXISTS {EVENTS}_of_enterprises "
    f"ON {LOG} (originator_id, originator_version) WHERE {OF_REGISTRATION}",
    f"CREATE SCHEMA IF NOT EXISTS {WEB}",
    f"CREATE SCHEMA IF NOT EXISTS {PRIVATE}",
    f"""
CREATE TABLE IF NOT EXISTS {PRIVATE}.{PLAIN} (
    account_id text COLLATE "C" PRIMARY KEY,
    uscc text COLLATE "C" NOT NULL,
    number text NOT NULL,
    bank text NOT NULL,
    salt bytea NOT NULL
)""",
    f"CREATE INDEX IF NOT EXISTS {PLAIN}_by_code ON {PRIVATE}.{PLAIN} (uscc)",
    # A value goes with the key that it is sealed by.
    f"""
CREATE TABLE IF NOT EXISTS {PRIVATE}.{KEYS} (
    uscc text COLLATE "C" PRIMARY KEY,
    key_id text NOT NULL,
    wrapped bytea NOT NULL
)""",
    f"""
CREATE TABLE IF NOT EXISTS {PRIVATE}.{SEALED} (
    account_id text COLLATE "C" PRIMARY KEY,
    uscc text COLLATE "C" NOT NULL REFERENCES {PRIVATE}.{KEYS} ON DELETE CASCADE,
    commitment text NOT NULL,
    sealed bytea NOT NULL
)""",
    f"CREATE INDEX IF NOT EXISTS {SEALED}_by_code ON {PRIVATE}.{SEALED} (uscc)",
]
_REFUSE = f"""
CREATE OR REPLACE FUNCTION public.{EVENTS}_refuse() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END $$"""
_NO_CHANGE = f"""
CREATE OR REPLACE TRIGGER {EVENTS}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {LOG}
FOR EACH STATEMENT EXECUTE FUNCTION public.{EVENTS}_refuse()"""
_NO_GAP = f"""
CREATE OR REPLACE TRIGGER {EVENTS}_no_gap AFTER INSERT ON {LOG}
REFERENCING NEW TABLE AS added_rows FOR EACH STATEMENT
EXECUTE FUNCTION public.{EVENTS}_follow()"""
_TIME_FORM = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def tables_and_triggers() -> list[str]:
    """Return the statements that make what the log and the accounts need, where it is missing."""
    enabled = [f"ENABLE TRIGGER {EVENTS}_no_change", f"ENABLE TRIGGER {EVENTS}_no_gap"]
    in_force = f"ALTER TABLE {LOG} {', '.join(enabled)}"
    return [*_TABLES, _REFUSE, _NO_CHANGE, _follow(), _NO_GAP, in_force]


def numbers_again() -> list[str]:
    """Return the statements that write the index of claim numbers again from the log."""
    insert = f"INSERT INTO {NUMBERS} (claim_no, uscc, digest) {_numbers_of(LOG)}"
    return [f"DELETE FROM {NUMBERS}", insert, topics_again(LOG)]


def topics_again(rows: str) -> str:
    """Return the statement that keeps what rows changed last of each claim."""
    return f"""UPDATE {NUMBERS} known SET topic = latest.topic
    FROM ({last_changes(rows)}) AS latest
    WHERE latest.claim_no = known.claim_no AND latest.topic <> known.topic"""


def _numbers_of(rows: str) -> str:
    """The query for the claim numbers of rows, each with its enterprise and the claim's digest."""
    return f"""
    SELECT claim_no, originator_id, encode(sha256(convert_to(event, 'UTF8')), 'hex')
    FROM ({with_claim_no(rows, f"topic = '{ClaimSubmitted.TOPIC}'")}) ORDER BY notification_id"""


def _may_record() -> str:
    """Whether this session's login is a member of a role that records a topic."""
    cases = {topic: "false" for topics in topics_by_role().values() for topic in topics}
    for role, topics in topics_by_role().items():
        for topic in topics:
            cases[topic] += f" OR pg_has_role(session_user, '{role}', 'MEMBER')"
    by_cases: dict[str, list[str]] = {}
    for topic, allowed in cases.items():
        by_cases.setdefault(allowed.removeprefix("false OR "), []).append(f"'{topic}'")
    whens = " ".join(f"WHEN topic IN ({', '.join(t)}) THEN {a}" for a, t in by_cases.items())
    return f"(pg_has_role(session_user, current_user, 'MEMBER') OR CASE {whens} END)"


def _fits_stream() -> str:
    by_pattern: dict[str, list[str]] = {}
    for topic, pattern in streams_by_topic().items():
        by_pattern.setdefault(pattern, []).append(f"'{topic}'")
    whens = " ".join(f"WHEN topic IN ({', '.join(t)}) THEN '{p}'" for p, t in by_pattern.items())
    return f"originator_id ~ CASE {whens} END"


def _is_of_another() -> str:
    """Whether a login is not this session's, nor of an officer whom this session serves."""
    served = "|".join(SERVED)
    return f"""CASE WHEN login ~ '^({served})'
    THEN login !~ '^({served})[^[:space:]]' OR NOT pg_has_role(session_user, '{SERVER}', 'MEMBER')
    ELSE login <> session_user END"""


def _rules() -> str:
    """The rule that an added row breaks, of those that look at one row with those before it."""
    return f"""CASE
    WHEN event IS NULL
    OR spelled <> concat(
        '{{"stream":', to_json(originator_id), ',"version":', originator_version,
        ',"topic":', to_json(topic), ',"recorded_at":', to_json(recorded),
        ',"by":', to_json(recorder), ',"login":', to_json(login))
    OR get_byte(added_rows.state, length(added_rows.state) - 1) <> ascii('}}')
    THEN 'its bytes are not the envelope that its columns call for'
    WHEN recorded <> to_char(moment AT TIME ZONE 'UTC', '{_TIME_FORM}')
    OR moment > clock_timestamp() + interval '{AHEAD_MAX}'
    OR moment < coalesce(lag(moment) OVER (ORDER BY added_rows.notification_id), previous)
    THEN 'its time ' || recorded || ' is before the last event, or more than {AHEAD_MAX}'
        || ' after this server''s clock'
    WHEN {_is_of_another()}
    THEN 'its login is not the one of this session, ' || session_user
    WHEN btrim(head->>'by') = ''
    THEN 'it names nobody who recorded it'
    WHEN NOT {_fits_stream()}
    THEN 'events of this kind are not recorded in this stream'
    WHEN originator_version < 1 OR originator_version > 1 AND NOT EXISTS (
        SELECT FROM {LOG} earlier WHERE earlier.originator_id = opened.originator_id
        AND earlier.originator_version = opened.originator_version - 1)
    THEN 'the versions of a stream follow one another'
    WHEN said IS NULL OR {SHAPES}.respelled(topic, said) IS DISTINCT FROM event
    THEN 'what it says is not in the canonical form of its kind'
    WHEN of_claim IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM {NUMBERS} known WHERE known.claim_no = of_claim
        AND (known.uscc = originator_id OR strpos(originator_id, ':') > 0))
    THEN 'no such claim was submitted'
    WHEN topic IN ({_TYPED}) AND ({is_unfit("event")})
    OR topic IN ({_AMENDING}) AND ({is_unfit("(event::jsonb - 'claim_no')::text")})
    OR recorder <> session_user AND ({is_unfit("to_json(recorder)::text")})
    OR login <> session_user AND ({is_unfit("to_json(login)::text")})
    THEN 'it holds a character that nobody sees'
    WHEN topic = '{ClaimSubmitted.TOPIC}' AND (of_claim = '' OR EXISTS (
        SELECT FROM {NUMBERS} known WHERE known.claim_no <> of_claim
        AND {KEY}(known.claim_no) = {KEY}(of_claim)
        AND {_drawn("known.claim_no")} = {_drawn("of_claim")}))
    THEN 'its claim number is empty, or one that looks the same is taken'
    WHEN topic = '{ClaimRejected.TOPIC}'
    AND said->'decision'->'outcome'->>'granted_fen' <> '0'
    THEN 'a rejected claim is granted nothing'
    WHEN {follows_nothing()}
    THEN 'its stream has no line, allotment or payment before it that it speaks of, or has ended'
END"""


def _drawn(number: str) -> str:
    """A number as it looks; what `skeleton` tells apart, this does."""
    drawn = f"translate(normalize({number}, NFKC), '{_DRAWN}', '{_AS_DRAWN}')"
    drawn = f"CASE WHEN {_is_plain(number)} THEN {number} ELSE {drawn} END"
    return f"""regexp_replace(regexp_replace(lower(({drawn}) COLLATE "C"),
        '[[:space:]]', '', 'g'), '--+', '-', 'g')"""


def _follow() -> str:
    """The function behind the trigger that lets rows in. It runs as the owner."""
    return f"""
CREATE OR REPLACE FUNCTION public.{EVENTS}_follow() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER {_SAFE} AS $$
DECLARE
    first bigint;
    last bigint;
    added bigint;
    previous timestamptz;
    refused record;
BEGIN
    SELECT min(notification_id), max(notification_id), count(*)
    INTO first, last, added FROM added_rows;
    IF added = 0 THEN
        RETURN NULL;
    END IF;
    IF first < 1 OR last - first + 1 <> added
    OR first > 1 AND NOT EXISTS (SELECT FROM {LOG} WHERE notification_id = first - 1) THEN
        RAISE EXCEPTION 'positions of the ledger follow one another';
    END IF;
    IF EXISTS (SELECT FROM added_rows WHERE length(state) > {STATE_MAX_BYTES}) THEN
        RAISE EXCEPTION 'an event has at most {STATE_MAX_BYTES} bytes';
    END IF;
    SELECT topic INTO refused FROM (SELECT DISTINCT topic FROM added_rows)
    WHERE {_may_record()} IS NOT TRUE LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'login % may not record %', session_user, refused.topic
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT substring(convert_from(state, 'UTF8') FROM '"recorded_at":"([^"]{{27}})"')::timestamptz
    INTO previous FROM {LOG} WHERE notification_id = first - 1;
    INSERT INTO {NUMBERS} (claim_no, uscc, digest) {_numbers_of("added_rows")};

    WITH opened AS MATERIALIZED ({opened("added_rows")}),
    judged AS (
        SELECT added_rows.notification_id, {_rules()} AS rule
        FROM added_rows LEFT JOIN opened USING (
            notification_id, originator_id, originator_version, topic)
    )
    SELECT * INTO refused FROM judged WHERE rule IS NOT NULL ORDER BY notification_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'position %: %', refused.notification_id, refused.rule;
    END IF;
    {out_of_order("added_rows", NUMBERS)};
    IF FOUND THEN
        RAISE EXCEPTION 'position %: its claim does not stand so that this may follow',
        refused.notification_id;
    END IF;
    {topics_again("added_rows")};
    RETURN NULL;
END $$"""
