"""What an added row needs before it: a row that does not follow stops who reads its stream.

As the types of events, these rules are for rows of other programs; the ledger's own always follow.
"""

from __future__ import annotations

from collections.abc import Iterable

from adapters.log.lengths import EVENTS
from adapters.log.upcasts import UPCASTS, word
from adapters.stores.postgres.recorders import WRITER
from domain.enterprise.kin.folding import FOLLOWS, LEAVING
from domain.events.batch import BatchLinesComputed
from domain.events.budget import BudgetLineNamed
from domain.events.claims import (
    AttachmentErased,
    ClaimApproved,
    ClaimAttached,
    ClaimReassessed,
    ClaimRejected,
    ClaimReopened,
    ClaimSubmitted,
    ClaimWithdrawn,
)
from domain.events.corrections import (
    ClaimPaymentCorrected,
    PaymentReinstated,
    RecoveryReversed,
    SetOffReinstated,
)
from domain.events.holds import EnterpriseHeld, EnterpriseReleased
from domain.events.log import Event
from domain.events.payment import (
    AllotmentLowered,
    ClaimPaid,
    ClaimRecovered,
    ClaimReleased,
    ClaimTakenIntoBatch,
    DebtSetOff,
    PaymentFailed,
    SetOffLifted,
    SetOffOrdered,
    SetOffReversed,
)
from domain.events.registration import AccountConfirmed, AccountNamed, AccountNamedByDocument
from domain.events.streams import BATCH, BUDGET, SUCCESSIONS_STREAM
from domain.events.succession import (
    DivisionEntered,
    EnterpriseDivided,
    EnterpriseSucceeded,
    EnterpriseSucceeds,
    EnterpriseTakesPart,
    SuccessionEntered,
)
from domain.payments.budget import ALL

_OF_PAYMENTS = (
    PaymentFailed, ClaimRecovered, SetOffOrdered, SetOffLifted, DebtSetOff, SetOffReversed,
    ClaimPaymentCorrected, SetOffReinstated, RecoveryReversed,
)  # fmt: skip
_ENVELOPE_END = ',"event":'  # no text holds it: a quote inside one is escaped
_END_AT = f"position('{_ENVELOPE_END}'::bytea IN state)"
# What a row's bytes hold, by their places: of texts, every character before has to be counted.
_HEAD = f"convert_from(substring(state FOR {_END_AT} - 1), 'UTF8')"
_EVENT_HELD = (
    f"CASE WHEN {_END_AT} > 0 THEN convert_from(substring(state FROM {_END_AT} + "
    f"{len(_ENVELOPE_END)} FOR greatest(length(state) - {_END_AT} - {len(_ENVELOPE_END)}, 0)), "
    "'UTF8') END"
)
_EVENT = "convert_from(earlier.state, 'UTF8')"
_EARLIER = f"""public.{EVENTS} earlier WHERE earlier.originator_id = opened.originator_id
    AND earlier.originator_version < opened.originator_version"""
_SAME_CLAIM = f"""strpos({_EVENT}, concat(
    '"event":{{"claim_no":', to_json(event::json->>'claim_no'),
    ',"batch":', coalesce(event::json->>'of_batch', event::json->>'batch'), ',')) > 0"""
_SAME_CLAIM_IN_BATCH = f"""strpos({_EVENT}, concat(
    '"event":{{"claim_no":', to_json(event::json->>'claim_no'), ',"batch":')) > 0"""
_NAMED = f"""earlier.topic IN ('{AccountNamed.TOPIC}', '{AccountNamedByDocument.TOPIC}')
    AND strpos({_EVENT}, concat(
        '"event":{{"account_id":', to_json(event::json->>'account_id'), ',')) > 0"""
