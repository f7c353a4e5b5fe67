"""The rules of the office (办理规则): how long a notice is, time limits, which days are worked."""
