"""Currencies by ISO 4217 code, and the words that mean them."""

from __future__ import annotations

from adapters.wording.translation import language

CNY, USD = "CNY", "USD"
_CURRENCIES = {
    CNY: "元 圆 ¥ 人民币 rmb cny cn¥ yuan",
    USD: "美元 美金 $ us$ usd dollars dollar us",
    "EUR": "欧元 € eur",
    "GBP": "英镑 £ gbp",
    "JPY": "日元 日圆 円 jp¥ jpy",
    "HKD": "港元 港币 hk$ hkd",
    "TWD": "新台币 台币 nt$ twd",
    "KRW": "韩元 韩币 ₩ krw",
    "AUD": "澳元 a$ au$ aud",
    "CAD": "加元 c$ ca$ cad",
    "SGD": "新加坡元 新元 s$ sg$ sgd",
    "CHF": "瑞士法郎 瑞郎 chf",
    "RUB": "卢布 ₽ rub",
    "INR": "卢比 ₹ inr",
    "THB": "泰铢 ฿ thb",
    "VND": "越南盾 ₫ vnd",
    "AED": "迪拉姆 aed",
}
_ENGLISH = {
    CNY: "yuan",
    USD: "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "JPY": "yen",
    "HKD": "Hong Kong dollars",
    "TWD": "New Taiwan dollars",
    "KRW": "won",
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
    "SGD": "Singapore dollars",
    "CHF": "Swiss francs",
}
NAMED = {word: code for code, words in _CURRENCIES.items() for word in words.split()}


def name_of(currency: str) -> str:
    """Return what a unit of a currency is called above a table: 元, 欧元; its code otherwise."""
    return _CURRENCIES.get(currency, currency).partition(" ")[0]


def currency_called(currency: str) -> str:
    """Return what a sentence in the current language calls a currency: yuan, euros; 元, 欧元."""
    return name_of(currency) if language() == "zh" else _ENGLISH.get(currency, currency)