_ZERO = f"""strpos({_EVENT}, '"allotted_fen":0') > 0"""
_ALLOTTED = f"""coalesce(sum(CASE
            WHEN earlier.topic = '{ClaimTakenIntoBatch.TOPIC}' AND NOT {_ZERO} THEN 1
            WHEN earlier.topic = '{AllotmentLowered.TOPIC}' AND {_ZERO}
            OR earlier.topic = '{ClaimReleased.TOPIC}' AND NOT {_ZERO}
            OR earlier.topic = '{ClaimPaid.TOPIC}' THEN -1
        END), 0)"""
_FAILED = f"""coalesce(sum(CASE
            WHEN earlier.topic LIKE '{PaymentFailed.TOPIC.partition(".")[0]}%' THEN 1
            WHEN earlier.topic = '{PaymentReinstated.TOPIC}' THEN -1
        END), 0)"""


def follows_nothing() -> str:
    """Return whether a row speaks of a line, an allotment or a payment that its stream has not.

    Or files a claim under a code that another carries on, or enters a succession of which either
    enterprise has no event: who looks for a claim goes by that list. Or ends a hold or confirms an
    account that was not recorded, or confirms what the same person or login named.
    """
    return f"""CASE
    WHEN originator_id LIKE '{BUDGET}%' AND topic <> '{BudgetLineNamed.TOPIC}' THEN EXISTS (
        SELECT value FROM json_each_text(event::json)
        WHERE key IN ('line', 'from_line', 'to_line') AND value IS NOT NULL
        UNION SELECT moved->>'line' FROM {_listed("event::json", "amounts", "moved")}
        EXCEPT SELECT '{ALL}' EXCEPT SELECT {_EVENT}::json->'event'->>'line' FROM {_EARLIER}
        AND earlier.topic = '{BudgetLineNamed.TOPIC}')
    WHEN originator_id LIKE '{BATCH}%' AND topic <> '{BatchLinesComputed.TOPIC}' THEN EXISTS (
        SELECT event::json->>'claim_no' WHERE event::json->>'claim_no' IS NOT NULL
        UNION SELECT paid->>'claim_no' FROM {_listed("event::json", "lines", "paid")}
        EXCEPT SELECT computed->>'claim_no' FROM (
            SELECT {_EVENT}::json->'event' AS before FROM {_EARLIER}
            AND earlier.topic = '{BatchLinesComputed.TOPIC}'
        ), {_listed("before", "lines", "computed")})
    WHEN topic = '{ClaimSubmitted.TOPIC}' THEN EXISTS (
        SELECT FROM public.{EVENTS} entered WHERE entered.originator_id = '{SUCCESSIONS_STREAM}'
        AND strpos(convert_from(entered.state, 'UTF8'), concat(
            '"predecessor":"', opened.originator_id, '"')) > 0)
    WHEN topic = '{SuccessionEntered.TOPIC}' THEN NOT ({_has_end(EnterpriseSucceeded)}
        AND {_has_end(EnterpriseSucceeds)})
    WHEN topic = '{EnterpriseSucceeds.TOPIC}' THEN NOT {_has_end(EnterpriseSucceeded)}
    WHEN topic = '{DivisionEntered.TOPIC}' THEN NOT {_is_divided()} OR EXISTS (
        SELECT FROM {_listed("event::json", "parts", "part")}
        WHERE NOT {_takes_part("part->>'uscc'")})
    WHEN topic = '{EnterpriseTakesPart.TOPIC}' THEN NOT {_is_divided()}
    WHEN topic = '{EnterpriseReleased.TOPIC}' THEN NOT EXISTS (
        SELECT FROM public.{EVENTS} earlier WHERE earlier.topic = '{EnterpriseHeld.TOPIC}'
        AND earlier.notification_id < opened.notification_id
        AND strpos({_EVENT}, concat('"event":{{"document":', to_json(event::json->>'of'), ',')) > 0
        AND (earlier.originator_id = opened.originator_id OR EXISTS (
            SELECT FROM public.{EVENTS} kin WHERE kin.originator_id = opened.originator_id
            AND kin.topic IN ('{EnterpriseSucceeds.TOPIC}', '{EnterpriseTakesPart.TOPIC}'))))
    WHEN topic = '{AccountConfirmed.TOPIC}' THEN NOT EXISTS (
        SELECT FROM {_EARLIER} AND {_NAMED}
    ) OR EXISTS (
        SELECT FROM {_EARLIER} AND {_NAMED} AND (
            strpos({_EVENT}, concat('"by":', to_json(head->>'by'), ',"login":')) > 0
            OR NOT pg_has_role(session_user, '{WRITER}', 'MEMBER')
            AND strpos({_EVENT}, concat('"login":', to_json(login), ',"event":')) > 0))
    WHEN topic = '{AttachmentErased.TOPIC}' THEN NOT EXISTS (
        SELECT FROM {_EARLIER} AND earlier.topic = '{ClaimAttached.TOPIC}'
        AND strpos({_EVENT}, concat(
            '"event":{{"claim_no":', to_json(event::json->>'claim_no'),
            ',"sha256":', to_json(event::json->>'sha256'), ',')) > 0)
    WHEN topic = '{ClaimWithdrawn.TOPIC}' THEN (
        SELECT {_ALLOTTED} > 0 OR {_paid()} > 0 FROM {_EARLIER} AND {_SAME_CLAIM_IN_BATCH})
    WHEN topic = '{AllotmentLowered.TOPIC}' THEN (
        SELECT {_ALLOTTED} < 1 FROM {_EARLIER} AND {_SAME_CLAIM})
    WHEN topic = '{PaymentReinstated.TOPIC}' THEN (
        SELECT {_FAILED} < 1 FROM {_EARLIER} AND {_SAME_CLAIM})
    WHEN topic IN ({_topics(_OF_PAYMENTS)}) THEN (
        SELECT {_paid()} < 1 FROM {_EARLIER} AND {_SAME_CLAIM})
END"""


