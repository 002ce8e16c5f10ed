#!/usr/bin/env python3
"""An independent implementation of the ledger and of the payment plan, to test the program against.

It was written apart from the program, from the same description, and shares nothing with it: where both say
the same over thousands of random cases, a slip in one of them would have to be in the other, too. Whole cents
and fractions only. It does not know `adjustment_program_max_cents`, and takes its input for well-formed.

Reads a JSON line for each case and writes a JSON line for each answer, in the form of `countercheck costs`.
Python 3.9 or newer, standard library only.
"""
import json
import sys
from datetime import date
from fractions import Fraction

GOVERNMENT = {"part_d", "medicaid", "tricare", "va", "chip", "ihs"}
# The plan of federal employees is none of these: 42 USC 1320a-7b(f) leaves it out of the federal health
# care programs; terms of a card may refuse it all the same.


def round_half_up(x: Fraction) -> int:
    """Nearest cent; exactly half a cent goes up (against the patient: the cautious side)."""
    assert x >= 0
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def rate_of(amount: int, bp: int) -> int:
    return round_half_up(Fraction(amount * bp, 10000))


def period(d: date, reset_month: int) -> int:
    """The plan (or card) year that a date belongs to; changes on the 1st of reset_month."""
    return d.year if d.month >= reset_month else d.year - 1


def accumulator_start(spec):
    if spec is None:
        return None
    return {"ind": spec.get("met_individual_cents", 0), "fam": spec.get("met_family_cents", 0)}


def remaining(spec, met):
    """None spec -> None (no such limit). structure: individual | embedded | aggregate."""
    if spec is None:
        return None
    s = spec["structure"]
    ind = max(0, (spec.get("individual_cents") or 0) - met["ind"])
    fam = max(0, (spec.get("family_cents") or 0) - met["fam"])
    if s == "individual":
        return ind
    if s == "embedded":
        return min(ind, fam)
    if s == "aggregate":
        return fam
    raise ValueError(s)


