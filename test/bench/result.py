#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the rollcall authors
#
# What the benchmarks do with numbers.  A run is a line of words KEY=VALUE,
# a file of runs has one line for each.
#   result.py found TOOL OUTPUT LIST udp|tcp|udp,tcp
#       words for a run: how much of what pds-responder --list names was
#       found, how many that are not there, how many twice
#   result.py row TITLE OURS [PEER=RUNS...] [must CONDITION...] [note TEXT]
#       a row of the table as JSON.  A condition is "KEY<VALUE", "KEY>=VALUE",
#       "KEY<=VALUE" or "KEY>VALUE" on the median, or "min KEY..",
#       "max KEY..", "mean KEY.."
#   result.py table [--markdown] ROWS    the table of such rows; the status is
#       1 when something was not reached
#   result.py slow FOLDER BPS WORDS   words for a run over a line of which so
#       many bits a second were its own (beside.sh): how much longer others'
#       pings took, and its time by what the budget allows
#   result.py yield FOLDER BPS    words for a play (yield_play.sh): what was used
#       of the line when nobody, somebody and nobody again was there, the first
#       2 s (10 s to come back) left out, and what the download got
#   result.py missed XML OUTPUT LIST   words for a run: the share of hosts that
#       answered in any way, the share of those that lack no answer, the number
#       of others, how many the document expects, and whether the truth is within
#       its bounds
#   result.py against RUNS OTHERS   the runs with a word more, times_one: their
#       time by that of the others
import contextlib
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

NS = "{urn:rollcall:inventory:1}"
NEIGHBOUR = os.path.join(os.path.dirname(__file__), "../net/neighbour.py")
ETHERNET_LEN = 14  # the hook behind it does not see it any more
PONG_LEN = 128  # on the wire: the answer that room is left for
SYN_LEN = 74
UDP, TCP = ("udp", 38293), ("tcp", 2967)
# What answers in an estate, by class.
CLASSES = {
    "server": (UDP, TCP),
    "client": (TCP,),
    "open": (TCP,),
    "gup": (TCP,),
    "refusing": (),
}
IS_ANSWER = ("reply", "open")


def truth(path, protocols):
    there = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            address, what, _ = line.split("\t")
            for service in CLASSES[what]:
                if service[0] in protocols:
                    there.add((address, *service))
    return there


def found_rollcall(path):
    csv.field_size_limit(1 << 20)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for service in row["services"].split("; "):
                words = service.split(" ")
                if len(words) >= 3 and words[2] in IS_ANSWER:
                    protocol, port = words[1].split("/")
                    yield row["address"], protocol, int(port)


def found_masscan(path):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            words = line.split()
            if len(words) >= 4 and words[0] == "open":
                yield words[3], words[1], int(words[2])


def found_nmap(path):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            match = re.match(r"Host: (\S+) .*Ports: (.*)", line)
            for port in match.group(2).split(",") if match else ():
                words = port.strip().split("/")
                if words[1] == "open":
                    yield match.group(1), words[2], int(words[0])


def found_zmap(path, protocol, port):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            if re.match(r"\d+\.\d+\.\d+\.\d+$", line):
                yield line.strip(), protocol, port


FOUND = {
    "rollcall": found_rollcall,
    "masscan": found_masscan,
    "nmap": found_nmap,
    "zmap-udp": lambda path: found_zmap(path, *UDP),
    "zmap-tcp": lambda path: found_zmap(path, *TCP),
}


def found(tool, path, listed, protocols):
    protocols = protocols.split(",")
    there = truth(listed, protocols)
    try:
        got = [one for one in FOUND[tool](path) if one[1] in protocols]
    except OSError:
        got = []
    right = len(set(got) & there)
    print(
        "found=%.3f missing=%d false=%d twice=%d"
        % (
            100.0 * right / max(1, len(there)),
            len(there) - right,
            len(set(got) - there),
            len(got) - len(set(got)),
        )
    )


def runs(path):
    all_runs = []
    try:
        with open(path, encoding="ascii") as lines:
            for line in lines:
                run = {}
                for word in line.split():
                    key, _, value = word.partition("=")
                    with contextlib.suppress(ValueError):
                        run[key] = float(value)
                if run.get("out", 0) > 0 and run.get("last", 0) > 0:
                    run["sending"] = run["last"] - run["first"]
                    run["wait"] = run["wall"] - run["last"]
                all_runs.append(run)
    except OSError:
        pass
    return all_runs


