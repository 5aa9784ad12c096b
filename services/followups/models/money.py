"""Amounts of money and their currencies (ISO 4217)."""

from decimal import Decimal

import sqlalchemy as sa

# Money in use; precious metals, test codes and units of account are none.
_IN_USE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_IN_USE.split())
# What is paid with in the countries (ISO 3166) where our users are; elsewhere a sale names its currency.
_OF_REGION = {
    "AR": "ARS", "BO": "BOB", "BR": "BRL", "BZ": "BZD", "CA": "CAD", "CL": "CLP", "CO": "COP", "CR": "CRC",
    "CU": "CUP", "DO": "DOP", "EC": "USD", "ES": "EUR", "GQ": "XAF", "GT": "GTQ", "HN": "HNL", "MX": "MXN",
    "NI": "NIO", "PA": "PAB", "PE": "PEN", "PR": "USD", "PT": "EUR", "PY": "PYG", "SV": "USD", "US": "USD",
    "UY": "UYU", "VE": "VES",
}  # fmt: skip


class Money(sa.types.TypeDecorator[Decimal]):
    """An amount with two decimals; kept in hundredths, since SQLite knows no decimal numbers."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def currency_of(region: str) -> str | None:
    """What a country pays with; None where a sale has to say it."""
    return _OF_REGION.get(region)
