"""The second implementation of the ledger, under the names its tests use."""

from tests.oracle.model.oracle_claims import Line
from tests.oracle.model.oracle_ledger import OracleLedger as Oracle
from tests.oracle.model.oracle_policy import READINGS

__all__ = ["READINGS", "Line", "Oracle"]
