"""The currencies that a policy may be in: those of ISO 4217 that people pay in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.policy.compiling.faults import PolicyError

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - codes in a row are read at a glance
)
_OTHERWISE = {  # what people write for a code
    "RMB": "CNY",
    "CNH": "CNY",
    "YUAN": "CNY",
    "NTD": "TWD",
    "NT$": "TWD",
    "EURO": "EUR",
    "YEN": "JPY",
    "WON": "KRW",
}


def check_currencies(document: Mapping[str, Any]) -> None:
    """Raises PolicyError `not-a-currency` for the first code that is not of ISO 4217."""
    for where, code in _every(document):
        if code not in CURRENCIES:
            meant = _OTHERWISE.get(code.upper(), code.upper())
            more = {"nearest": meant} if meant in CURRENCIES else {}
            raise PolicyError(where, "not-a-currency", code, **more)


def _every(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "currency", document["currency"]
    for section in ("kinds", "records"):
        for name, entry in document[section].items():
            for fact, lines in entry.get("facts", {}).items():
                if "currency" in lines:
                    yield f"{section}.{name}.facts.{fact}.currency", lines["currency"]