def _is_divided() -> str:
    """Whether the stream of the code that a row calls the predecessor says that it was split."""
    return f"""EXISTS (
        SELECT FROM public.{EVENTS} ended
        WHERE ended.originator_id = event::json->>'predecessor'
        AND ended.topic = '{EnterpriseDivided.TOPIC}')"""


def _takes_part(code: str) -> str:
    """Whether the stream of a code says that it is a part of the one that a row calls so."""
    return f"""EXISTS (
        SELECT FROM public.{EVENTS} taken WHERE taken.originator_id = {code}
        AND taken.topic = '{EnterpriseTakesPart.TOPIC}'
        AND strpos(convert_from(taken.state, 'UTF8'), concat(
            '"predecessor":', to_json(event::json->>'predecessor'), ',')) > 0)"""


def _has_end(of: type[Event]) -> str:
    """Whether the stream of one end of a succession names the other end."""
    mine, other = ("predecessor", "successor")
    if of is EnterpriseSucceeds:
        mine, other = other, mine
    codes = {
        name: f"coalesce(event::json->>'{name}', opened.originator_id)" for name in (mine, other)
    }
    return f"""EXISTS (
        SELECT FROM public.{EVENTS} ended WHERE ended.originator_id = {codes[mine]}
        AND ended.topic = '{of.TOPIC}' AND strpos(convert_from(ended.state, 'UTF8'), concat(
            '"{other}":"', {codes[other]}, '"')) > 0)"""


def _paid() -> str:
    """How many payments of a claim stand by the rows looked at."""
    return f"""coalesce(sum(CASE
            WHEN earlier.topic IN ({_topics([ClaimPaid, PaymentReinstated])}) THEN 1
            WHEN earlier.topic IN ({_topics([PaymentFailed])}) THEN -1
        END), 0)"""


def last_changes(rows: str) -> str:
    """The query for what each claim of some rows stands as: its number and the topic."""
    return f"""
    SELECT DISTINCT ON (claim_no) claim_no, stands AS topic FROM ({_changes(rows)})
    WHERE stands IS NOT NULL ORDER BY claim_no, notification_id DESC"""