def cost_share(rule, rest, days):
    """What the member owes on the part of the price that is past the deductible."""
    if rest == 0:
        return 0
    units = 1
    if rule.get("per_days"):
        units = -(-days // rule["per_days"])
    if rule["type"] == "copay":
        owed = rule["amount_cents"] * units
    else:
        owed = rate_of(rest, rule["rate_bp"])
        if rule.get("min_cents") is not None:
            owed = max(owed, rule["min_cents"] * units)
        if rule.get("max_cents") is not None:
            owed = min(owed, rule["max_cents"] * units)
    return min(owed, rest)


def card_pays(card, obligation, st, min_pay, line):
    if card is None or obligation == 0:
        return 0
    if card.get("max_fills_per_year") is not None and st["card_fills"][line] >= card["max_fills_per_year"]:
        return 0
    want = obligation - min(min_pay, obligation)
    pay = want
    if card.get("per_fill_max_cents") is not None:
        pay = min(pay, card["per_fill_max_cents"])
    if card.get("annual_max_cents") is not None:
        pay = min(pay, max(0, card["annual_max_cents"] - st["card_used"][line]))
    return pay


def zero_row(f, route):
    return dict(date=f["date"], line=f.get("line", ""), route=route, price=0, deductible=0, cost_share=0, obligation=0,
                plan=0, card=0, grant=0, subsidy=0, patient=0)


def run(case):
    plan, card, grant = case["plan"], case.get("card"), case.get("grant")
    kind = plan["kind"]
    st = {"ded": accumulator_start(plan.get("deductible")), "oop": accumulator_start(plan.get("oop_max")),
          "card_used": {}, "card_fills": {},     # per line; "" is the only line of a one-drug case
          "grant": (grant or {}).get("balance_cents", 0), "bridge": (case.get("bridge") or {}).get("fills", 0)}
    lines = case.get("lines", {})
    card0 = card
    prev_p, prev_c = None, {}
    rows = []
    # other claims of the plan year (visits, laboratory): credit only, before fills of the same day
    todo = sorted([(c["date"], 0, i, c) for i, c in enumerate(case.get("credits", []))] +
                  [(f["date"], 1, i, f) for i, f in enumerate(case["fills"])], key=lambda x: x[:3])
    for day, is_fill, _, f in todo:
        d = date.fromisoformat(day)
        line = f.get("line", "")
        lc = lines.get(line, {})
        card = lc["card"] if "card" in lc else card0
        card_ok = card is not None and kind not in GOVERNMENT and kind != "none"
        # 0. period resets come before anything else on the fill's date
        p = period(d, plan.get("plan_year_reset_month", 1))
        if prev_p is not None and p != prev_p:
            for k in ("ded", "oop"):
                if st[k] is not None:
                    st[k] = {"ind": 0, "fam": 0}
        prev_p = p
        if not is_fill:
            for k, key, spec in (("ded", "deductible_cents", plan.get("deductible")), ("oop", "oop_cents", plan.get("oop_max"))):
                if spec is not None:
                    x = min(f.get(key, 0), remaining(spec, st[k]))
                    st[k] = {"ind": st[k]["ind"] + x, "fam": st[k]["fam"] + x}
            continue
        if card:
            st["card_used"].setdefault(line, card.get("annual_used_cents", 0)); st["card_fills"].setdefault(line, 0)
            c = period(d, card.get("reset_month", 1))
            if line in prev_c and c != prev_c[line]:
                st["card_used"][line] = 0; st["card_fills"][line] = 0
            prev_c[line] = c
        # 1. free drug from the patient assistance program
        pap = case.get("pap")
        if pap and date.fromisoformat(pap["from"]) <= d <= date.fromisoformat(pap["to"]):
            rows.append(zero_row(f, "pap_free")); continue
        covered = case.get("covered", True) and kind != "none"
        cs_from = case.get("coverage_from")
        if covered and cs_from and d < date.fromisoformat(cs_from):
            covered = False
        # 2. manufacturer bridge / free starter supply
        b = case.get("bridge")
        if b and st["bridge"] > 0 and (b["scope"] == "first_fills" or not covered):
            st["bridge"] -= 1
            rows.append(zero_row(f, "bridge_free")); continue
        if not covered:
            rows.append(noncovered(case, f, st, card if card_ok else None, line)); continue
        row, after = covered_fill(plan, f, st, card if card_ok else None, lc, line)
        # 3. discount-card price instead of insurance, only when strictly lower for the patient
        disc = f.get("discount_price_cents")
        if disc is not None and case.get("use_discount_when_lower") and disc < row["patient"]:
            row = zero_row(f, "discount_card"); row.update(price=disc, obligation=disc, patient=disc)
            rows.append(row); continue
        st.update(after); rows.append(row)
    return finish(case, rows, st)


def covered_fill(plan, f, st, card, lc, line):
    P = f["price_cents"]; days = f.get("days_supply", 30)
    ded, oop = plan.get("deductible"), plan.get("oop_max")
    after = {}
    if plan.get("assistance") == "maximizer":
        # drug treated as a non-essential benefit: no deductible, no OOP max, nothing is credited
        obligation = min(P, plan["maximizer_cost_share_cents"]); d_part = 0; cs = obligation
    else:
        d_part = 0
        if ded is not None and lc.get("applies_to_drug", ded.get("applies_to_drug", True)):
            d_part = min(P, remaining(ded, st["ded"]))
        cs = cost_share(lc.get("cost_share", plan["cost_share"]), P - d_part, days)
        obligation = d_part + cs
        room = remaining(oop, st["oop"]) if oop is not None else None
        if room is not None and obligation > room:
            obligation = room
            d_part = min(d_part, obligation)      # deductible money comes first
            cs = obligation - d_part
    plan_pays = P - obligation
    # LIS (Extra Help): the subsidy pays the difference down to the LIS copay; counts to TrOOP
    subsidy = 0
    if plan.get("lis_copay_cents") is not None:
        subsidy = obligation - min(obligation, plan["lis_copay_cents"])
    left = obligation - subsidy
    card_amt = card_pays(card, left, st, (card or {}).get("min_patient_pay_cents", 0), line)
    left -= card_amt
    grant_amt = min(left, st["grant"])
    patient = left - grant_amt
    # credits
    treat = plan.get("assistance", "counts")
    if treat == "counts":
        credit = obligation
    elif treat == "accumulator":
        credit = obligation - card_amt
    else:
        credit = 0
    ded_credit = min(d_part, credit)              # credit goes to the deductible first
    if st["ded"] is not None:
        after["ded"] = {"ind": st["ded"]["ind"] + ded_credit, "fam": st["ded"]["fam"] + ded_credit}
    if st["oop"] is not None:
        after["oop"] = {"ind": st["oop"]["ind"] + credit, "fam": st["oop"]["fam"] + credit}
    if card_amt > 0:
        after["card_used"] = {**st["card_used"], line: st["card_used"][line] + card_amt}
        after["card_fills"] = {**st["card_fills"], line: st["card_fills"][line] + 1}
    after["grant"] = st["grant"] - grant_amt
    row = dict(date=f["date"], line=line, route="insurance", price=P, deductible=d_part, cost_share=cs,
               obligation=obligation, plan=plan_pays, card=card_amt, grant=grant_amt,
               subsidy=subsidy, patient=patient)
    return row, after


def noncovered(case, f, st, card, line):
    route = case.get("noncovered_route", "cash")
    cash = f.get("cash_price_cents", f["price_cents"])
    if route == "discount":
        cash = f["discount_price_cents"]
    row = zero_row(f, "noncovered_" + route)
    pay = 0
    if route == "card" and card and card.get("covers_noncovered"):
        pay = card_pays(card, cash, st, card.get("noncovered_min_patient_pay_cents", 0), line)
        st["card_used"][line] += pay; st["card_fills"][line] += 1 if pay else 0
    row.update(price=cash, obligation=cash, card=pay, patient=cash - pay)
    return row                                     # nothing is credited to deductible or OOP max


def finish(case, rows, st):
    tot = {k: sum(r[k] for r in rows) for k in ("price", "plan", "card", "grant", "subsidy", "patient")}
    months = {}
    for r in rows:
        months[r["date"][:7]] = months.get(r["date"][:7], 0) + r["patient"]
    return {"fills": rows, "patient_by_month": months, "totals": tot,
            "end_state": {"deductible_met": st["ded"], "oop_met": st["oop"], "card_used_by_line": st["card_used"],
                          "grant_left": st["grant"]}}


def m3p(oop_by_month, threshold, election_month=1, incurred_before=0):
    """oop_by_month: 12 ints (Jan..Dec), the OOP at the counter from the election month on (earlier
    months are paid at the counter and belong in incurred_before). Returns 12 bills."""
    bills, owed = [0] * 12, 0
    for m in range(election_month, 13):
        left = 13 - m
        new = oop_by_month[m - 1]
        if m == election_month:
            cap = round_half_up(Fraction(max(0, threshold - incurred_before), left))
            bill = min(cap, new)
            owed = new - bill
        else:
            owed += new
            bill = min(owed, round_half_up(Fraction(owed, left)))
            owed -= bill
        bills[m - 1] = bill
    assert owed == 0
    return bills


def answer(case):
    if "oop_by_month" in case:
        return {"bills": m3p(case["oop_by_month"], case["threshold_cents"], case["election_month"],
                             case["incurred_before_cents"])}
    result = run(case)
    result["patient_cents_by_month"] = result.pop("patient_by_month")
    result["totals_cents"] = result.pop("totals")
    return result


if __name__ == "__main__":
    for text in sys.stdin:
        print(json.dumps(answer(json.loads(text))))
