#!/usr/bin/env python3
"""Counts a report again, from the log alone, as its rules are written (contract 6), in nobody's code but this file's.

    recount.py FOLDER

FOLDER holds facts.jsonl (the log), places.json, seen.json (what the stand-ins say was sent and asked) and reports/*.json.
Prints every cell that differs; exit code 1 when one does.
"""
import json
import pathlib
import statistics
import sys
from collections import Counter, defaultdict

folder = pathlib.Path(sys.argv[1])
facts = sorted((json.loads(line) for line in open(folder / "facts.jsonl")), key=lambda f: (f["at"], f["seq"]))
places = {p["code"]: p for p in json.load(open(folder / "places.json"))}
seen = json.load(open(folder / "seen.json"))
HOUR = 3_600_000
wrong, cells = [], 0


def check(where, what, counted, written):
    global cells
    cells += 1
    if counted != written:
        wrong.append(f"{where}: {what} is {written}, counted again it is {counted}")


def valid(place, day):
    return (place["from"] or "") <= day and (place["until"] is None or place["until"] >= day)


def now(code, day):
    """What a place is on a day: itself, or its one successor, or that one's."""
    place = places.get(code)
    while place and place["until"] is not None and place["until"] < day:
        if len(place["successors"]) != 1:
            return None
        place = places.get(place["successors"][0])
    return place


def upward(code, day):
    """A place and everything that it counts in, with what it was before it ended first."""
    found = [code]
    place = now(code, day) or places.get(code)
    while place:
        if place["code"] not in found:
            found.append(place["code"])
        above = place["parent"]
        place = (now(above, day) or places.get(above)) if above else None
    return found


