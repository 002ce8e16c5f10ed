#!/usr/bin/env python3
"""How long the second implementation takes for the twelve ledgers of benches/support/options.rs."""
import sys
import timeit
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tests" / "costs"))
import oracle  # noqa: E402
from common import tell  # noqa: E402


def limit(individual):
    return {"structure": "embedded", "individual_cents": individual, "family_cents": 2 * individual,
            "met_individual_cents": 0, "met_family_cents": 0}


PLAN = {
    "kind": "commercial", "plan_year_reset_month": 1, "deductible": limit(150_000),
    "cost_share": {"type": "coinsurance", "rate_bp": 2000, "min_cents": 5000, "max_cents": 25_000, "per_days": 30},
    "oop_max": limit(400_000), "assistance": "accumulator",
}
CARD = {"annual_max_cents": 600_000, "min_patient_pay_cents": 500, "reset_month": 1}
START = date(2026, 3, 2)


def case(option):
    fills = [{"date": str(START + timedelta(days=30 * at)), "days_supply": 30, "price_cents": 60_000 * option + 7}
             for at in range(13)]
    return {"plan": PLAN, "card": CARD, "fills": fills}


CASES = [case(option) for option in range(1, 13)]
runs = timeit.repeat(lambda: [oracle.run(one) for one in CASES], number=50, repeat=7)
tell(peer="the second implementation, in Python", us=sorted(runs)[3] / 50 * 1e6)