def out_of_order(rows: str, numbers: str) -> str:
    """The statement that finds the first row that its claim, as it then stands, does not allow."""
    allowed = " ".join(
        f"WHEN '{after.TOPIC}' THEN latest IN ({_topics(before)})"
        for after, before in FOLLOWS.items()
        if before
    )
    return f"""
    SELECT notification_id INTO refused FROM (
        SELECT notification_id, topic, coalesce(stood[array_upper(stood, 1)], known) AS latest
        FROM (
            SELECT notification_id, changes.topic, known.topic AS known,
                array_agg(stands) FILTER (WHERE stands IS NOT NULL) OVER (
                    PARTITION BY claim_no ORDER BY notification_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stood
            FROM ({_changes(rows)}) AS changes JOIN {numbers} AS known USING (claim_no)
        )
    ) WHERE NOT CASE topic {allowed} ELSE true END ORDER BY notification_id LIMIT 1"""


def _changes(rows: str) -> str:
    """The query for what changed claims, and what each row leaves its claim standing as.

    A claim that is reopened stands as decided where it ever was; else as submitted.
    """
    return f"""
        SELECT notification_id, topic, claim_no, CASE
            WHEN topic IN ({_topics(LEAVING)}) THEN NULL
            WHEN topic <> '{ClaimReopened.TOPIC}' THEN topic
            WHEN EXISTS (
                SELECT FROM public.{EVENTS} earlier
                WHERE earlier.originator_id = opened.originator_id
                AND earlier.originator_version < opened.originator_version
                AND earlier.topic IN ({_topics((ClaimApproved, ClaimRejected))})
                AND strpos({_EVENT}, concat('"event":{{"claim_no":', to_json(claim_no), ',')) > 0)
            THEN '{ClaimReassessed.TOPIC}' ELSE '{ClaimSubmitted.TOPIC}'
        END AS stands
        FROM ({with_claim_no(rows, f"topic IN ({_topics(FOLLOWS)})")}) AS opened"""


def with_claim_no(rows: str, which: str) -> str:
    """The query for those of some rows whose events name a claim, each with its event as text.

    OFFSET 0 keeps the server from working the event out again wherever it is asked for.
    """
    return f"""
        SELECT notification_id, originator_id, originator_version, topic, event, claim_no FROM (
            SELECT *, CASE WHEN event IS JSON OBJECT THEN event::json->>'claim_no' END AS claim_no
            FROM (
                SELECT *, {_EVENT_HELD} AS event FROM {rows} WHERE {which} OFFSET 0
            ) AS read OFFSET 0
        ) AS named WHERE claim_no IS NOT NULL"""


def opened(rows: str) -> str:
    """The query for rows with what their bytes hold, each part worked out once, as above."""
    return f"""
        SELECT *, recorded::timestamptz AS moment, said->>'claim_no' AS of_claim FROM (
            SELECT *, head->>'recorded_at' AS recorded, head->>'by' AS recorder,
            head->>'login' AS login,
            CASE WHEN event IS JSON OBJECT WITH UNIQUE KEYS THEN event::json END AS said
            FROM (
                SELECT notification_id, originator_id, originator_version, topic, event, spelled,
                (spelled || '}}')::json AS head FROM (
                    SELECT *, {_EVENT_HELD} AS event, {_HEAD} AS spelled FROM {rows}
                    WHERE {_EVENT_HELD} IS NOT NULL OFFSET 0
                ) AS cut OFFSET 0
            ) AS read OFFSET 0
        ) AS parsed"""


def _topics(events: Iterable[type[Event]]) -> str:
    """The topics of events, with those that they had in former shapes."""
    topics = {event.TOPIC for event in events}
    former = {topic for topic in UPCASTS if word(topic) in map(word, topics)}
    return ", ".join(f"'{topic}'" for topic in sorted(topics | former))


def _listed(event: str, key: str, name: str) -> str:
    """The elements of a list that an event may have."""
    elements = f"CASE json_typeof({event}->'{key}') WHEN 'array' THEN {event}->'{key}' END"
    return f"json_array_elements({elements}) AS {name}"