def values(all_runs, key):
    return [run[key] for run in all_runs if key in run]


def median(all_runs, key):
    some = values(all_runs, key)
    return statistics.median(some) if some else None


def condition(text, all_runs):
    """The text, whether it holds, and the value that it is about."""
    match = re.match(r"(?:(min|max|mean) )?([\w-]+)(<=|>=|<|>)([\d.]+)$", text)
    which, key, operator, limit = match.groups()
    some = values(all_runs, key)
    if not some:
        return {"must": text, "is": None, "holds": False}
    ways = {"min": min, "max": max, "mean": statistics.mean, None: statistics.median}
    value = ways[which](some)
    holds = {
        "<": value < float(limit),
        "<=": value <= float(limit),
        ">": value > float(limit),
        ">=": value >= float(limit),
    }[operator]
    return {"must": text, "is": value, "holds": holds}


def summary(name, all_runs):
    keys = sorted({key for run in all_runs for key in run})
    return {
        "name": name,
        "n": len(all_runs),
        "median": {key: median(all_runs, key) for key in keys},
        "min": {key: min(values(all_runs, key)) for key in keys},
        "max": {key: max(values(all_runs, key)) for key in keys},
    }


def row(title, ours, *rest):
    peers, must, note = [], [], []
    where = peers
    for word in rest:
        if word in ("must", "note"):
            where = must if word == "must" else note
        else:
            where.append(word)
    own = runs(ours)
    peers = [peer.split("=", 1) for peer in peers]
    print(
        json.dumps(
            {
                "title": title,
                "ours": summary("rollcall", own),
                "peers": [summary(name, runs(path)) for name, path in peers],
                "must": [condition(text, own) for text in must],
                "note": " ".join(note),
            }
        )
    )


def number(value, form="%.2f"):
    return "-" if value is None else form % value


def span(part, key, form="%.2f"):
    if part["n"] == 0 or key not in part["median"]:
        return "-"
    text = form % part["median"][key]
    if part["n"] > 1 and form % part["min"][key] != form % part["max"][key]:
        text += " (%s..%s)" % (form % part["min"][key], form % part["max"][key])
    return text


def cells(part, ratio):
    middle = part["median"]
    # Who was found; where that is not counted, how many of the answers.
    found_of = "hosts" if "hosts" in middle else "found"
    lowest = part["min"].get(found_of)
    return [
        part["name"] + (" (not there)" if part["n"] == 0 else ""),
        str(part["n"]),
        span(part, "wall"),
        number(middle.get("sending")),
        number(middle.get("wait")),
        ratio,
        span(part, found_of, "%.1f")
        if lowest is None or lowest != 100
        else "100",
        number(middle.get("cpu"), "%.3f"),
        number(middle.get("mib"), "%.1f"),
    ]


HEAD = ["who", "n", "total s", "sending", "wait", "ratio", "found %", "CPU s", "MiB"]


def table_rows(rows):
    for one in rows:
        lines = [cells(one["ours"], "1")]
        for peer in one["peers"]:
            own, other = one["ours"]["median"], peer["median"]
            ratio = "-"
            if own.get("wall") and other.get("wall"):
                ratio = "%.1f" % (other["wall"] / own["wall"])
            lines.append(cells(peer, ratio))
        said = []
        for must in one["must"]:
            said.append(
                "%s %s: %s"
                % (
                    "ok" if must["holds"] else "NOT REACHED",
                    must["must"].replace("_", " "),
                    number(must["is"], "%.4g"),
                )
            )
        yield one["title"], lines, said, one["note"]