def count(report):
    own, first, end = report["place"]["code"], report["period"]["from"], report["period"]["to"]
    complete = report["period"]["complete"]
    moments = report["moments"]
    log = [f for f in facts if f["at"] < moments["to"]]
    inside = [f for f in log if f["at"] >= moments["from"]]
    day = moments["last_day"]
    village = places[own]["kind"] == "village"

    def counts_in(code):
        chain = upward(code, day) if code in places else [own]
        return chain[: chain.index(own) + 1] if own in chain else []

    where = f"{own} {end}"
    # Questions: each code by itself.
    asked_at, opened, due, noticed, total, waits = {}, {}, {}, set(), Counter(), []
    topics, by_platform = defaultdict(Counter), Counter()

    def open_now():
        return [c for c in opened if own in counts_in(asked_at[c])]

    for fact in log:
        if fact["at"] >= moments["from"] and "before" not in total:
            total["before"] = len(open_now())
        kind, code, f = fact["fact"]["kind"], fact["ref"], fact["fact"]
        here = fact["at"] >= moments["from"]
        if kind == "asked" and code not in opened:
            asked_at[code], opened[code], due[code] = fact["place"], fact["at"], f.get("due")
        elif kind in ("answered", "self_served", "withdrawn", "set_aside") and code in opened:
            del opened[code]
            noticed.discard(code)
        elif kind == "reopened" and code in asked_at and code not in opened:
            opened[code], due[code] = fact["at"], f.get("due")
        elif kind == "overdue" and code in opened:
            noticed.add(code)
            continue
        elif kind in ("answer_written", "not_delivered", "cleared", "settled") and code in asked_at:
            pass
        else:
            continue
        if here and own in counts_in(asked_at[code]):
            total[kind] += 1
            if kind == "asked" and f["relayed"]:
                total["relayed"] += 1
            if kind in ("asked", "answered", "self_served"):
                topics[f["topic"]]["asked" if kind == "asked" else "answered"] += 1
            if kind == "asked":
                by_platform[f["platform"]] += 1
            if kind == "cleared":
                total["clear" if f["clear"] else "not_clear"] += 1
            if kind == "settled":
                total["yes" if f["yes"] else "not_yet"] += 1
            if kind == "answered":
                waits.append(f["waited"])
    if "before" not in total:
        total["before"] = len(open_now())
    as_of = moments["to"] if complete else (inside[-1]["at"] if inside else moments["from"])
    as_of_day = moments["end_day"] if complete else moments["last_fact_day"]
    q = report["questions"]
    still = open_now()
    total["complaints"] = sum(1 for f in inside if f["fact"]["kind"] == "complaint_referred" and own in counts_in(f["place"]))
    total["published"] = sum(1 for f in inside if f["fact"]["kind"] == "answer_shared" and own in counts_in(f["place"]))
    late = [c for c in still if c in noticed or (due[c] and due[c] < as_of_day)]
    figures = {
        "open_before": total["before"], "received": total["asked"], "relayed": total["relayed"],
        "reopened": total["reopened"], "answered": total["answered"] + total["self_served"], "withdrawn": total["withdrawn"],
        "set_aside": total["set_aside"], "open_after": len(still), "answers_written": total["answer_written"],
        "self_served": total["self_served"],
        "not_delivered": total["not_delivered"], "overdue": len(late), "complaints_referred": total["complaints"],
        "published": total["published"],
    }
    for name, counted in figures.items():
        check(where, name, None if village else counted, q[name])
    for name in ("clear", "not_clear"):
        check(where, name, None if village else total[name], q["cleared"][name])
    for name in ("yes", "not_yet"):
        check(where, name, None if village else total[name], q["settled"][name])
    if not village:
        tenths = lambda ms: (max(ms, 0) + 180_000) // 360_000 / 10
        middle = int(statistics.median(waits)) if waits else None
        check(where, "median_hours", None if middle is None else tenths(middle), q["median_hours"])
        oldest = min((opened[c] for c in still), default=None)
        check(where, "oldest", None if oldest is None else tenths(as_of - oldest), q["oldest_open_hours"])

    # What is shown of small counts must be right; what is hidden is none.
    for row in q["by_topic"]:
        for name, kind in (("received", "asked"), ("answered", "answered")):
            if row[name] is not None:
                check(where, f"{row['topic']} {name}", topics[row["topic"]][kind], row[name])
    for place in report["places"]:
        asked = sum(1 for f in inside if f["fact"]["kind"] == "asked" and place["code"] in counts_in(f["place"]))
        shown = (place["questions"] or {}).get("received")
        if shown is not None:
            check(where, f"{place['code']} received", asked, shown)

    # Deliveries: each by itself; those of which nothing is known wait.
    plans, lives = [], {}
    for fact in log:
        if fact["fact"]["kind"] == "planned":
            plans.append({"fact": fact, "left": fact["fact"]["groups"], "here": fact["at"] >= moments["from"]})
    for fact in log:
        f = fact["fact"]
        if f["kind"] != "delivered":
            continue
        key = (f["publication"], fact["ref"])
        if key not in lives:
            fits = [p for p in plans if p["fact"]["fact"]["publication"] == f["publication"] and p["left"] > 0]
            fits.sort(key=lambda p: (p["fact"]["place"] != fact["place"] or p["fact"]["fact"]["platform"] != f["platform"]))
            if not fits:
                continue
            fits[0]["left"] -= 1
            lives[key] = {"plan": fits[0], "before": "waiting", "now": "waiting", "again": False}
        life = lives[key]
        life["now"] = f["to"]
        if fact["at"] < moments["from"]:
            life["before"] = f["to"]
        elif f["to"] == "waiting" and life["before"] != "waiting":
            life["again"] = True
    sums, by_item = defaultdict(Counter), defaultdict(Counter)
    on, of_publication = defaultdict(Counter), defaultdict(Counter)

    def add(plan, figure, n=1):
        for code in counts_in(plan["fact"]["place"]):
            sums[code][figure] += n
        if counts_in(plan["fact"]["place"]):
            by_item[plan["fact"]["item"]][figure] += n
            platform = plan["fact"]["fact"]["platform"]
            on[platform][figure] += n
            if figure in ("planned", "carried_in"):
                of_publication[platform][plan["fact"]["fact"]["publication"]] += n

    for life in lives.values():
        plan = life["plan"]
        if plan["here"] or life["again"]:
            add(plan, "planned")
        elif life["before"] == "waiting":
            add(plan, "carried_in")
        else:
            continue
        add(plan, life["now"])
    for plan in plans:
        add(plan, "planned" if plan["here"] else "carried_in", plan["left"])
        add(plan, "waiting", plan["left"])
    names = ("planned", "carried_in", "waiting", "sent", "failed", "unknown", "cancelled")
    for name in names:
        check(where, f"delivery.{name}", sums[own][name], report["delivery"][name])
        for place in report["places"]:
            check(where, f"{place['code']} delivery.{name}", sums[place["code"]][name], place["delivery"][name])
    for item in report["items"]:
        counted = by_item[item["item"]]
        check(where, f"{item['item']} groups", counted["planned"] + counted["carried_in"], item["groups"])
        for name in ("sent", "failed", "unknown"):
            check(where, f"{item['item']} {name}", counted[name], item[name])
        told = sum(p["fact"]["fact"]["fallback"] for p in plans if p["here"] and p["fact"]["item"] == item["item"] and counts_in(p["fact"]["place"]))
        check(where, f"{item['item']} fallback", None if village else told, item["fallback_language"])
        if not village:
            private = Counter()
            for fact in log:
                f = fact["fact"]
                if fact["item"] != item["item"] or not counts_in(fact["place"]):
                    continue
                if f["kind"] == "planned_in_private":
                    private["all"] += f["people"]
                elif f["kind"] == "delivered_in_private":
                    private["over" if fact["at"] < moments["from"] else f["to"]] += 1
                    if f["from"] != "waiting":
                        private["over" if fact["at"] < moments["from"] else f["from"]] -= 1
            for name in ("sent", "failed", "unknown"):
                check(where, f"{item['item']} private {name}", max(private[name], 0), item["private"][name])
    for row in report["interaction"]["by_platform"]:
        platform = row["platform"]
        check(where, f"{platform} planned", on[platform]["planned"] + on[platform]["carried_in"], row["planned"])
        check(where, f"{platform} sent", on[platform]["sent"], row["sent"])
        check(where, f"{platform} groups", max(of_publication[platform].values(), default=0), row["groups"])
        if row["questions"] is not None:
            check(where, f"{platform} questions", by_platform[platform], row["questions"])

    # What people reported, with its corrections.
    lines = {f["seq"]: (f, dict(f["fact"])) for f in inside if f["fact"]["kind"] in ("loudspeaker", "meeting", "study_session")}
    for fact in sorted(inside, key=lambda f: f["seq"]):
        f = fact["fact"]
        if f["kind"] == "corrected" and f["entry"] in lines and lines[f["entry"]][0]["place"] == fact["place"]:
            line = lines[f["entry"]][1]
            field = {"loudspeaker": "times", "meeting": "listeners", "study_session": "present"}[line["kind"]]
            if f["to"] == 0:
                line["kind"] = "nothing"
            line[field], line["total"] = f["to"], f.get("total") or line.get("total")
    reported = defaultdict(Counter)
    for fact, line in lines.values():
        for code in counts_in(fact["place"]):
            of = reported[code]
            if line["kind"] == "loudspeaker":
                of["loudspeaker_readings"] += line["times"]
            elif line["kind"] == "meeting":
                of["meetings"] += 1
                of["listeners_estimated"] += line["listeners"]
            elif line["kind"] == "study_session":
                of[line["form"]] += 1
                of["present"] += line["present"]
                of["total"] += line["total"]

    def outreach(code, written):
        of = lambda name: reported[code][name] if name in reported[code] else None
        for name in ("loudspeaker_readings", "meetings", "listeners_estimated"):
            check(where, f"{code} {name}", of(name), written[name])
        for form in ("hoc_tap", "quan_triet", "tuyen_truyen"):
            check(where, f"{code} {form}", of(form), written["study_sessions"][form])
        for name in ("present", "total"):
            check(where, f"{code} {name}", of(name), written["attendance"][name])

    outreach(own, report["outreach"])
    for place in report["places"]:
        outreach(place["code"], place["outreach"])
    silent = {(g["place"], g["what"]) for g in report["not_reported"]}
    for code, what in silent:
        spoke = {"loudspeaker_readings": ["loudspeaker_readings"], "meetings": ["meetings"],
                 "study_sessions": ["hoc_tap", "quan_triet", "tuyen_truyen"]}[what]
        check(where, f"{code} silent on {what}", False, any(name in reported[code] for name in spoke))
    # The places add up, with what happened at the place itself.
    for name in names:
        direct = sum(p["delivery"][name] for p in report["places"] if p["parent"] == own)
        check(where, f"sum of places, {name}", report["delivery"][name] - direct >= 0, True)


reports = [json.load(open(path)) for path in sorted((folder / "reports").glob("*.json"))]
for report in reports:
    count(report)
# What the platforms themselves saw, against the whole of the top's reports.
top = [r for r in reports if r["place"]["code"] == seen["place"]]
for name, figures in (("sent", [r["delivery"]["sent"] for r in top]), ("asked", [r["questions"]["received"] for r in top]),
                      ("answers", [r["questions"]["answers_written"] for r in top])):
    check("what the platforms saw", name, seen[name], sum(figures))
print("\n".join(wrong) or f"{cells} cells of {len(reports)} reports counted again, all the same")
sys.exit(1 if wrong else 0)
