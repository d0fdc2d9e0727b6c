namespace Approvals.Tests.Model;

/// <summary>What the people of the town try next: mostly something sensible, often enough something stale, doubled or forbidden.</summary>
internal sealed class Urge(Random random, Process process, Slices slices)
{
    private readonly List<Attempt> _before = [];

    public Attempt Next(NaiveModel model)
    {
        var attempt = random.Next(100) switch
        {
            < 4 => new Attempt(Kind.Days, "0") { Days = random.Next(1, 4) },
            < 10 => new Attempt(Chance(80) ? Kind.Fire : Kind.Wake, Any(model.Cases).Path),
            < 12 => new Attempt(Kind.Leaves, "0") { Person = Leaving(model) },
            < 14 => new Attempt(Kind.Returns, "0") { Person = Absent(model) },
            < 15 when slices.HasFlag(Slices.Hands) =>
                new Attempt(Kind.Away, "0") { By = Any(Town.People), Person = Any(Town.People), Days = random.Next(0, 4) },
            < 18 when _before.Count > 0 => _before[^random.Next(1, Math.Min(8, _before.Count) + 1)],
            _ => OfSomebody(model),
        };
        _before.Add(attempt);
        return attempt;
    }

    /// <summary>Often one for whom alone a seat waits: nobody is there when its turn comes.</summary>
    private int Leaving(NaiveModel model)
    {
        var awaited = model.Cases.SelectMany(c => c.Seats.Where(s => model.StandingOf(c, s) == "waiting"))
            .Select(s => Town.People.Where(p => model.May(s, p)).ToList()).Where(sitters => sitters.Count == 1).ToList();
        return awaited.Count > 0 && Chance(60) ? Any(awaited)[0] : Any(Town.People);
    }

    private int Absent(NaiveModel model) =>
        Any([.. Town.People.Where(p => model.Town.Posts.All(h => h.Person != p)), .. Town.People.Take(1)]);

    private Attempt OfSomebody(NaiveModel model)
    {
        var open = model.Cases.Where(c => !c.Ended).ToList();
        var c = open.Count > 0 && Chance(96) ? Any(open) : Any(model.Cases);
        var (flow, stage) = (process[c.Flow], model.StageOf(c));
        var kind = KindOf(stage, flow, c);
        var seats = c.Seats.FindAll(s => model.StandingOf(c, s) == "open" || Chance(10));
        var seat = seats.Count > 0 ? Any(seats) : null;
        var sitters = seat is null ? [] : Town.People.Where(p => model.May(seat, p)).ToList();
        var claimants = seat is null ? [] : sitters.FindAll(p => p == seat.Claimed);
        sitters = claimants.Count > 0 && Chance(70) ? claimants : sitters;
        var proxies = model.Town.Away.Where(w => sitters.Contains(w.Person)).Select(w => w.Proxy).ToList();
        sitters = proxies.Count > 0 && Chance(40) ? proxies : sitters;
        var by = sitters.Count > 0 && Chance(90) ? Any(sitters) : Chance(10) ? Town.Stranger : Any(Town.People);
        var attempt = new Attempt(kind, c.Path)
        {
            Round = Chance(96) ? c.Round : c.Round + random.Next(-1, 2),
            Seat = seat is not null && Chance(95) ? seat.No : random.Next(4),
            By = by,
            Reason = Chance(88),
            Person = Any(Town.People),
        };
        return kind switch
        {
            Kind.Act => Recorded(model, WithDeed(attempt, c, stage?.Deeds ?? [], flow)),
            Kind.Anywhere => Recorded(model, WithDeed(
                attempt with { By = Chance(75) ? Any([.. flow.Anywhere.SelectMany(d => HoldersOf(model, d)), by]) : by },
                c, flow.Anywhere, flow)),
            Kind.Recall => attempt with
            {
                By = c.Votes.LastOrDefault(v => v.Round < c.Round) is { } last && Chance(85) ? Any(last.Humans) : by,
            },
            _ => attempt,
        };
    }

    private static IEnumerable<int> HoldersOf(NaiveModel model, Deed deed) =>
        model.Town.Posts.Where(p => deed.Signers.Contains(p.Role)).Select(p => p.Person);

    private Kind KindOf(Stage? stage, Flow flow, Running c)
    {
        var kinds = new List<Kind> { Kind.Act, Kind.Act, Kind.Act, Kind.Act, Kind.Act };
        Offer(Slices.Moves, Kind.Anywhere, !flow.Anywhere.IsEmpty, 1);
        Offer(Slices.Moves, Kind.Recall, c.Votes.Any(v => v.Round == c.Round - 1 && v.Deed.Recall), c.Undo is null ? 1 : 3);
        Offer(Slices.Votes, Kind.AddBefore, stage is { AddBefore: true }, 2);
        Offer(Slices.Votes, Kind.AddAfter, stage is { AddAfter: true }, 2);
        Offer(Slices.Hands, Kind.Transfer, stage is { Transfer: not null }, 2);
        Offer(Slices.Hands, Kind.HandBack, c.Seats.Exists(s => s.Holder > 0), 2);
        Offer(Slices.Hands, Kind.Claim, stage is { Claim: true }, 2);
        Offer(Slices.Hands, Kind.Release, c.Seats.Exists(s => s.Claimed > 0), 2);
        return Any(kinds);

        void Offer(Slices slice, Kind kind, bool makesSense, int times)
        {
            if (slices.HasFlag(slice) && (makesSense || Chance(4)))
            {
                kinds.AddRange(Enumerable.Repeat(kind, times));
            }
        }
    }

    private Attempt WithDeed(Attempt attempt, Running c, IReadOnlyList<Deed> deeds, Flow flow)
    {
        if (deeds.Count == 0 || Chance(4))
        {
            return attempt with { Deed = Chance(50) ? "nonsense" : "go" };
        }

        // Whoever comes after often says the same.
        var last = c.Votes.LastOrDefault(v => v.Round == c.Round);
        var deed = last is not null && deeds.Contains(last.Deed) && Chance(40) ? last.Deed : Any(deeds);
        attempt = attempt with { Deed = deed.Id };
        if (deed.To.Length > 1 || deed.AnyEarlier)
        {
            var places = deed.AnyEarlier ? flow.Stages.Select(s => s.Id).TakeWhile(s => s != c.Stage).ToList() : [.. deed.To];
            attempt = attempt with { Target = places.Count > 0 && Chance(92) ? Any(places) : Chance(50) ? "" : Any(flow.Stages).Id };
        }

        return deed.Way == WayOn.AsChosen && Chance(95) ? attempt with { Way = (WayOn)random.Next(Chance(90) ? 2 : 3) } : attempt;
    }

    private Attempt Recorded(NaiveModel model, Attempt attempt)
    {
        if (slices.HasFlag(Slices.Hands) && Chance(10))
        {
            var away = model.Town.Away.Where(w => w.Proxy == attempt.By).Select(w => w.Person).ToList();
            attempt = attempt with { InPlaceOf = away.Count > 0 ? Any(away) : Any(Town.People) };
        }

        return Chance(8) ? attempt with { RecordedFor = attempt.By, By = Chance(85) ? random.Next(1, 3) : Any(Town.People) } : attempt;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