def table(*args):
    is_markdown = args[0] == "--markdown"
    with open(args[-1], encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if is_markdown:
        print("| work | " + " | ".join(HEAD) + " | must |")
        print("|---|---|" + "--:|" * (len(HEAD) - 1) + "---|")
        for title, lines, said, note in table_rows(rows):
            title += " (%s)" % note if note else ""
            for line in lines:
                print("| %s | %s | %s |" % (title, " | ".join(line), "; ".join(said)))
                title, said = "", []
    else:
        width = [31, 2, 20, 8, 8, 6, 18, 8, 7]
        for title, lines, said, note in table_rows(rows):
            print("\n" + title + (" (%s)" % note if note else ""))
            for line in [HEAD] + lines:
                print(
                    "  %-*s" % (width[0], line[0])
                    + "".join(" %*s" % (w, c) for w, c in zip(width[1:], line[1:]))
                )
            for text in said:
                print("  " + text)
    return int(any(not must["holds"] for one in rows for must in one["must"]))


def neighbour(*words):
    said = subprocess.run(
        [sys.executable, NEIGHBOUR, *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return said.stdout.split()


def slow(folder, budget_bps, words):
    (run,) = runs(words)
    begin, end = run["begin"], run["begin"] + run["wall"]
    before = neighbour("times", folder + "/pings", begin - 5, begin)
    during = neighbour("times", folder + "/pings", begin, end)
    print(
        "rise_p95_ms=%.1f rise_max_ms=%.1f lost_pings=%s"
        % (
            float(during[3]) - float(before[3]),
            float(during[4]) - float(before[2]),
            during[1],
        ),
        end="",
    )
    with open(folder + "/wire", encoding="utf-8") as file:
        objects = json.load(file)["nftables"]
    counters = [one["counter"] for one in objects if "counter" in one]
    counter = {one["name"]: one for one in counters}
    out = counter["out"]["bytes"] + counter["out"]["packets"] * ETHERNET_LEN
    into = counter["open_in"]["bytes"]
    into += counter["udp_out"]["packets"] * PONG_LEN
    into += counter["syn_out"]["packets"] * SYN_LEN
    allowed_s = max(out, into) * 8 / float(budget_bps)
    took = run["wall"] / allowed_s
    print(" allowed_s=%.2f over_budget_time=%.3f" % (allowed_s, took))


def play(folder, line_bps):
    with open(folder + "/marks", encoding="ascii") as lines:
        marks = {line.split()[0]: float(line.split()[1]) for line in lines}

    def used(first, last, path="/line"):
        (said,) = neighbour("share", folder + path, first, last, line_bps)
        return said

    begin = max(marks["sweep"], marks["download"])
    if marks["sweep"] < marks["download"]:
        print("idle_percent=" + used(marks["sweep"] + 2, marks["download"]), end=" ")
    print(
        "busy_percent=%s again_percent=%s download_percent=%s wall=%.1f"
        % (
            used(begin + 2, marks["end"]),
            used(marks["end"] + 10, marks["stop"]),
            used(begin + 2, marks["end"], "/download"),
            marks["stop"] - marks["sweep"],
        )
    )


def lacks(services, kind):
    """Each port says something, and the agent's own words where it has one."""
    said = {}
    for service in services.split("; "):
        words = service.split(" ")
        if len(words) > 2:
            protocol, _, port = words[1].partition("/")
            said[protocol, int(port)] = words[2]
    return any(
        port not in said or (port in CLASSES[kind] and said[port] != "reply")
        for port in (UDP, TCP)
    )


def missed(document, output, listed):
    with open(listed, encoding="utf-8") as lines:
        there = dict(line.split("\t")[:2] for line in lines)
    with open(output, encoding="utf-8", newline="") as file:
        got = {row["address"]: row["services"] for row in csv.DictReader(file)}
    seen = [address for address in there if address in got]
    n = len(there) - sum(not lacks(got[a], there[a]) for a in seen)
    percent = 100.0 / len(there)
    print(
        "hosts=%.3f whole=%.3f hosts_missed=%d"
        % (percent * len(seen), percent * (len(there) - n), n),
        end="",
    )
    loss = list(ElementTree.parse(document).iter(NS + "loss"))
    if loss:
        low, high = (int(loss[0].get("missed-" + end)) for end in ("low", "high"))
        print(
            " exchanges_lost=%s missed_expected=%s missed_low=%d missed_high=%d"
            " missed_in_bounds=%d"
            % (
                loss[0].get("exchanges"),
                loss[0].get("missed"),
                low,
                high,
                low <= n <= high,
            )
        )


def against(path, others):
    other = median(runs(others), "wall")
    for line, run in zip(open(path, encoding="ascii"), runs(path)):
        print(line.strip(), "times_one=%.3f" % (run["wall"] / other))


if __name__ == "__main__":
    verbs = {"found": found, "row": row, "table": table, "slow": slow}
    verbs.update({"yield": play, "missed": missed, "against": against})
    sys.exit(verbs[sys.argv[1]](*sys.argv[2:]))
